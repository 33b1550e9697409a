import type { Browser, FrameLocator, Page, Request } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { clauseText, typeAtEnd, written } from '../support/agreement-page.ts'
import { eventually, launchBrowser, openPhone, type Phone } from '../support/browser.ts'
import { atEach, LOW_PHONES } from '../support/crisis-screens.ts'
import { looksOf } from '../support/look.ts'
import { pageTime } from '../support/page-time.ts'
import { alonePhone } from '../support/ready-phones.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { dumpDatabases } from '../support/session-page.ts'

const time = pageTime()
let server: TestServer
let browser: Browser
let phone: Phone
let page: Page
let mei: FrameLocator
let jonas: FrameLocator
beforeAll(async () => {
  server = await startTestServer({ now: time.now })
  browser = await launchBrowser()
  phone = await openPhone(browser, server.url, { width: 1280, height: 800, reducedMotion: true })
  page = phone.page
  mei = page.frameLocator('iframe[title="Mei\'s phone"]')
  jonas = page.frameLocator('iframe[title="Jonas\'s phone"]')
})
afterEach(() => {
  expect(phone.faults.splice(0)).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

const step = (text: string) => page.getByRole('list', { name: 'Steps' }).getByRole('listitem').filter({ hasText: text })
const lighthouse = (frame: FrameLocator) => frame.getByRole('button', { name: 'Send Lighthouse' })

test('[BTH1] one click on the welcome page sets up two phones, paired on the real server, and says so', async () => {
  await page.getByRole('link', { name: 'Show me both sides first' }).click()
  await page.getByRole('heading', { name: 'One tap here. One answer there.' }).waitFor()
  await page.getByText('are a sample couple on the real server').waitFor()
  await lighthouse(mei).waitFor()
  await lighthouse(jonas).waitFor()
  expect(new URL(page.url()).pathname).toBe('/both-sides')
  expect(await page.locator('iframe').evaluateAll(all => all.map(frame => frame.getAttribute('src')))).toEqual([
    '/sample/a/',
    '/sample/b/',
  ])
})

test('[BTH2] a signal, its answer and a pause go from frame to frame, and each step is ticked when it has happened', async () => {
  expect(await step('Mei sends a signal').getAttribute('aria-current')).toBe('step')
  await lighthouse(mei).click()
  await step('Mei sends a signal').getByText('Done:').waitFor({ state: 'attached' })
  await jonas.getByRole('alertdialog').getByRole('button', { name: "I'm here. I'll stay near." }).click()
  await mei.getByRole('heading', { name: 'Jonas answered.' }).waitFor()
  await step('Jonas answers with one tap').getByText('Done:').waitFor({ state: 'attached' })

  await mei.getByRole('button', { name: 'Pause us now' }).click()
  await jonas.getByRole('heading', { name: /^Back at / }).waitFor()
  await step('One of you calls a pause').getByText('Done:').waitFor({ state: 'attached' })
  expect(await step('You both come back').getAttribute('aria-current')).toBe('step')
})

test('[BTH2] coming back is ticked once both are back and not before, the words once they are said, and then no step is left', async () => {
  const back = (frame: FrameLocator) => frame.getByRole('button', { name: "I'm back", exact: true })
  // Twenty minutes later, by the clock of the server, which the phones take over when they load.
  await time.forward(20 * 60_000)
  await page.reload()
  await jonas.getByRole('heading', { name: /^Back at / }).waitFor()
  expect(await step('One of you calls a pause').getByText('Done:').count(), 'as before the page was loaded anew').toBe(1)
  await back(jonas).click()
  await mei.getByRole('status').filter({ hasText: 'Jonas is back. You, not yet.' }).waitFor()
  expect(await step('You both come back').getByText('Done:').count()).toBe(0)
  await back(mei).click()
  await step('You both come back').getByText('Done:').waitFor({ state: 'attached' })

  expect(await step('One taps the words').getAttribute('aria-current')).toBe('step')
  await mei.getByRole('region', { name: 'Words you can say' }).getByRole('button', { name: 'I am here' }).click()
  await jonas.getByRole('alertdialog').getByRole('heading', { name: 'I am here' }).waitFor()
  await step('One taps the words').getByText('Done:').waitFor({ state: 'attached' })
  expect(await step('').getByText('Done:').count()).toBe(5)
  expect(await page.getByRole('list', { name: 'Steps' }).locator('[aria-current]').count()).toBe(0)
})

test('[BTH2] [BTH3] an offline phone gets nothing that is typed or sent, also when it loads anew, and catches up', async () => {
  await page.getByRole('button', { name: 'Start again' }).click()
  await lighthouse(jonas).waitFor()
  for (const frame of [mei, jonas]) {
    await frame.getByRole('link', { name: 'Agreement' }).click()
    await frame.getByRole('textbox', { name: 'I will say' }).last().waitFor()
  }
  const text = (frame: FrameLocator) =>
    frame.getByRole('group', { name: /^Phrase: .*I am here/ }).getByRole('textbox', { name: 'Phrase', exact: true })
  const shown = (frame: FrameLocator) => written(text(frame))
  // The control: with a connection it is there.
  await typeAtEnd(text(mei), ' now')
  await eventually(() => shown(jonas)).toBe('I am here now')

  const offline = page.getByRole('switch', { name: "Take Jonas's phone offline" })
  await offline.click()
  await typeAtEnd(text(mei), ' unheard')
  await mei.getByText('Saved.', { exact: true }).waitFor()
  expect(await shown(jonas)).toBe('I am here now')
  await typeAtEnd(text(jonas), ' and here')
  await jonas.getByText('Saved here. It goes out when there is a connection.').waitFor()

  // Mei's frame, of the same browser, knows; the one that loads anew still does not. Both are where they were.
  await page.reload()
  expect(await offline.isChecked()).toBe(true)
  await mei.getByRole('textbox', { name: 'I will say' }).last().waitFor()
  await jonas.getByText('Saved here. It goes out when there is a connection.').waitFor()
  await eventually(() => shown(jonas)).toBe('I am here now and here')

  await offline.click()
  await eventually(async () => (await shown(jonas)).length).toBe('I am here now unheard and here'.length)
  expect(await shown(jonas)).toContain(' unheard')
})

test('[BTH4] the sample couple is removed on the server and here, and a new one starts on asking', async () => {
  const asked: string[] = []
  const hear = (request: Request) => request.method() === 'DELETE' && asked.push(new URL(request.url()).pathname)
  page.on('request', hear)
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByText('The sample couple is removed.').waitFor()
  page.off('request', hear)
  // It is one space: the second phone has nothing more to ask for.
  expect(asked).toEqual(['/api/space'])
  expect(await page.locator('iframe').count()).toBe(0)
  expect(await page.getByText('You hold both phones.').count()).toBe(0)
  await eventually(() => page.getByRole('heading', { level: 1 }).evaluate(one => one === document.activeElement)).toBe(true)
  const left = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ''))
  await eventually(async () => (await left()).filter(name => name.includes('sample'))).toEqual([])
  await page.reload()
  await page.getByText('The sample couple is removed.').waitFor()
  // Who comes anew, by a link or by the address, has a new one with that one click.
  await page.getByRole('button', { name: 'Make our space' }).click()
  await page.goto(`${server.url}/`)
  await page.getByRole('link', { name: 'Show me both sides first' }).click()
  await lighthouse(mei).waitFor()
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByText('The sample couple is removed.').waitFor()
  await page.getByRole('button', { name: 'Start again' }).click()
  await lighthouse(mei).waitFor()
  expect(await step('Mei sends a signal').getByText('Done:').count()).toBe(0)
})

