import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { alertOn, deliveryOn, heading, key, openNow } from '../support/crisis-screens.ts'
import { pageTime } from '../support/page-time.ts'
import type { PairedPhones, PairOptions } from '../support/pair-phones.ts'
import { readyPhones } from '../support/ready-phones.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

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
  await Promise.all([openNow(a), openNow(b)])
  return { ...phones, a, b }
}

test('[SCS1] one press, and each fact is shown when it is one: sent, on the phone named, answered with the words tapped', async () => {
  const { a, b } = await bothOnNow()
  await key(a, 'Send Lighthouse').click()
  await heading(a, 'Sent to Jonas.').waitFor()

  const alert = alertOn(b)
  await alert.waitFor()
  expect(await alert.getAttribute('aria-labelledby').then(id => b.locator(`[id="${id}"]`).textContent())).toBe(
    'Mei sent Lighthouse',
  )
  await alert.getByRole('heading', { name: "I'm flooded. Stay near." }).waitFor()
  await alert.getByText('What helps: Sit close. Few words.').waitFor()
  await alert.getByText('Hand flat on my own chest').waitFor()

  await expect.poll(() => deliveryOn(a), SOON).toEqual(['Sent', "On Jonas's phone", 'No answer yet'])
  await a
    .getByRole('listitem')
    .filter({ hasText: /\d:\d\d:\d\d.*, .*Linux/ })
    .waitFor()

  await key(b, "I'm here. I'll stay near.").click()
  await b.getByText('You answered.').waitFor()
  await heading(a, 'Jonas answered.').waitFor()
  expect(await deliveryOn(a)).toEqual(['Sent', "On Jonas's phone", 'Answered'])
  await a.getByRole('blockquote').filter({ hasText: "I'm here. I'll stay near." }).waitFor()

  await key(b, 'Done').click()
  await alert.waitFor({ state: 'detached' })
  await b.getByRole('group', { name: 'Signals' }).waitFor()
  await key(a, 'Thank you. Got it.').click()
  await a.getByRole('group', { name: 'Signals' }).waitFor()
})

test('[SCS2] a press without a network says so, outlasts a reload, and arrives by itself once there is one', async () => {
  const { mei, a, b } = await bothOnNow()
  await mei.context.setOffline(true)
  await a.getByRole('status').filter({ hasText: 'Not connected' }).waitFor()
  await key(a, 'Send Anchor').click()
  await heading(a, 'Not there yet.').waitFor()
  expect(await deliveryOn(a)).toEqual(['Not sent yet', "Not on Jonas's phone yet", 'No answer yet'])

  // The words held up to who is in the same room need no network, and Back returns.
  await key(a, 'Show this screen').click()
  await heading(a, 'Anchor').waitFor()
  await a.goBack()
  await heading(a, 'Not there yet.').waitFor()

  await mei.context.setOffline(false)
  await alertOn(b).getByRole('heading', { name: 'Are we okay?' }).waitFor()
  await heading(a, 'Sent to Jonas.').waitFor()
  await expect.poll(() => deliveryOn(a), SOON).toEqual(['Sent', "On Jonas's phone", 'No answer yet'])
})

test('[SCS3] taken back within five seconds, both phones tell the truth: not arrived, or arrived and taken back', async () => {
  const { jonas, a, b } = await bothOnNow()
  // Five seconds pass only if the test says so, however busy the machine is.
  await a.clock.install()
  await openNow(a)
  await time.stop(a)
  await key(a, 'Send Feather').click()
  await alertOn(b).waitFor()
  await key(a, 'Take it back').click()
  await heading(a, 'You took it back.').waitFor()
  await a.getByText('It had already arrived. Jonas sees that you took it back.').waitFor()
  await alertOn(b).getByRole('heading', { name: 'Mei took it back.' }).waitFor()
  await key(b, 'Got it').click()
  await alertOn(b).waitFor({ state: 'detached' })

  await jonas.context.setOffline(true)
  await b.getByRole('status').filter({ hasText: 'Not connected' }).waitFor()
  await openNow(a)
  await key(a, 'Send Feather').click()
  await key(a, 'Take it back').click()
  await a.getByText('It had not arrived.').waitFor()
  await jonas.context.setOffline(false)
  await b.getByRole('status').filter({ hasText: 'Signals ready' }).waitFor()
  // The control: a signal after it does come, so what was taken back had its chance to.
  await openNow(a)
  await key(a, 'Send Anchor').click()
  await alertOn(b).getByRole('heading', { name: 'Are we okay?' }).waitFor()
  expect(await alertOn(b).getByText('Speak softer.').count()).toBe(0)
  expect(await b.getByText('earlier').count()).toBe(0)
})

