import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openAgreementPage } from '../support/agreement-page.ts'
import { agreementPhones } from '../support/agreement-phones.ts'
import { eventually } from '../support/browser.ts'
import { looksOf } from '../support/look.ts'

const phones = agreementPhones()

test('[AGR11] the texts stand there before their editors, and nothing moves when those come', async () => {
  const { a, mei } = phones()
  const page = await mei.context.newPage()
  await page.addInitScript(() => {
    let moved = 0
    let before: { editors: number; heights: number[] } | null = null
    const heights = () =>
      [...document.querySelectorAll('[role="group"][id^="clause-"]')].map(card => Math.round(card.getBoundingClientRect().height))
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) moved += Number(Reflect.get(entry, 'value'))
    }).observe({ type: 'layout-shift', buffered: true })
    // A font that comes late moves texts by itself.
    const font = document.createElement('style')
    font.textContent = '* { font-family: serif !important }'
    new MutationObserver(() => {
      if (document.head && !font.isConnected) document.head.append(font)
      if (!before && heights().length > 0)
        before = { editors: document.querySelectorAll('.cm-editor').length, heights: heights() }
    }).observe(document, { childList: true, subtree: true })
    Reflect.set(globalThis, 'measured', () => ({ moved, before, after: heights() }))
  })
  await page.goto(a.url())
  await page.getByRole('textbox', { name: 'I will say' }).last().waitFor()
  const { moved, before, after } = await page.evaluate(() => Reflect.get(globalThis, 'measured')())
  expect(before.editors).toBe(0)
  expect(after.slice(0, before.heights.length)).toEqual(before.heights)
  expect(moved).toBeLessThan(0.01)
  await page.close()
})

test('[AGR12] rights, sections and names are those of the contract, and an address leads into a section', async () => {
  const { a } = phones()
  const regions = ['Your rights', 'Signals', 'Pauses', 'Coming back', 'What each of us will say']
  for (const name of regions) expect(await a.getByRole('region', { name, exact: true }).count()).toBe(1)
  expect(await a.getByRole('region', { name: 'Your rights' }).getByRole('textbox').count()).toBe(0)
  for (const name of [
    'Add signal',
    'Add activity',
    'Add phrase',
    'Add promise',
    'Undo',
    'Redo',
    'Take it along',
    'Put in force',
    'Versions',
  ])
    expect(await a.getByRole('button', { name, exact: true }).count()).toBe(1)
  const lighthouse = a.getByRole('group', { name: 'Signal: Lighthouse' })
  for (const name of ['Word', 'Emoji', 'Gesture', 'Meaning', 'What helps'])
    expect(await lighthouse.getByRole('textbox', { name, exact: true }).count()).toBe(1)
  const promise = a.getByRole('group', { name: /^Promise: / }).first()
  for (const name of ['When', 'I will say']) expect(await promise.getByRole('textbox', { name, exact: true }).count()).toBe(1)

  await openAgreementPage(a, '#our-words')
  await eventually(() => a.getByRole('link', { name: 'Our words' }).getAttribute('aria-current')).toBe('true')
  expect(await a.getByRole('heading', { name: 'What each of us will say' }).isVisible()).toBe(true)
})

test('[AGR17] on a phone the steps back and a clause’s tools are in reach wherever one writes', async () => {
  const { a } = phones()
  const card = a.getByRole('group', { name: 'Activity: ' }).last()
  const more = card.getByRole('button', { name: /^More for/ })
  // The key stands right above the navigation, so that what opens below it would lie behind.
  await more.evaluate(key => {
    const bottom = document.querySelector('nav[aria-label="Main"]')?.getBoundingClientRect().top ?? 0
    scrollBy(0, key.getBoundingClientRect().bottom - bottom + 4)
  })
  await more.press('Enter')
  const remove = await card.getByRole('button', { name: 'Remove' }).boundingBox()
  const navigation = await a.getByRole('navigation', { name: 'Main' }).boundingBox()
  expect(remove && navigation && remove.y + remove.height <= navigation.y).toBe(true)
  const undo = await a.getByRole('button', { name: 'Undo', exact: true }).boundingBox()
  expect(undo && undo.y >= 0 && undo.y < 120).toBe(true)
  await more.press('Enter')
})

test('[AGR19] the focus box of a text reaches no letter of its label', async () => {
  const { a } = phones()
  const text = a.getByRole('textbox', { name: 'What helps' }).first()
  await text.click()
  const reach = await text.evaluate(element => {
    const host = element.closest<HTMLElement>('[class*="host"]') ?? element
    const label = host.parentElement?.querySelector('[class*="label"]') ?? host
    const { outlineOffset, outlineWidth, outlineStyle } = getComputedStyle(host)
    const box = host.getBoundingClientRect().top - Number.parseFloat(outlineOffset) - Number.parseFloat(outlineWidth)
    return { outlineStyle, over: label.getBoundingClientRect().bottom - box }
  })
  expect(reach.outlineStyle).toBe('solid')
  // Below its letters a label has 3 px of its own line.
  expect(reach.over).toBeLessThanOrEqual(3)
})

test('[AGR13] at no width, light and dark, axe finds anything or anything is wider than the screen', async () => {
  const { a } = phones()
  await a.getByRole('button', { name: 'More for Lighthouse' }).click()
  expect(await looksOf(a)).toEqual([])
  // Nothing is told at the edge of a row that does not scroll, on the fine dots of a phone either; where it does scroll, more is.
  await openAgreementPage(a)
  expect(await edgeOfSections(a)).toHaveLength(1)
  await a.evaluate(() => document.documentElement.style.setProperty('font-size', '26px'))
  expect((await edgeOfSections(a)).length).toBeGreaterThan(1)
})

/** The colours at the right edge of the row of sections, drawn with two dots a pixel. */
const edgeOfSections = async (page: Page): Promise<number[]> => {
  const devtools = await page.context().newCDPSession(page)
  const screen = { width: 390, height: 844, deviceScaleFactor: 2, mobile: false }
  await devtools.send('Emulation.setDeviceMetricsOverride', screen)
  const row = await page.getByRole('navigation', { name: 'Sections' }).getByRole('list').boundingBox()
  if (!row) throw new Error('no row')
  const clip = { x: row.x + row.width - 6, y: row.y - 4, width: 6, height: row.height, scale: 1 }
  const { data } = await devtools.send('Page.captureScreenshot', { clip })
  await devtools.detach()
  return page.evaluate(
    async bytes => {
      const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)]))
      const drawing = new OffscreenCanvas(picture.width, picture.height).getContext('2d')
      drawing?.drawImage(picture, 0, 0)
      const dots = drawing?.getImageData(0, 0, picture.width, picture.height).data.buffer
      return [...new Set(new Uint32Array(dots ?? new ArrayBuffer()))]
    },
    [...Buffer.from(data, 'base64')],
  )
}
