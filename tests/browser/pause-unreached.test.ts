import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually, setOffline } from '../support/browser.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { BACK_AT, backAt, endPause, heading, key, leaveReunion, restingOn, timeLeftOn } from '../support/crisis-screens.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const FLOOR_MS = 20 * MINUTE_MS
/** The server says its time this often, s, and a little more on a busy machine. */
const HEARD_WITHIN_S = 30
const NOT_THERE = "Not on Jonas's phone yet."

const { time, sameCouple } = crisisStage({ pageClocks: true, still: true, couple: { mei: { keepsApp: true } } })

const status = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text })

test('[SCP30] without a network that is said first, the screen can be shown, and it is taken back for as long as it has not left', async () => {
  const { mei, a, b } = await sameCouple()
  await setOffline(mei.context, true)
  await status(a, 'Not connected').waitFor()
  await key(a, 'Pause us now').click()
  await status(a, NOT_THERE).waitFor()
  expect(await a.getByText('put the phone down').count()).toBe(0)
  const size = (one: Element) => Number.parseFloat(getComputedStyle(one).fontSize)
  expect(await status(a, NOT_THERE).evaluate(size)).toBeGreaterThan(await heading(a, BACK_AT).evaluate(size))

  await key(a, 'Show this screen').click()
  await a.getByText('I need a pause.').waitFor()
  await heading(a, BACK_AT).waitFor()
  await key(a, 'Back').click()
  await time.forward(2 * MINUTE_MS, a)
  await key(a, 'Take it back').click()
  await key(a, 'Send Lighthouse').waitFor()
  await setOffline(mei.context, false)
  await status(a, 'Signals ready').waitFor()
  expect(await heading(b, BACK_AT).count()).toBe(0)

  // The control: what is not taken back does get there, and then nothing says otherwise.
  await setOffline(mei.context, true)
  await status(a, 'Not connected').waitFor()
  await key(a, 'Pause us now').click()
  await status(a, NOT_THERE).waitFor()
  await setOffline(mei.context, false)
  await heading(b, BACK_AT).waitFor()
  await status(a, NOT_THERE).waitFor({ state: 'detached' })
  await a.getByText('left for both of you').waitFor()
  await endPause(time, a, b)
})

test('[SCP42] a page that was loaded without a network goes by its own clock, and says so, until the server has told the time', async () => {
  const { mei, a, b } = await sameCouple()
  await key(b, 'Pause us now').click()
  await restingOn(a)
  await a.getByText('left for both of you').waitFor()
  await setOffline(mei.context, true)
  await status(a, 'Not connected. The time holds.').waitFor()
  // The control: this page was told the time.
  expect(await a.getByText('left for both of you').count()).toBe(1)
  const before = await timeLeftOn(a)
  await a.clock.setSystemTime(time.now() - 10 * MINUTE_MS)
  await a.reload()
  await a.getByText("left, by this phone's clock").waitFor()
  expect(await timeLeftOn(a)).toBeLessThanOrEqual(before + HEARD_WITHIN_S)
  await setOffline(mei.context, false)
  await a.getByText('left for both of you').waitFor()
  await eventually(async () => Math.abs((await timeLeftOn(a)) - (await timeLeftOn(b)))).toBeLessThanOrEqual(1)
  await a.clock.setSystemTime(time.now())
  await endPause(time, a, b)
})

test('[SCP31] [SCP5] a running pause without a network says so quietly; a new time and a return wait, and go by themselves', async () => {
  const { mei, a, b } = await sameCouple()
  await key(a, 'Pause us now').click()
  await restingOn(b)
  await a.getByText('left for both of you').waitFor()
  await time.forward((await timeLeftOn(b)) * 1000 - 4 * MINUTE_MS, a, b)
  await restingOn(a)
  await setOffline(mei.context, true)
  await status(a, 'Not connected. The time holds.').waitFor()
  expect(await heading(a, BACK_AT).count()).toBe(1)
  const first = await backAt(b)
  await key(a, 'More time').click()
  await a.getByRole('button', { name: BACK_AT }).first().click()
  await status(a, "The new time is not on Jonas's phone yet.").waitFor()
  expect(await backAt(b)).toBe(first)
  await setOffline(mei.context, false)
  await eventually(() => backAt(b)).not.toBe(first)
  await a.getByText('left for both of you').waitFor()

  await setOffline(mei.context, true)
  await status(a, 'Not connected. The time holds.').waitFor()
  const ticks = () => a.locator('[class*=tick]').count()
  await key(a, "I'm back").click()
  await status(a, 'You are back. Jonas, not yet.').waitFor()
  await status(a, 'Not with Jonas yet. It goes by itself.').waitFor()
  expect(await ticks(), 'before it has left').toBe(0)
  await setOffline(mei.context, false)
  await status(b, 'Mei is back. You, not yet.').waitFor()
  await status(a, 'Not with Jonas yet').waitFor({ state: 'detached' })
  expect(await ticks()).toBeGreaterThan(0)
  await key(b, "I'm back").click()
  await leaveReunion(a, b)
})

