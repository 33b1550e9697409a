import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from '../support/browser.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import {
  alertOn,
  BACK_AT,
  backAt,
  bothComeBack,
  endPause,
  heading,
  key,
  leaveReunion,
  restingOn,
  timeLeftOn,
} from '../support/crisis-screens.ts'

const MINUTE_MS = 60_000
const FLOOR_MS = 20 * MINUTE_MS
/** The first screen, for who pressed. */
const STARTING_MS = 10_000

const { time, sameCouple } = crisisStage({ pageClocks: true, still: true })

test('[SCP2] “I’m back” is not there before the floor, its time is; then both return, and neither phone moves on alone', async () => {
  const { a, b } = await sameCouple()
  await key(a, 'Pause us now').click()
  await restingOn(b)
  expect(await key(b, "I'm back").count()).toBe(0)
  await b.getByText(/“I'm back” from about \d{1,2}:\d\d/).waitFor()
  await time.forward(FLOOR_MS, a, b)

  await key(a, "I'm back").click()
  await a.getByRole('status').filter({ hasText: 'You are back. Jonas, not yet.' }).waitFor()
  await b.getByRole('status').filter({ hasText: 'Mei is back. You, not yet.' }).waitFor()
  expect(await heading(a, "You're both back.").count()).toBe(0)
  await a.reload()
  await a.getByRole('status').filter({ hasText: 'You are back. Jonas, not yet.' }).waitFor()

  await key(b, "I'm back").click()
  await leaveReunion(a, b)
})

const say = (page: Page, words: string): Promise<void> =>
  page.getByRole('region', { name: 'Words you can say' }).getByRole('button', { name: words }).click()

test('[SCP3] [SCS10] a phrase tapped shows full screen on the other phone, those that come all at once in one alert, the newest large, and one press closes it; Done leads to Now, on each phone by itself', async () => {
  const { a, b } = await sameCouple()
  await key(a, 'Pause us now').click()
  await bothComeBack(time, a, b)
  await a.getByText('Tap one. It goes to Jonas.').waitFor()
  await say(a, 'We are okay')
  const alert = alertOn(b)
  await alert.getByRole('heading', { name: 'We are okay' }).waitFor()
  await b.reload()
  await alert.getByRole('heading', { name: 'We are okay' }).waitFor()
  expect(await alert.getByRole('region').getByRole('button').allTextContents()).toEqual(['Thank you. Got it.'])
  await a.getByRole('button', { name: 'We are okay' }).getByText("On Jonas's phone").waitFor()
  await key(b, 'Thank you. Got it.').click()
  await alert.waitFor({ state: 'detached' })

  await b.goto('about:blank')
  for (const words of ['We are okay', 'Take it slow', "I won't leave", 'I am here', 'Take it slow']) await say(a, words)
  await b.goto(a.url())
  await alert.getByText('and 1 more').waitFor()
  expect(await alert.getByRole('heading').allTextContents()).toEqual(['Take it slow'])
  expect(await alert.locator('h1 ~ p').allTextContents()).toEqual(['I am here', "I won't leave", 'Take it slow', 'and 1 more'])
  expect(await alert.count()).toBe(1)
  await key(b, 'Thank you. Got it.').click()
  await alert.waitFor({ state: 'detached' })
  await b.reload()
  await heading(b, "You're both back.").waitFor()
  expect(await alert.count()).toBe(0)
  // The control: one more does come.
  await say(a, 'I am here')
  await alert.getByRole('heading', { name: 'I am here' }).waitFor()
  await key(b, 'Thank you. Got it.').click()

  await key(a, 'Done').click()
  await key(a, 'Send Lighthouse').waitFor()
  await heading(b, "You're both back.").waitFor()
  await key(b, 'Done').click()
  await key(b, 'Send Lighthouse').waitFor()
  await b.reload()
  await key(b, 'Send Lighthouse').waitFor()
})

test('[SCP5] [SCP18] [SCP10] a later time named by one holds for both and clears a return, which is said without a word of who named it; "More time" in the last five minutes offers clock times to either, and nothing is typed', async () => {
  const { a, b } = await sameCouple()
  await key(a, 'Pause us now').click()
  await heading(b, BACK_AT).waitFor()
  const first = await backAt(b)
  // The time of these keys ends while a finger is on one: that press counts.
  await a.getByText('left for both of you').waitFor()
  await a.getByRole('region', { name: 'Need longer?' }).getByRole('button', { name: BACK_AT }).first().hover()
  await a.mouse.down()
  const left = await timeLeftOn(a)
  await time.forward(STARTING_MS, a, b)
  await eventually(() => timeLeftOn(a)).toBeLessThanOrEqual(left - STARTING_MS / 1_000)
  await a.mouse.up()
  await eventually(() => backAt(b)).not.toBe(first)
  expect(await backAt(a)).toBe(await backAt(b))
  await restingOn(a)
  await time.forward((await timeLeftOn(b)) * 1000 - 4 * MINUTE_MS, a, b)
  await key(a, 'More time').waitFor()

  await key(a, "I'm back").click()
  await b.getByRole('status').filter({ hasText: 'Mei is back. You, not yet.' }).waitFor()
  // Who is back keeps what helps.
  await a.getByRole('region', { name: 'Breathe' }).waitFor()
  await restingOn(a)
  const second = await backAt(b)
  await key(b, 'More time').click()
  expect(await b.getByRole('textbox').count()).toBe(0)
  await b.getByRole('region', { name: 'Choose a new time' }).getByRole('button', { name: BACK_AT }).first().click()
  const told = a.getByRole('status').filter({ hasText: 'There is a new time' })
  await told.waitFor()
  expect(`Back at ${/\d+:\d+/.exec(await told.innerText())?.[0]}`).toBe(await backAt(b))
  expect(await told.innerText()).toMatch(/^There is a new time: \d{1,2}:\d\d\. Come back then, or sooner if you like\.$/)
  expect(await b.getByText('There is a new time').count()).toBe(0)
  expect(await backAt(b)).not.toBe(second)
  expect(await backAt(a)).toBe(await backAt(b))
  await endPause(time, a, b)
})

test('[SCP6] at the return time both are called back; ten minutes on the missing one alone is asked, and the line is the same for both', async () => {
  const { a, b } = await sameCouple()
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
  await leaveReunion(a, b)
})

test('[SCP17] an answer leaves the time of a pause in sight and is told elsewhere; once both are back it is not brought up again', async () => {
  const { a, b } = await sameCouple()
  await key(a, 'Send Lighthouse').click()
  await alertOn(b).waitFor()
  await key(a, 'Pause us now').click()
  await heading(a, BACK_AT).waitFor()
  await time.forward(MINUTE_MS, a, b)
  await key(b, 'See it').click()
  await alertOn(b).getByRole('region', { name: 'Answer with one tap' }).getByRole('button').first().click()
  await key(b, 'Done').click()
  const told = a.getByRole('status').filter({ hasText: 'Jonas answered.' })
  await a.goto(new URL('/more', a.url()).href)
  await told.waitFor()
  await a.goto(new URL('/pause', a.url()).href)
  await heading(a, BACK_AT).waitFor()
  expect(await told.count()).toBe(0)

  await time.forward(FLOOR_MS, a, b)
  for (const page of [a, b]) await key(page, "I'm back").click()
  await leaveReunion(a, b)
  await key(a, 'Send Lighthouse').waitFor()
  await a.getByText('Jonas answered Lighthouse').waitFor({ state: 'detached' })
  await a.reload()
  await key(a, 'Send Lighthouse').waitFor()
  expect(await a.getByText('Jonas answered Lighthouse').count()).toBe(0)
})
