import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { alertOn, heading, key, openNow, timeLeftOn } from '../support/crisis-screens.ts'
import { type PairedPhones, type PairOptions, pairPhones } from '../support/pair-phones.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const MINUTE_MS = 60_000
const FLOOR_SECONDS = 8

/** How far the servers' clocks are ahead: time passes when a test says so. */
let ahead = 0
/** One with the floor that people get, one with a short one. */
let server: TestServer
let quick: TestServer
let browser: Browser
let opened: AsyncDisposableStack
/** A condition on another phone, over the network. */
const SOON = { timeout: 20_000 }
beforeAll(async () => {
  server = await startTestServer({ now: () => Date.now() + ahead })
  quick = await startTestServer({ env: { HOLDFAST_PAUSE_FLOOR_SECONDS: String(FLOOR_SECONDS) } })
  browser = await launchBrowser()
  opened = new AsyncDisposableStack()
})
afterEach(async () => {
  const used = opened
  opened = new AsyncDisposableStack()
  ahead = 0
  await used.disposeAsync()
})
afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
  await quick?.[Symbol.asyncDispose]()
})

interface Ready extends PairedPhones {
  a: Page
  b: Page
}

/** Both phones on Now, connected. */
const bothOnNow = async (at: TestServer, options: PairOptions = {}): Promise<Ready> => {
  const phones = opened.use(await pairPhones(browser, at.url, options))
  opened.defer(() => {
    expect([...phones.mei.faults, ...phones.jonas.faults]).toEqual([])
  })
  const [a, b] = [phones.mei.page, phones.jonas.page]
  await openNow(a)
  await openNow(b)
  return { ...phones, a, b }
}

const BACK_AT = /^Back at \d{1,2}:\d\d/
const backAt = (page: Page): Promise<string | null> => heading(page, BACK_AT).textContent()
const restingOn = (page: Page) => page.getByRole('list', { name: 'Your own list' }).waitFor()

/** Time goes by for everybody: the server's clock, and the phones that ask it again. */
const later = async (minutes: number, ...pages: Page[]): Promise<void> => {
  ahead += minutes * MINUTE_MS
  for (const page of pages) await page.reload()
}

test('[SCP1] one tap, and both phones come to the same pause by themselves, equal to the second, without a word of who or why', async () => {
  const { a, b } = await bothOnNow(quick)
  await b.goto(new URL('/agreement', b.url()).href)
  await key(a, 'Pause us now').click()
  await a.getByText('It has started. You can put the phone down.').waitFor()
  await heading(b, BACK_AT).waitFor()
  expect(new URL(b.url()).pathname).toBe('/pause')
  expect(await backAt(a)).toBe(await backAt(b))
  expect(await b.locator('main').innerText()).not.toContain('Mei')

  await restingOn(a)
  await restingOn(b)
  const differences: number[] = []
  for (let look = 0; look < 5; look++) {
    const [mine, theirs] = await Promise.all([timeLeftOn(a), timeLeftOn(b)])
    differences.push(Math.abs(mine - theirs))
  }
  expect(Math.max(...differences)).toBeLessThanOrEqual(1)
  for (const page of [a, b]) {
    await page.getByRole('region', { name: 'Breathe' }).waitFor()
    await page.getByRole('list', { name: 'Your own list' }).getByRole('button').nth(2).waitFor()
  }
  await key(a, 'Cold water on face and wrists').click()
  await a.getByRole('region', { name: 'Breathe' }).getByText('This is enough for now.').waitFor()
})

test('[SCP2] "I\'m back" is not there before the floor, its time is; then both return, and neither phone moves on alone', async () => {
  const { a, b } = await bothOnNow(quick)
  await key(a, 'Pause us now').click()
  await restingOn(b)
  expect(await key(b, "I'm back").count()).toBe(0)
  await b.getByText(/"I'm back" from \d{1,2}:\d\d/).waitFor()

  await key(a, "I'm back").click({ timeout: (FLOOR_SECONDS + 10) * 1000 })
  await a.getByRole('status').filter({ hasText: 'You are back. Jonas, not yet.' }).waitFor()
  await b.getByRole('status').filter({ hasText: 'Mei is back. You, not yet.' }).waitFor()
  expect(await heading(a, "You're both back.").count()).toBe(0)
  await a.reload()
  await a.getByRole('status').filter({ hasText: 'You are back. Jonas, not yet.' }).waitFor()

  await key(b, "I'm back").click()
  await heading(a, "You're both back.").waitFor()
  await heading(b, "You're both back.").waitFor()
})

test('[SCP3] a phrase tapped shows full screen on the other phone, with one key to close it; Done leads to Now, on each phone by itself', async () => {
  const { a, b } = await bothOnNow(quick)
  await key(a, 'Pause us now').click()
  for (const page of [a, b]) await key(page, "I'm back").click({ timeout: (FLOOR_SECONDS + 10) * 1000 })
  await heading(a, "You're both back.").waitFor()
  await heading(b, "You're both back.").waitFor()
  await b.reload()
  await heading(b, "You're both back.").waitFor()

  await a.getByRole('button', { name: 'We are okay' }).click()
  await alertOn(b).getByRole('heading', { name: 'We are okay' }).waitFor()
  await b.reload()
  await alertOn(b).getByRole('heading', { name: 'We are okay' }).waitFor()
  expect(await alertOn(b).getByRole('region').getByRole('button').allTextContents()).toEqual(['Thank you. Got it.'])
  await key(b, 'Thank you. Got it.').click()
  await alertOn(b).waitFor({ state: 'detached' })
  await b.reload()
  await heading(b, "You're both back.").waitFor()
  expect(await alertOn(b).count()).toBe(0)

  await key(a, 'Done').click()
  await key(a, 'Send Lighthouse').waitFor()
  await heading(b, "You're both back.").waitFor()
  await key(b, 'Done').click()
  await key(b, 'Send Lighthouse').waitFor()
  await b.reload()
  await key(b, 'Send Lighthouse').waitFor()
})

