import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { clauseText, openAgreementPage, typeAtEnd } from '../support/agreement-page.ts'
import { launchBrowser, openPhone, type PhoneOptions } from '../support/browser.ts'
import { alertOn, heading, key, openNow } from '../support/crisis-screens.ts'
import { look } from '../support/look.ts'
import { makeSpace } from '../support/making.ts'
import { readyPhones } from '../support/ready-phones.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const MINUTE_MS = 60_000

/** How far the server's clock is ahead: time passes when a test says so. */
let ahead = 0
let server: TestServer
let browser: Browser
let opened: AsyncDisposableStack
beforeAll(async () => {
  server = await startTestServer({ now: () => Date.now() + ahead })
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
})

/** Both phones on Now, connected. */
const bothOnNow = async (options: PhoneOptions = {}) => {
  const phones = opened.use(await readyPhones(browser, server.url, { mei: options, jonas: options }))
  opened.defer(() => {
    expect([...phones.mei.faults, ...phones.jonas.faults]).toEqual([])
  })
  const [a, b] = [phones.mei.page, phones.jonas.page]
  await Promise.all([openNow(a), openNow(b)])
  return { ...phones, a, b }
}

test('[SCN1] Now draws the couple’s own words from local storage before any network answer', async () => {
  const { a } = await bothOnNow()
  await openAgreementPage(a)
  await typeAtEnd(clauseText(a, 'Signal: Lighthouse', 'Word'), ' two')
  await a.getByRole('link', { name: 'Now', exact: true }).click()
  await key(a, 'Send Lighthouse two').waitFor()

  await a.route('**/api/**', route => route.abort())
  await a.routeWebSocket('**', () => {})
  await a.reload()
  await key(a, 'Send Lighthouse two').waitFor()
  // The control: with that network nothing else would have come.
  expect(await a.getByRole('status').filter({ hasText: 'Signals ready' }).count()).toBe(0)
})

test('[SCN2] a signal that comes over 30 minutes late raises no alarm: it waits on Now as earlier, and is answered there', async () => {
  const { jonas, a, b: before } = await bothOnNow()
  await before.close()
  await key(a, 'Send Lighthouse').click()
  await heading(a, 'Not there yet.').waitFor()

  // Half an hour later, by the server's clock and by the phone's.
  ahead = 31 * MINUTE_MS
  const b = await jonas.context.newPage()
  await b.clock.install({ time: Date.now() + ahead })
  await b.goto(server.url)
  await b.getByText(/^At .*, while you were away$/).waitFor()
  expect(await alertOn(b).count()).toBe(0)
  await key(b, "I'm here. I'll stay near.").click()
  await heading(a, 'Jonas answered.').waitFor()
})

test('[SCN6] a last signal that no phone showed is told on Now, and ready again once it is there', async () => {
  const { a, b, jonas } = await bothOnNow()
  await b.goto('about:blank')
  await key(a, 'Send Lighthouse').click()
  await heading(a, 'Sent to Jonas.').waitFor()
  await a.goto(`${server.url}/`)
  await a.getByRole('status').filter({ hasText: "Can't reach Jonas's phone right now." }).waitFor()
  await a.getByText("Not on Jonas's phone yet.").waitFor()
  expect(await a.getByText('Signals ready').count()).toBe(0)
  await b.goto(`${server.url}/`)
  await alertOn(b).waitFor()
  await a.getByRole('status').filter({ hasText: 'Signals ready' }).waitFor()
  await a.getByText('No answer yet.').waitFor()
  expect(jonas.faults).toEqual([])
})

test.each([
  { width: 390, height: 844 },
  { width: 320, height: 640 },
])('[SCN7] with many signals at $width x $height the pause stays above the navigation, and no word is broken', async size => {
  const { a } = await bothOnNow(size)
  await openAgreementPage(a)
  await a.getByRole('button', { name: 'Add signal' }).click()
  const word = clauseText(a, 'New signal', 'Word')
  await expect.poll(() => word.evaluate(text => text === document.activeElement)).toBe(true)
  await a.keyboard.type('Lighthouse')
  await a.getByRole('link', { name: 'Now', exact: true }).click()
  await expect.poll(() => key(a, 'Send Lighthouse').count(), { timeout: 20_000 }).toBe(2)
  const boxes = (name: string) => key(a, name).last().boundingBox()
  for (const top of [0, 10_000]) {
    await a.evaluate(y => scrollTo(0, y), top)
    const pause = await boxes('Pause us now')
    const navigation = await a.getByRole('navigation', { name: 'Main' }).boundingBox()
    expect(pause && navigation && pause.y + pause.height <= navigation.y && pause.height >= 72).toBe(true)
  }
  const [first, last] = [await boxes('Send Feather'), await boxes('Send Lighthouse')]
  expect(last && first && last.width > 1.5 * first.width).toBe(true)
  const lines = (text: string) =>
    key(a, `Send ${text}`).evaluateAll(
      (all, word) =>
        all.map(one => {
          const range = document.createRange()
          const shown = [...one.querySelectorAll('span')].find(span => span.childElementCount === 0 && span.textContent === word)
          range.selectNodeContents(shown ?? one)
          return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size
        }),
      text,
    )
  expect(await lines('Lighthouse')).toEqual([1, 1])
})