test('[SCS4] a page nobody sees sends no receipt: it is on the phone only once someone looks', async () => {
  const { a, b } = await bothOnNow()
  await setVisibility(b, 'hidden')
  await key(a, 'Send Lighthouse').click()
  await alertOn(b).waitFor()
  await heading(a, 'Not there yet.').waitFor()
  expect(await deliveryOn(a)).toEqual(['Sent', "Not on Jonas's phone yet", 'No answer yet'])
  await setVisibility(b, 'visible')
  await heading(a, 'Sent to Jonas.').waitFor()
  expect(await deliveryOn(a)).toEqual(['Sent', "On Jonas's phone", 'No answer yet'])
})

/** What the page is told when it goes to the background: a headless browser has none. */
const setVisibility = (page: Page, state: 'hidden' | 'visible'): Promise<void> =>
  page.evaluate(visibility => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)

test('[SCS5] the alert takes the focus and no stray key: Enter, space and Escape answer and close nothing, Tab goes round inside', async () => {
  const { a, b } = await bothOnNow()
  await key(b, 'Pause us now').focus()
  await key(a, 'Send Lighthouse').click()
  await alertOn(b).waitFor()
  expect(await alertOn(b).evaluate(dialog => dialog === document.activeElement)).toBe(true)
  for (const stray of ['Enter', 'Space', 'Escape', 'a', 'Escape']) await b.keyboard.press(stray)
  expect(await alertOn(b).count()).toBe(1)

  const inside = () => b.evaluate(() => document.activeElement?.closest('[role=alertdialog]') !== null)
  const stops: string[] = []
  for (let press = 0; press < 8; press++) {
    await b.keyboard.press('Tab')
    expect(await inside()).toBe(true)
    stops.push((await b.evaluate(() => document.activeElement?.textContent)) ?? '')
  }
  expect(stops).toContain('Coming. Five minutes.')
  expect(new Set(stops).size).toBeLessThan(stops.length)

  await expect.poll(() => deliveryOn(a), SOON).toEqual(['Sent', "On Jonas's phone", 'No answer yet'])
  await key(b, 'Coming. Five minutes.').focus()
  await b.keyboard.press('Enter')
  await heading(a, 'Jonas answered.').waitFor()
  await b.keyboard.press('Tab')
  await key(b, 'Done').click()
  await alertOn(b).waitFor({ state: 'detached' })
  expect(await key(b, 'Pause us now').evaluate(pause => pause === document.activeElement)).toBe(true)
})

test('[SCS6] a reload at any step comes back to it: sent, the alert, answered, and nothing is asked twice', async () => {
  const { a, b } = await bothOnNow()
  await key(a, 'Send Lighthouse').click()
  await heading(a, 'Sent to Jonas.').waitFor()
  await a.reload()
  await heading(a, 'Sent to Jonas.').waitFor()

  await alertOn(b).waitFor()
  await b.reload()
  await alertOn(b).getByRole('heading', { name: "I'm flooded. Stay near." }).waitFor()
  await key(b, "I'm here. I'll stay near.").click()
  await heading(a, 'Jonas answered.').waitFor()
  await b.reload()
  await key(b, 'Send Lighthouse').waitFor()
  expect(await alertOn(b).count()).toBe(0)

  await a.reload()
  await heading(a, 'Jonas answered.').waitFor()
  await openNow(a)
  await a.getByRole('link', { name: /Jonas answered Lighthouse/ }).click()
  await key(a, 'Thank you. Got it.').click()
  await key(a, 'Send Lighthouse').waitFor()
  expect(await a.getByRole('link', { name: /Jonas answered/ }).count()).toBe(0)
})

/** Several signals of one phone, each sent. */
const send = async (page: Page, ...words: string[]): Promise<void> => {
  for (const word of words) {
    await openNow(page)
    await key(page, `Send ${word}`).click()
    await heading(page, /Sent to Jonas\.|Not there yet\./).waitFor()
  }
}

test('[SCS7] of several signals one alert shows the newest and counts the others; one answer closes them, and they wait on Now', async () => {
  const { a, b } = await bothOnNow()
  await send(a, 'Lighthouse', 'Anchor', 'Feather')
  await alertOn(b).getByRole('heading', { name: 'Speak softer.' }).waitFor()
  await alertOn(b).getByText('and 2 earlier').waitFor()
  await key(b, 'Softer now.').click()
  await key(b, 'Done').click()
  await alertOn(b).waitFor({ state: 'detached' })
  await b.getByText('Mei sent Lighthouse').waitFor()
  await b.getByText('Mei sent Anchor').waitFor()
  await b.reload()
  await b.getByText('Mei sent Anchor').waitFor()
  expect(await alertOn(b).count()).toBe(0)
})