test('[SCP32] ten, five, one minutes and the time itself are told, on the pause’s own page and on others, and nothing in between', async () => {
  const { a, b } = await sameCouple()
  await key(a, 'Pause us now').click()
  await restingOn(b)
  await key(a, 'Body first').click()
  await a.waitForURL('**/body')
  const watch = () => {
    const told: string[] = []
    Object.assign(window, { told })
    const watch = new MutationObserver(() => {
      const texts = [...document.querySelectorAll('[role="status"]')].map(one => one.textContent ?? '')
      const mark = texts.filter(text => /minutes? left\.|time has come/.test(text)).join(' ')
      if (told.at(-1) !== mark) told.push(mark)
    })
    watch.observe(document.body, { subtree: true, childList: true, characterData: true })
  }
  for (const page of [a, b]) await page.evaluate(watch)
  const seconds: number[] = []
  for (const left of [601, 299, 58, 0]) {
    await time.forward(((await timeLeftOn(b)) - left) * 1000, a, b)
    if (left > 0) {
      expect(new URL(a.url()).pathname).toBe('/body')
      await eventually(() => timeLeftOn(b)).toBeLessThanOrEqual(left - 2)
      seconds.push(await timeLeftOn(b))
    }
  }
  for (const page of [a, b]) {
    await heading(page, /^It's /).waitFor()
    await status(page, 'The time has come.').waitFor({ state: 'attached' })
    const told = await page.evaluate(() => (window as unknown as { told: string[] }).told)
    expect(told.filter(Boolean)).toEqual(['Ten minutes left.', 'Five minutes left.', 'One minute left.', 'The time has come.'])
  }
  expect(seconds).toHaveLength(3)
  for (const page of [a, b]) await key(page, "I'm back").click()
  await leaveReunion(a, b)
})

test('[SCP38] a device whose clock is changed by ten minutes, or that slept for an hour, counts to the second with the other', async () => {
  const { a, b } = await sameCouple()
  await key(a, 'Pause us now').click()
  await restingOn(b)
  const apart = async (): Promise<number> => {
    const [mine, theirs] = await Promise.all([timeLeftOn(a), timeLeftOn(b)])
    return Math.abs(mine - theirs)
  }
  for (const minutes of [10, -10, 0.5]) {
    await b.clock.setSystemTime(time.now() + minutes * MINUTE_MS)
    await eventually(apart).toBeLessThanOrEqual(1)
  }
  await b.clock.setSystemTime(time.now())
  await time.forward(HOUR_MS, a, b)
  for (const page of [a, b]) await heading(page, /^It's /).waitFor()
  for (const page of [a, b]) await page.getByText(/It is past \d{1,2}:\d\d\. Not both back yet\./).waitFor()
  for (const page of [a, b]) await key(page, "I'm back").click()
  await leaveReunion(a, b)
})

test('[SCP39] a pause nobody ends is over after a day on both phones by itself, and says so', async () => {
  const { a, b } = await sameCouple()
  await key(a, 'Pause us now').click()
  await restingOn(b)
  await time.forward(24 * HOUR_MS + FLOOR_MS, a, b)
  for (const page of [a, b]) await heading(page, 'This pause is over. It has been a day.').waitFor()
  for (const page of [a, b]) await key(page, 'Back to Now').click()
  for (const page of [a, b]) await key(page, 'Send Lighthouse').waitFor()
})