test('[BTH5] a couple that the server no longer has is told as over, with a new one on offer', async () => {
  const elsewhere = await phone.context.newPage()
  await elsewhere.goto(`${server.url}/both-sides`)
  const there = elsewhere.frameLocator('iframe[title="Mei\'s phone"]')
  await lighthouse(there).waitFor()
  await elsewhere.getByRole('button', { name: 'Remove' }).click()
  await elsewhere.getByText('The sample couple is removed.').waitFor()
  await page.getByText('This sample couple is gone.').waitFor()
  await elsewhere.close()
  await page.getByRole('button', { name: 'Start again' }).click()
  await lighthouse(jonas).waitFor()
})

/** Whether a key is seen, and a touch anywhere down its middle meets it. */
const isMetAlong = (key: Element): boolean => {
  const { left, right, top, bottom } = key.getBoundingClientRect()
  const met = [top + 2, (top + bottom) / 2, bottom - 2].map(y => document.elementFromPoint((left + right) / 2, y))
  return getComputedStyle(key).opacity === '1' && met.every(element => key.contains(element))
}

test('[BTH6] [SCN7] at phone width one phone is shown, with a switch, and the other goes on', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await lighthouse(mei).waitFor()
  expect(await page.locator('iframe[title="Jonas\'s phone"]').isVisible()).toBe(false)
  // On low phones too the first signal is there, whole, and a touch anywhere on it is meant for it.
  await atEach(page, [...LOW_PHONES, { width: 360, height: 640 }, { width: 320, height: 568 }], async ({ width, height }) => {
    await eventually(() => lighthouse(mei).evaluate(isMetAlong)).toBe(true)
    const box = await lighthouse(mei).boundingBox()
    expect(box && box.y + box.height <= height, `${width} x ${height}`).toBe(true)
  })
  await page.setViewportSize({ width: 390, height: 844 })
  await lighthouse(mei).click()
  await mei.getByRole('heading', { name: 'Sent to Jonas.' }).waitFor()
  const withNews = page.getByRole('radio', { name: /^Jonas\s+something new$/ })
  await withNews.waitFor({ state: 'attached' })
  await page.reload()
  await withNews.check({ force: true })
  await jonas.getByRole('alertdialog').waitFor()
  // In a low window too: the wheel over the alert brings what is below the edge, of the alert and of the page around it.
  await page.setViewportSize({ width: 390, height: 560 })
  const box = await page.locator('iframe[title="Jonas\'s phone"]').boundingBox()
  await page.mouse.move((box?.x ?? 0) + 100, (box?.y ?? 0) + 200)
  const lastAnswer = jonas.getByRole('alertdialog').getByRole('button').last()
  const edge = async () => {
    const place = await lastAnswer.boundingBox()
    return (place?.y ?? 0) + (place?.height ?? 0)
  }
  expect(await edge()).toBeGreaterThan(560)
  await eventually(async () => {
    await page.mouse.wheel(0, 200)
    return edge()
  }).toBeLessThanOrEqual(560)
  expect(await page.locator('iframe[title="Mei\'s phone"]').isVisible()).toBe(false)
  expect(await page.getByRole('radio', { name: 'Mei', exact: true }).isChecked()).toBe(false)
  expect(await page.getByRole('radio', { name: 'something new' }).count()).toBe(0)
})

