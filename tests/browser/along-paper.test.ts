import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { agreementPhones } from '../support/agreement-phones.ts'
import {
  alongOn,
  ampleFile,
  choosePicture,
  download,
  fileWith,
  fullFile,
  makeDraftLike,
  oddFile,
  openAlongPage,
  signalWith,
  usualFile,
} from '../support/along-page.ts'
import { eventually } from '../support/browser.ts'

// Jonas's page is away from the app: all that it would draw of a long draft costs as much as what is looked at.
const phones = agreementPhones({ startsAway: true })

/** Mei's page on "Take it along", as the test before left it. */
const alongPage = (): Promise<Page> => alongOn(phones().a)

test('[TAK5] the wallet card is a bank card at 300 dpi on light ground, the lock screen keeps its words clear of the clock and of the keys', async () => {
  const { a } = phones()
  await a.emulateMedia({ colorScheme: 'dark' })
  await openAlongPage(a)
  const card = await download(a, 'Save picture')
  expect(card.name).toBe('our-card.png')
  expect(card.bytes.subarray(37, 41).toString()).toBe('pHYs')
  expect(card.bytes.readUInt32BE(41)).toBe(11_811)
  const wallet = await inkOf(a, card.bytes)
  expect(wallet).toMatchObject({ width: 1_012, height: 638, ground: '#f0f1e8' })
  expect(wallet.ink).toBeGreaterThan(5_000)
  expect(wallet.box.left).toBeGreaterThanOrEqual(40)
  expect(wallet.box.right).toBeLessThanOrEqual(1_012 - 40)
  expect(wallet.box.top).toBeGreaterThanOrEqual(36)
  expect(wallet.box.bottom).toBeLessThanOrEqual(638 - 30)
  // In the couple's serif, which came before anything was drawn.
  expect(
    await a.evaluate(
      () => [...document.fonts].filter(({ family, status }) => /Literata/.test(family) && status === 'loaded').length,
    ),
  ).toBeGreaterThan(0)
  await choosePicture(a, 'lock screen')
  const screen = await download(a, 'Save picture')
  expect(screen.name).toBe('our-lock-screen.png')
  const lock = await inkOf(a, screen.bytes)
  expect(lock).toMatchObject({ width: 1_170, height: 2_532, ground: '#f0f1e8' })
  expect(lock.box.top).toBeGreaterThan(2_532 / 3)
  expect(lock.box.bottom).toBeLessThan(2_532 * 0.83)
  expect(lock.ink).toBeGreaterThan(5_000)
  await a.emulateMedia({ colorScheme: 'light' })
})

/** On both pictures of what is in the draft. */
const expectInkInPlace = async (page: Page): Promise<void> => {
  await choosePicture(page, 'wallet')
  const wallet = await inkOf(page, (await download(page, 'Save picture')).bytes)
  await choosePicture(page, 'lock screen')
  const lock = await inkOf(page, (await download(page, 'Save picture')).bytes)
  expect(wallet.box.left).toBeGreaterThanOrEqual(40)
  expect(wallet.box.right).toBeLessThanOrEqual(1_012 - 40)
  expect(wallet.box.top).toBeGreaterThanOrEqual(30)
  expect(wallet.box.bottom).toBeLessThanOrEqual(638 - 30)
  expect(lock.box.top).toBeGreaterThan(2_532 / 3)
  expect(lock.box.bottom).toBeLessThan(2_532 * 0.83)
  expect(lock.box.left).toBeGreaterThanOrEqual(70)
  expect(lock.box.right).toBeLessThanOrEqual(1_170 - 70)
}

test('[TAK5] whatever is written, and in whatever script, no ink leaves its place', async () => {
  const a = await alongPage()
  await makeDraftLike(a, oddFile())
  await expectInkInPlace(a)
  await makeDraftLike(a, fileWith())
})

/** Decodes a PNG as the browser does: its size, its ground, and the box of all that is drawn on it. */
const inkOf = (page: Page, bytes: Buffer) =>
  page.evaluate(async base64 => {
    const data = new Blob([Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))], { type: 'image/png' })
    const image = await createImageBitmap(data)
    const { width, height } = image
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width, height })
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas')
    context.drawImage(image, 0, 0)
    const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer)
    const [ground = 0] = pixels
    const box = { left: width, right: 0, top: height, bottom: 0 }
    let ink = 0
    for (let at = 0; at < pixels.length; at++) {
      if (pixels[at] === ground) continue
      ink++
      const [x, y] = [at % width, Math.floor(at / width)]
      box.left = Math.min(box.left, x)
      box.right = Math.max(box.right, x)
      box.top = Math.min(box.top, y)
      box.bottom = Math.max(box.bottom, y)
    }
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data
    const hex = [red, green, blue].map(part => part.toString(16).padStart(2, '0')).join('')
    return { width, height, ground: `#${hex}`, ink, box }
  }, bytes.toString('base64'))

