import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { alertOn, heading, key, openNow, timeLeftOn } from '../support/crisis-screens.ts'
import { pageTime } from '../support/page-time.ts'
import type { PairedPhones, PairOptions } from '../support/pair-phones.ts'
import { readyPhones } from '../support/ready-phones.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const MINUTE_MS = 60_000
const FLOOR_MS = 20 * MINUTE_MS
/** The first screen, for who pressed. */
const STARTING_MS = 10_000

const time = pageTime()
let server: TestServer
let browser: Browser
let opened: AsyncDisposableStack
/** A condition on another phone, over the network. */
const SOON = { timeout: 20_000 }
beforeAll(async () => {
  server = await startTestServer({ now: time.now })
  browser = await launchBrowser()
  opened = new AsyncDisposableStack()
})
afterEach(async () => {
  const used = opened
  opened = new AsyncDisposableStack()
  time.reset()
  await used.disposeAsync()
})
afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

interface Ready extends PairedPhones {
  a: Page
  b: Page
}

/** Both phones on Now, connected. */
const bothOnNow = async (options: PairOptions = {}): Promise<Ready> => {
  const phones = opened.use(await readyPhones(browser, server.url, options))
  opened.defer(() => {
    expect([...phones.mei.faults, ...phones.jonas.faults]).toEqual([])
  })
  const [a, b] = [phones.mei.page, phones.jonas.page]
  // Before the app loads: a timer of the browser's own could not be cleared by a page that has another clock since.
  await Promise.all([a.clock.install(), b.clock.install()])
  await Promise.all([openNow(a), openNow(b)])
  return { ...phones, a, b }
}

const BACK_AT = /^Back at \d{1,2}:\d\d/
const backAt = (page: Page): Promise<string | null> => heading(page, BACK_AT).textContent()
const restingOn = (page: Page) => page.getByRole('list', { name: 'Your own list' }).waitFor()