test('[BTH7] at no width, light and dark, axe finds anything or anything is wider than the screen', async () => {
  expect(await looksOf(page)).toEqual([])
})

test('[BTH8] Exit inside a frame takes the whole window away, and a frame holds no both sides of its own', async () => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await mei.getByRole('button', { name: 'Exit' }).click()
  await page.waitForURL(/plain/)
  await page.goto(`${server.url}/sample/a/both-sides`)
  await page.waitForURL(`${server.url}/sample/a/`)
  expect(await page.locator('iframe').count()).toBe(0)
})

test('[BTH9] a space of one’s own in the same browser stays as it is, byte by byte', async () => {
  await using own = await alonePhone(browser, server.url, { width: 1280, height: 800, reducedMotion: true })
  await own.page.goto(`${server.url}/agreement`)
  await typeAtEnd(clauseText(own.page, 'Phrase: I am here', 'Phrase'), ' always')
  await own.page.getByText('Saved.', { exact: true }).waitFor()
  await own.page.getByRole('link', { name: 'Holdfast, now' }).click()
  // What home reads is written when the page is idle: then nothing of one's own is under way any more.
  await eventually(() => dumpDatabases(own.page, 'holdfast-own')).toContain('home-projection')
  const dump = async () =>
    (await dumpDatabases(own.page, 'holdfast-own')) + (await dumpDatabases(own.page, 'holdfast-document-own'))
  // A page of this origin on which nothing of the app runs.
  const leave = () => own.page.goto(`${server.url}/plain.html`)
  await leave()
  const before = await dump()
  await own.page.goto(`${server.url}/both-sides`)
  const [a, b] = ["Mei's phone", "Jonas's phone"].map(title => own.page.frameLocator(`iframe[title="${title}"]`)) as [
    FrameLocator,
    FrameLocator,
  ]
  await lighthouse(a).click()
  await b.getByRole('alertdialog').getByRole('button', { name: "I'm here. I'll stay near." }).click()
  await a.getByRole('heading', { name: 'Jonas answered.' }).waitFor()
  await own.page.getByRole('button', { name: 'Remove' }).click()
  await own.page.getByText('The sample couple is removed.').waitFor()
  await leave()
  expect(await dump()).toBe(before)
  expect(before.length).toBeGreaterThan(1_000)

  // The control: a letter of one's own is seen in it.
  await own.page.goto(`${server.url}/both-sides`)
  await own.page.getByRole('button', { name: 'Back to our space' }).click()
  await own.page.getByText('Signals start once Jonas is here.').waitFor()
  await own.page.getByRole('link', { name: 'Agreement' }).click()
  await typeAtEnd(clauseText(own.page, /^Phrase: I am here/, 'Phrase'), '!')
  await own.page.getByText('Saved.', { exact: true }).waitFor()
  expect(await dump()).not.toBe(before)
  expect(own.faults).toEqual([])
})