const pagesOf = async (page: Page): Promise<number> => {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  const boxes = [...pdf.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)]
  for (const [, width, height] of boxes) expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842])
  return boxes.length
}

test('[TAK3] a usual agreement is one page of A4, in rows as full as they can be, and "Print" opens the browser’s own window for it', async () => {
  const a = await alongPage()
  expect(await pagesOf(a)).toBe(1)
  await makeDraftLike(a, usualFile())
  expect(await pagesOf(a)).toBe(1)
  // However many signals there are, up to a dozen, their rows are as full as they can be.
  const more = signalWith({ emoji: '🌊', gesture: 'Two fingers up', meaning: 'It is too loud for me.', helps: 'Turn it down.' })
  for (const [count, columns] of [
    [1, '1'],
    [2, '2'],
    [3, '3'],
    [4, '2'],
    [5, '3'],
    [12, '3'],
  ] as const) {
    const signals = Array.from({ length: count }, (_, at) => usualFile().signals[at] ?? { ...more, word: `Number ${at}` })
    await makeDraftLike(a, fileWith({ signals }))
    expect(await a.locator('[data-part="signals"] ul').getAttribute('data-columns')).toBe(columns)
    expect(await pagesOf(a), `${count} signals`).toBe(1)
  }
  await makeDraftLike(a, ampleFile())
  expect(await pagesOf(a)).toBe(1)
  expect(await a.getByText('It takes more than one page.').count()).toBe(0)
  await a.evaluate(() => {
    Reflect.set(globalThis, 'printed', 0)
    window.print = () => void Reflect.set(globalThis, 'printed', Reflect.get(globalThis, 'printed') + 1)
  })
  await a.getByRole('button', { name: 'Print' }).press('Enter')
  await eventually(() => a.evaluate(() => Reflect.get(globalThis, 'printed'))).toBe(1)
  await makeDraftLike(a, fileWith())
})

test('[TAK3] [TAK5] one of fifty clauses of each kind goes on without a clause torn apart, the app stays off the paper, and no ink leaves its place', async () => {
  const a = await alongPage()
  await makeDraftLike(a, fullFile())
  await expectInkInPlace(a)
  expect(await pagesOf(a)).toBeGreaterThan(5)
  expect(await a.getByText('It takes more than one page.').isVisible()).toBe(true)
  await a.emulateMedia({ media: 'print' })
  const sheet = a.locator('article')
  expect(await sheet.isVisible()).toBe(true)
  expect(await a.getByRole('button', { name: 'Print' }).isVisible()).toBe(false)
  const breaks = await sheet.locator('li').evaluateAll(all => all.map(one => getComputedStyle(one).breakInside))
  expect(new Set(breaks)).toEqual(new Set(['avoid']))
  const headings = await sheet.locator('h2, h3').evaluateAll(all => all.map(one => getComputedStyle(one).breakAfter))
  expect(new Set(headings), 'no heading stays behind alone').toEqual(new Set(['avoid']))
  expect(await sheet.getByRole('heading', { level: 2 }).first().innerText()).toBe('Your rights')
  // On each page that a part goes on to.
  const signals = sheet.getByRole('heading', { name: 'Signals', level: 2 })
  expect(await signals.evaluate(heading => getComputedStyle(heading).display)).toBe('table-header-group')
  await a.emulateMedia({ media: 'screen' })
  expect(await sheet.isVisible()).toBe(false)
  await makeDraftLike(a, fileWith())
})

test('[TAK6] the text is what is on paper', async () => {
  const a = await alongPage()
  const { name, bytes } = await download(a, 'Save text')
  const text = bytes.toString()
  expect(name).toBe('our-agreement.md')
  expect(
    text.startsWith('# Our agreement\n\nMei and Jonas\n\nDraft, not agreed yet\n\n## Your rights\n\n- Either may pause.\n'),
  ).toBe(true)
  expect(text).toContain("### 🗼 Lighthouse\n\n- Meaning: I'm flooded. Stay near.\n- Gesture: Hand flat on my own chest\n")
  const onPaper = (await a.locator('article').textContent()) ?? ''
  for (const line of text
    .split('\n')
    .map(one => one.replace(/^[-#]+ /, ''))
    .filter(Boolean))
    expect(onPaper).toContain(line.split(': ').at(-1))
})