test('[SCP1] one tap, and both phones come to the same pause by themselves, equal to the second, without a word of who or why', async () => {
  const { a, b } = await bothOnNow()
  await b.goto(new URL('/agreement', b.url()).href)
  await key(a, 'Pause us now').click()
  await a.getByText('It has started. You can put the phone down.').waitFor()
  await heading(b, BACK_AT).waitFor()
  expect(new URL(b.url()).pathname).toBe('/pause')
  expect(await backAt(a)).toBe(await backAt(b))
  expect(await b.locator('main').innerText()).not.toContain('Mei')

  await time.forward(STARTING_MS, a, b)
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

test.each([
  [390, 844],
  [320, 640],
])('[SCP14] what one does meanwhile stands inside the circle, or beside it: %i x %i', async (width, height) => {
  const { a, b } = await bothOnNow({ jonas: { width, height } })
  await key(a, 'Pause us now').click()
  await restingOn(b)
  await insideTheCircle(b)
  await key(b, 'Cold water on face and wrists').click()
  await insideTheCircle(b)
  await time.forward(FLOOR_MS, a, b)
  await key(b, "I'm back").waitFor()
  await insideTheCircle(b)
})

/** No word or icon lies on another, and none passes the inner disc: at its width, or beside the whole circle. */
const insideTheCircle = async (page: Page): Promise<void> => {
  const faults = await page.getByRole('region', { name: 'Breathe' }).evaluate(region => {
    const boxOf = (one: Element | Range) => one.getBoundingClientRect()
    const disc = region.querySelectorAll('circle')[1]
    const circle = region.querySelector('svg')
    const text = circle?.nextElementSibling
    if (!disc || !circle || !text) return ['no circle or no words']
    const pieces = [...text.querySelectorAll('*'), text].flatMap(element =>
      element.tagName === 'svg'
        ? [boxOf(element)]
        : [...element.childNodes]
            .filter(node => node.nodeType === Node.TEXT_NODE)
            .map(node => {
              const range = document.createRange()
              range.selectNode(node)
              return boxOf(range)
            }),
    )
    // Only whole elements lie over each other: path elements of an icon have no text.
    const apart = pieces.every((one, at) =>
      pieces.every((other, place) => place <= at || one.bottom <= other.top + 1 || other.bottom <= one.top + 1),
    )
    const around = boxOf(circle)
    const beside = pieces.every(piece => piece.left >= around.right)
    const width = (84 / 150) * around.width
    const middle = around.left + around.width / 2
    const inside = pieces.every(piece => piece.left >= middle - width / 2 && piece.right <= middle + width / 2)
    return [apart ? [] : ['on top of each other'], beside || inside ? [] : ['past the disc']].flat()
  })
  expect(faults).toEqual([])
}

test('[SCP2] “I’m back” is not there before the floor, its time is; then both return, and neither phone moves on alone', async () => {
  const { a, b } = await bothOnNow()
  await key(a, 'Pause us now').click()
  await restingOn(b)
  expect(await key(b, "I'm back").count()).toBe(0)
  await b.getByText(/“I'm back” from \d{1,2}:\d\d/).waitFor()
  await time.forward(FLOOR_MS, a, b)

  await key(a, "I'm back").click()
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
  const { a, b } = await bothOnNow()
  await key(a, 'Pause us now').click()
  await heading(b, BACK_AT).waitFor()
  await time.forward(FLOOR_MS, a, b)
  for (const page of [a, b]) await key(page, "I'm back").click()
  await heading(a, "You're both back.").waitFor()
  await heading(b, "You're both back.").waitFor()
  await b.reload()
  await heading(b, "You're both back.").waitFor()

  await a.getByText('Tap one. It goes to Jonas.').waitFor()
  await a.getByRole('region', { name: 'Words you can say' }).getByRole('button', { name: 'We are okay' }).click()
  await alertOn(b).getByRole('heading', { name: 'We are okay' }).waitFor()
  await b.reload()
  await alertOn(b).getByRole('heading', { name: 'We are okay' }).waitFor()
  expect(await alertOn(b).getByRole('region').getByRole('button').allTextContents()).toEqual(['Thank you. Got it.'])
  await a.getByRole('button', { name: 'We are okay' }).getByText("On Jonas's phone").waitFor()
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

test('[SCP4] [SCP9] taken back within five seconds it is over on both phones, in one line, and one key leads back', async () => {
  const { a, b } = await bothOnNow()
  await b.goto(new URL('/agreement', b.url()).href)
  await time.stop(a, b)
  for (let round = 0; round < 2; round++) {
    await key(a, 'Pause us now').click()
    await heading(b, BACK_AT).waitFor()
    await key(a, 'Take it back').click()
    await key(a, 'Send Lighthouse').waitFor()
    await heading(b, 'The pause was taken back.').waitFor()
    expect(await b.locator('main').innerText()).not.toContain('Mei')
  }
  await b.reload()
  await heading(b, 'The pause was taken back.').waitFor()
  await key(b, 'Back to where you were').click()
  await expect.poll(() => new URL(b.url()).pathname).toBe('/agreement')
})

test('[SCP10] a later time that clears one’s own return says so, without a word of who named it', async () => {
  const { a, b } = await bothOnNow()
  await key(a, 'Pause us now').click()
  await restingOn(b)
  await time.forward(FLOOR_MS, a, b)
  await key(a, "I'm back").click()
  await b.getByRole('status').filter({ hasText: 'Mei is back. You, not yet.' }).waitFor()
  await time.forward((await timeLeftOn(b)) * 1000 - 4 * MINUTE_MS, a, b)
  await key(b, 'More time').click()
  await b.getByRole('button', { name: BACK_AT }).first().click()
  const told = a.getByRole('status').filter({ hasText: 'There is a new time' })
  await told.waitFor()
  expect(`Back at ${/\d+:\d+/.exec(await told.innerText())?.[0]}`).toBe(await backAt(b))
  expect(await told.innerText()).toMatch(/^There is a new time: \d{1,2}:\d\d\. Your return will be asked again then\.$/)
  expect(await b.getByText('There is a new time').count()).toBe(0)
})

test('[SCP5] a later time named by one holds for both; in the last five minutes "More time" offers clock times, and nothing is typed', async () => {
  const { a, b } = await bothOnNow()
  await key(a, 'Pause us now').click()
  await heading(b, BACK_AT).waitFor()
  const first = await backAt(b)
  await a.getByRole('region', { name: 'Need longer?' }).getByRole('button', { name: BACK_AT }).first().click()
  await expect.poll(() => backAt(b), SOON).not.toBe(first)
  expect(await backAt(a)).toBe(await backAt(b))
  await time.forward(STARTING_MS, a, b)
  await restingOn(a)
  expect(await key(a, 'More time').count()).toBe(0)

  const left = await timeLeftOn(b)
  await time.forward((left - 4 * 60) * 1000, a, b)
  await expect.poll(() => timeLeftOn(b), SOON).toBeLessThan(5 * 60)
  const second = await backAt(b)
  await key(b, 'More time').click()
  expect(await b.getByRole('textbox').count()).toBe(0)
  await b.getByRole('button', { name: BACK_AT }).first().click()
  await expect.poll(() => backAt(a), SOON).not.toBe(second)
  expect(await backAt(a)).toBe(await backAt(b))
})

test('[SCP6] at the return time both are called back; ten minutes on the missing one alone is asked, and the line is the same for both', async () => {
  const { a, b } = await bothOnNow()
  await key(a, 'Pause us now').click()
  await restingOn(b)
  await time.forward((await timeLeftOn(b)) * 1000 + 6_000, a, b)
  for (const page of [a, b]) {
    await heading(page, /^It's \d{1,2}:\d\d\.$/).waitFor()
    await page.getByText('Come back as you are. Nothing to solve yet.').waitFor()
  }
  await key(a, "I'm back").click()
  await b.getByRole('status').filter({ hasText: 'Mei is back. You, not yet.' }).waitFor()

  await time.forward(10 * MINUTE_MS, a, b)
  for (const page of [a, b]) await page.getByText(/It is past \d{1,2}:\d\d\. Not both back yet\./).waitFor()
  await b.getByText('Are you ready? If not, name a new time.').waitFor()
  expect(await a.getByText('Are you ready?').count()).toBe(0)
  expect(await b.getByRole('button', { name: BACK_AT }).count()).toBeGreaterThan(0)

  await key(b, "I'm back").click()
  await heading(a, "You're both back.").waitFor()
  await heading(b, "You're both back.").waitFor()
})

test('[SCP7] without a network a pause starts here at once and says where it is not yet; then both phones show one time', async () => {
  const { mei, a, b } = await bothOnNow()
  await mei.context.setOffline(true)
  await a.getByRole('status').filter({ hasText: 'Not connected' }).waitFor()
  await key(a, 'Pause us now').click()
  await a.getByRole('status').filter({ hasText: "Not on Jonas's phone yet" }).waitFor()
  expect(await heading(b, BACK_AT).count()).toBe(0)
  await time.forward(STARTING_MS, a, b)
  await restingOn(a)
  await a.getByRole('status').filter({ hasText: "Not on Jonas's phone yet" }).waitFor()
  await mei.context.setOffline(false)
  await heading(b, BACK_AT).waitFor()
  await a.getByText('left for both of you').waitFor()
  expect(await backAt(a)).toBe(await backAt(b))
})

test('[SCP8] a pause is the answer to a signal with one tap, and a reload in the middle of it comes back to it', async () => {
  const { a, b } = await bothOnNow()
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