test('[SCS8] a press is on the partner’s screen at once', async () => {
  const { a, b } = await bothOnNow()
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    await openNow(a)
    await b.evaluate(() => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('[role=alertdialog]')) return
        observer.disconnect()
        document.body.dataset['alertedAt'] = String(performance.timeOrigin + performance.now())
      }).observe(document.body, { childList: true, subtree: true })
    })
    const pressedAt = await key(a, 'Send Feather').evaluate((button: HTMLButtonElement) => {
      button.click()
      return performance.timeOrigin + performance.now()
    })
    await alertOn(b).waitFor()
    times.push((await b.evaluate(() => Number(document.body.dataset['alertedAt']))) - pressedAt)
    await key(b, 'Softer now.').click()
    await key(b, 'Done').click()
    await alertOn(b).waitFor({ state: 'detached' })
  }
  const median = times.toSorted((one, other) => one - other)[2] ?? Number.NaN
  console.log(`press to alert: median ${median.toFixed(0)} ms of ${times.map(time => time.toFixed(0)).join(', ')}`)
  expect(times).toHaveLength(5)
})

test('[SCS9] nothing covers Help: a signal stands there in a line, Help is reached from under an alert, and the alert comes back on leaving', async () => {
  const { a, b } = await bothOnNow()
  await b.getByRole('link', { name: 'Help' }).click()
  await heading(b, 'Help').waitFor()
  await send(a, 'Lighthouse')
  const line = b.getByRole('status').filter({ hasText: 'Mei sent Lighthouse. It is waiting for you.' })
  await line.waitFor()
  expect(await alertOn(b).count()).toBe(0)
  expect(await heading(b, 'Help').evaluate(help => help === document.activeElement)).toBe(true)

  await line.getByRole('button', { name: 'See it' }).click()
  await alertOn(b).getByRole('heading', { name: "I'm flooded. Stay near." }).waitFor()
  await alertOn(b).getByRole('link', { name: 'Help' }).click()
  await heading(b, 'Help').waitFor()
  await alertOn(b).waitFor({ state: 'detached' })
  await line.waitFor()
  await b.goBack()
  await alertOn(b).waitFor()
})

test('[SCS13] a signal taken back is told once: not again on another page, nor after a reload', async () => {
  const { a, b } = await bothOnNow()
  await key(a, 'Send Feather').click()
  await expect.poll(() => deliveryOn(a), SOON).toContain("On Jonas's phone")
  await key(a, 'Take it back').click()
  await alertOn(b).getByRole('heading', { name: 'Mei took it back.' }).waitFor()
  await b.evaluate(
    () => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(drawn)))),
  )
  await openNow(b)
  expect(await alertOn(b).count()).toBe(0)
  // The control: another one taken back is told.
  await send(a, 'Anchor')
  await alertOn(b).getByRole('heading', { name: 'Are we okay?' }).waitFor()
})

test('[SCS13] "You answered." gives way at once to a pause that begins', async () => {
  const { a, b } = await bothOnNow()
  await key(a, 'Send Lighthouse').click()
  await key(b, "I'm here. I'll stay near.").click()
  await b.getByText('You answered.').waitFor()
  await key(a, 'Pause us now').click()
  await b.waitForURL(/\/pause$/)
  await b.getByText('You answered.').waitFor({ state: 'detached', timeout: 2_000 })
})

test('[SCS14] an answer that comes while one is elsewhere is told there, without taking the focus, until it is read', async () => {
  const { a, b } = await bothOnNow()
  await key(a, 'Send Lighthouse').click()
  await a.getByRole('link', { name: 'Holdfast, now' }).click()
  await a.getByRole('link', { name: 'More' }).click()
  await heading(a, 'More').waitFor()
  await key(b, "I'm here. I'll stay near.").click()
  const line = a.getByRole('status').filter({ hasText: 'Jonas answered.' })
  await line.getByText("I'm here. I'll stay near.").waitFor()
  expect(await line.evaluate(told => told.contains(document.activeElement))).toBe(false)
  await line.getByRole('button', { name: 'Thank you. Got it.' }).click()
  await line.waitFor({ state: 'detached' })
  await a.reload()
  await heading(a, 'More').waitFor()
  expect(await line.count()).toBe(0)
})

test('[SCS11] at 320 x 640 words of the greatest length scroll above answers that stay in sight', async () => {
  const { a, b } = await bothOnNow()
  await b.setViewportSize({ width: 320, height: 640 })
  await send(a, 'Lighthouse')
  await alertOn(b).waitFor()
  await alertOn(b).evaluate(alert => {
    for (const words of alert.querySelectorAll('h1, [class*=deal] > span')) words.textContent = 'W'.repeat(400)
  })
  const keys = await alertOn(b).getByRole('region').getByRole('button').all()
  expect(keys).toHaveLength(3)
  for (const answer of keys) {
    const box = await answer.boundingBox()
    expect(box && box.y >= 0 && box.y + box.height <= 640).toBe(true)
  }
  const words = alertOn(b).locator('main > section').first()
  expect(await words.evaluate(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight)).toBe(true)
  // The whole screen, to its corners.
  expect(await alertOn(b).evaluate(alert => getComputedStyle(alert).borderRadius)).toBe('0px')
})