test('[SCN3] alone, the signals are shown, cannot be pressed, say why, and the invite is one tap away', async () => {
  const phone = opened.use(await openPhone(browser, server.url))
  const { page } = phone
  await makeSpace(page)
  await page.goto(server.url)
  const signal = key(page, 'Send Lighthouse')
  await signal.waitFor()
  expect(await signal.isDisabled()).toBe(true)
  await page.getByRole('heading', { name: 'Signals start once Jonas is here.' }).waitFor()
  expect(await key(page, 'Pause us now').count()).toBe(0)
  await page.getByRole('link', { name: /Bring Jonas in/ }).click()
  await page.getByRole('textbox', { name: 'Invite link' }).waitFor()
  expect(phone.faults).toEqual([])
})

/** A key that is answered under stress is never lower than this, px. */
const LOWEST_KEY = 72

/** What is wrong with a crisis screen once it stands still: axe, width, low keys. */
const crisisLook = async (page: Page, name: string): Promise<string[]> => {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(one => one.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
    await Promise.allSettled(ending.map(one => one.finished))
  })
  const low = await page.evaluate(lowest => {
    const layer = document.querySelector('dialog[open]') ?? document
    const keys = [...layer.querySelectorAll('main > section:last-child button, main > section:last-child li > button')]
    return keys.filter(one => one.getBoundingClientRect().height < lowest).map(one => `low key: ${one.textContent}`)
  }, LOWEST_KEY)
  return [...(await look(page)), ...low].map(fault => `${name}: ${fault}`)
}

test.each<[string, PhoneOptions]>([
  ['390x844, light', {}],
  ['320x640, dark, reduced motion', { width: 320, height: 640, dark: true, reducedMotion: true }],
  ['1280x800, light', { width: 1280, height: 800 }],
])(
  '[SCN4] every crisis screen has no finding by axe, no low key, nothing too wide: %s',
  async (_, options) => {
    const { jonas, a, b } = await bothOnNow(options)
    const faults: string[] = []
    const see = async (page: Page, name: string): Promise<void> => {
      faults.push(...(await crisisLook(page, name)))
    }
    await see(a, 'now')
    await key(a, 'Send Lighthouse').click()
    await alertOn(b).waitFor()
    await see(b, 'alert')
    await see(a, 'sent')
    await key(b, 'Coming. Five minutes.').click()
    await b.getByText('You answered.').waitFor()
    await heading(a, 'Jonas answered.').waitFor()
    await see(a, 'answered')
    await key(b, 'Done').click()

    await jonas.context.setOffline(true)
    await openNow(a)
    await key(a, 'Send Anchor').click()
    await heading(a, 'Not there yet.').waitFor()
    await see(a, 'not there')
    await key(a, 'Show this screen').click()
    await see(a, 'shown')
    await jonas.context.setOffline(false)
    await key(b, 'We are okay.').click()
    await key(b, 'Done').click()

    await openNow(a)
    await key(a, 'Pause us now').click()
    await a.getByText('It has started. You can put the phone down.').waitFor()
    await see(a, 'pause, starting')
    await b.getByRole('timer', { name: 'Time left' }).waitFor()
    await see(b, 'pause')
    ahead = 22 * MINUTE_MS
    await b.reload()
    await key(b, 'More time').or(key(b, "I'm back")).first().waitFor()
    await see(b, 'pause, last minutes')
    ahead = 31 * MINUTE_MS
    for (const page of [a, b]) {
      await page.reload()
      await heading(page, /^It's /).waitFor()
    }
    await see(a, 'return time')
    await key(a, "I'm back").click()
    await a.getByRole('status').filter({ hasText: 'You are back. Jonas, not yet.' }).waitFor()
    await see(a, 'back, alone')
    await key(b, "I'm back").click()
    await heading(a, "You're both back.").waitFor()
    await heading(b, "You're both back.").waitFor()
    await see(a, 'both back')
    await a.getByRole('button', { name: 'I am here' }).click()
    await alertOn(b).waitFor()
    await see(b, 'phrase')
    expect(faults).toEqual([])
  },
  120_000,
)
