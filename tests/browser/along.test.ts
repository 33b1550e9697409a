import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openAgreementPage } from '../support/agreement-page.ts'
import { agreementPhones, goAway } from '../support/agreement-phones.ts'
import { alongOn, choosePicture, download, fileWith, makeDraftLike, openAlongPage } from '../support/along-page.ts'
import { eventually, setOffline } from '../support/browser.ts'
import { looksOf } from '../support/look.ts'

// Jonas's page is away from the app until a test is about it: all that it would draw of a long draft costs as much as what is looked at.
const phones = agreementPhones({ jonasKeepsApp: true, startsAway: true })

/** Mei's page on "Take it along", as the test before left it. */
const alongPage = (): Promise<Page> => alongOn(phones().a)

test('[TAK1] the way there and back is walked by keyboard, from the settings too, its address leads there, and nobody is shown as present in the agreement from there', async () => {
  const { a, b } = phones()
  await Promise.all([openAgreementPage(a), openAgreementPage(b)])
  const isHere = b.getByText('Mei is here')
  await isHere.waitFor({ state: 'attached' })
  await a.getByRole('button', { name: 'Take it along', exact: true }).press('Enter')
  const title = a.getByRole('heading', { name: 'Take it along', level: 1 })
  await eventually(() => title.evaluate(heading => heading === document.activeElement)).toBe(true)
  await isHere.waitFor({ state: 'detached' })
  expect(new URL(a.url()).pathname).toBe('/agreement/along')
  expect(await a.getByRole('link', { name: 'Agreement', exact: true }).last().getAttribute('aria-current')).toBe('page')
  for (const name of ['On paper', 'As a picture', 'As a file', 'Bring a file in'])
    expect(await a.getByRole('region', { name, exact: true }).count()).toBe(1)
  await a.reload()
  await title.waitFor()
  await a.getByRole('banner').getByRole('link', { name: 'Agreement' }).press('Enter')
  await a.getByRole('heading', { name: 'Our agreement' }).waitFor()
  await isHere.waitFor({ state: 'attached' })
  await goAway(b)
  await a.goto(new URL('/settings', a.url()).href)
  await a.getByRole('link', { name: 'Save our agreement as a file' }).press('Enter')
  await title.waitFor()
})

test('[TAK16] saving asks the network for nothing, and without one the page opens, saves and takes a file in', async () => {
  const { b, jonas, network } = phones()
  await openAlongPage(b)
  network.block(true)
  await setOffline(jonas.context, true)
  await openAlongPage(b)
  const asked: string[] = []
  b.on('request', request => asked.push(request.url()))
  expect(JSON.parse((await download(b, 'Save data')).bytes.toString())).toEqual(fileWith())
  await download(b, 'Save picture')
  await download(b, 'Save text')
  expect(asked.filter(url => !/^(blob|data):/.test(url) && !/\/(relay|documents|api|assets)\//.test(url))).toEqual([])
  await makeDraftLike(b, fileWith({ phrases: ['Written on a train'] }))
  network.block(false)
  await setOffline(jonas.context, false)
  const a = await alongPage()
  await eventually(() => a.locator('article').textContent()).toContain('Written on a train')
  await makeDraftLike(b, fileWith())
  await eventually(() => a.locator('article').textContent()).not.toContain('Written on a train')
  await goAway(b)
})

test('[TAK15] at no width, light and dark, axe finds anything or anything is wider than the screen', async () => {
  const a = await alongPage()
  await download(a, 'Save data')
  expect(await looksOf(a)).toEqual([])
})

test('[TAK5] where the browser can, the picture is shared as a file; turning round is no failure, a failure is told', async () => {
  const a = await alongPage()
  const share = a.getByRole('button', { name: 'Share' })
  expect(await share.count()).toBe(0)
  await a.evaluate(() => {
    const shared: string[] = []
    const answers: (DOMException | null)[] = [null, new DOMException('', 'AbortError'), new DOMException('', 'NotAllowedError')]
    Object.assign(navigator, {
      canShare: ({ files }: ShareData) => files?.[0]?.type === 'image/png',
      share: async ({ files }: ShareData) => {
        shared.push(`${files?.[0]?.name} ${files?.[0]?.size}`)
        const answer = answers[shared.length - 1]
        if (answer) throw answer
      },
    })
    Reflect.set(globalThis, 'shared', shared)
  })
  await choosePicture(a, 'lock screen')
  await choosePicture(a, 'wallet')
  const shared = () => a.evaluate(() => Reflect.get(globalThis, 'shared'))
  const failed = a.getByText('The picture was not shared.')
  await share.click()
  await eventually(shared).toHaveLength(1)
  expect((await shared())[0]).toMatch(/^our-card\.png \d{5,}$/)
  await share.click()
  await eventually(shared).toHaveLength(2)
  expect(await failed.count()).toBe(0)
  await share.click()
  await failed.waitFor()
})

// The last one: it leaves a browser that draws nothing and prints nothing.
test('[TAK14] a browser that does not draw, makes no PNG, or refuses a download or printing is told of, and the rest works; of a download only what a page can know is said', async () => {
  const a = await alongPage()
  await download(a, 'Save data')
  await a.getByRole('status').getByText('The browser has “our-agreement.json” now. If it is not among the downloads,').waitFor()
  const notDrawn = a.getByRole('alert').getByText('This browser could not draw the picture.')
  await a.evaluate(() => {
    const { getContext } = HTMLCanvasElement.prototype
    HTMLCanvasElement.prototype.getContext = () => null
    Reflect.set(globalThis, 'mend', () => Object.assign(HTMLCanvasElement.prototype, { getContext }))
  })
  await a.getByRole('radio', { name: 'For the lock screen' }).check()
  await notDrawn.waitFor()
  expect(await a.getByRole('button', { name: 'Save picture' }).isDisabled()).toBe(true)
  expect((await download(a, 'Save text')).name).toBe('our-agreement.md')
  await a.evaluate(() => void Reflect.get(globalThis, 'mend')())
  await choosePicture(a, 'wallet')
  expect(await notDrawn.count()).toBe(0)
  await a.evaluate(() => {
    HTMLCanvasElement.prototype.toBlob = callback => callback(null)
  })
  await a.getByRole('radio', { name: 'For the lock screen' }).check()
  await notDrawn.waitFor()
  await a.evaluate(() => {
    const refuse = () => {
      throw new Error('denied')
    }
    URL.createObjectURL = refuse
    window.print = refuse
  })
  await a.getByRole('button', { name: 'Save data' }).click()
  await a.getByText('The file was not saved.').waitFor()
  await a.getByRole('button', { name: 'Print' }).click()
  await a.getByRole('alert').getByText('This browser does not print from here.').waitFor()
})