test('[SCP4] taken back within five seconds, it is over on both phones', async () => {
  const { a, b } = await bothOnNow(quick)
  await key(a, 'Pause us now').click()
  await heading(b, BACK_AT).waitFor()
  await key(a, 'Take it back').click()
  await key(a, 'Send Lighthouse').waitFor()
  await heading(b, 'No pause right now.').waitFor()
  await key(b, 'Back to Now').click()
  await key(b, 'Send Lighthouse').waitFor()
})

test('[SCP5] a later time named by one holds for both; in the last five minutes "More time" offers clock times, and nothing is typed', async () => {
  const { a, b } = await bothOnNow(server)
  await key(a, 'Pause us now').click()
  await heading(b, BACK_AT).waitFor()
  const first = await backAt(b)
  await a.getByRole('region', { name: 'Need longer?' }).getByRole('button', { name: BACK_AT }).first().click()
  await expect.poll(() => backAt(b), SOON).not.toBe(first)
  expect(await backAt(a)).toBe(await backAt(b))
  await restingOn(a)
  expect(await key(a, 'More time').count()).toBe(0)

  const left = await timeLeftOn(b)
  await later(left / 60 - 4, a, b)
  await expect.poll(() => timeLeftOn(b), SOON).toBeLessThan(5 * 60)
  const second = await backAt(b)
  await key(b, 'More time').click()
  expect(await b.getByRole('textbox').count()).toBe(0)
  await b.getByRole('button', { name: BACK_AT }).first().click()
  await expect.poll(() => backAt(a), SOON).not.toBe(second)
  expect(await backAt(a)).toBe(await backAt(b))
})

test('[SCP6] at the return time both are called back; ten minutes on the missing one alone is asked, and the line is the same for both', async () => {
  const { a, b } = await bothOnNow(server)
  await key(a, 'Pause us now').click()
  await restingOn(b)
  await restingOn(a)
  await later((await timeLeftOn(b)) / 60 + 0.1, a, b)
  for (const page of [a, b]) {
    await heading(page, /^It's \d{1,2}:\d\d\.$/).waitFor()
    await page.getByText('Come back as you are. Nothing to solve yet.').waitFor()
  }
  await key(a, "I'm back").click()
  await b.getByRole('status').filter({ hasText: 'Mei is back. You, not yet.' }).waitFor()

  await later(10, a, b)
  for (const page of [a, b]) await page.getByText(/It is past \d{1,2}:\d\d\. Not both back yet\./).waitFor()
  await b.getByText('Are you ready? If not, name a new time.').waitFor()
  expect(await a.getByText('Are you ready?').count()).toBe(0)
  expect(await b.getByRole('button', { name: BACK_AT }).count()).toBeGreaterThan(0)

  await key(b, "I'm back").click()
  await heading(a, "You're both back.").waitFor()
  await heading(b, "You're both back.").waitFor()
})

test('[SCP7] without a network a pause starts here at once and says where it is not yet; then both phones show one time', async () => {
  const { mei, a, b } = await bothOnNow(quick)
  await mei.context.setOffline(true)
  await a.getByRole('status').filter({ hasText: 'Not connected' }).waitFor()
  await key(a, 'Pause us now').click()
  await a.getByRole('status').filter({ hasText: "Not on Jonas's phone yet" }).waitFor()
  expect(await heading(b, BACK_AT).count()).toBe(0)
  await restingOn(a)
  await a.getByRole('status').filter({ hasText: "Not on Jonas's phone yet" }).waitFor()
  await mei.context.setOffline(false)
  await heading(b, BACK_AT).waitFor()
  await a.getByText('left for both of you').waitFor()
  expect(await backAt(a)).toBe(await backAt(b))
})

test('[SCP8] a pause is the answer to a signal with one tap, and a reload in the middle of it comes back to it', async () => {
  const { a, b } = await bothOnNow(quick)
  await key(a, 'Send Lighthouse').click()
  const offered = await alertOn(b)
    .getByRole('button', { name: /^Pause\. Back at/ })
    .textContent()
  await alertOn(b)
    .getByRole('button', { name: /^Pause\. Back at/ })
    .click()
  await heading(a, BACK_AT).waitFor()
  await heading(b, BACK_AT).waitFor()
  expect(offered).toBe(`Pause. ${await backAt(b)}.`)
  for (const page of [a, b]) {
    await page.reload()
    await heading(page, BACK_AT).waitFor()
    await page.goto(new URL('/', page.url()).href)
    await heading(page, BACK_AT).waitFor()
    expect(new URL(page.url()).pathname).toBe('/pause')
  }
  await a.goto(new URL('/signal', a.url()).href)
  await heading(a, 'Jonas answered.').waitFor()
})
