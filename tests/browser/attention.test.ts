import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from '../support/browser.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { alertOn, answerFirst, backToNow, deliveryOn, heading, key, readAnswer } from '../support/crisis-screens.ts'

const { time, sameCouple } = crisisStage({ pageClocks: true, still: true })

const markOn = (page: Page): Promise<[string, string | null]> =>
  page.evaluate(() => [document.title, document.querySelector('link[rel="icon"]')?.getAttribute('href') ?? null])
const REST = ['Holdfast', '/mark.svg']

test('[SCS30] what waits is over any screen of every tab, in its title and icon; answered on one device it is gone from all', async () => {
  const { jonas, a, b } = await sameCouple()
  const other = await jonas.context.newPage()
  await other.goto(new URL('/more', b.url()).href)
  await heading(other, 'More').waitFor()
  expect(await Promise.all([markOn(b), markOn(other)])).toEqual([REST, REST])

  await key(a, 'Send Lighthouse').click()
  for (const page of [b, other]) {
    await alertOn(page).waitFor()
    await eventually(() => markOn(page)).toEqual(['(1) Holdfast', '/waiting.svg'])
  }
  const icon = await b.request.get(new URL('/waiting.svg', b.url()).href)
  expect(icon.headers()['content-type']).toContain('image/svg+xml')

  await key(other, "I'm here. I'll stay near.").click()
  for (const page of [b, other]) await eventually(() => markOn(page)).toEqual(REST)
  await alertOn(b).waitFor({ state: 'detached' })
  // The sender's own tab was never marked.
  expect(await markOn(a)).toEqual(REST)
  await other.close()
  await readAnswer(a)
})

/** Counts what the page does to ear and hand; the browser of the tests has no speaker. */
const listen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const heard: string[] = []
    Object.assign(window, { heard })
    navigator.vibrate = pattern => {
      if (Array.isArray(pattern) && pattern.length > 1) heard.push('buzz')
      return true
    }
    const start = OscillatorNode.prototype.start
    OscillatorNode.prototype.start = function (when) {
      heard.push('bell')
      start.call(this, when)
    }
  })
const heardOn = (page: Page): Promise<string[]> => page.evaluate(() => [...Reflect.get(window, 'heard')].sort())
/** A browser lets a page sound only once it was touched. */
const touch = (page: Page): Promise<void> => page.getByRole('heading', { level: 1 }).first().click()

const times = (count: number): string[] => ['bell', 'buzz'].flatMap(one => Array(count).fill(one))

test('[SCS31] a signal sounds and buzzes; pressed again while it waits only after three minutes, after one taken back at once; its alert shows each time', async () => {
  const { a, b } = await sameCouple()
  await touch(b)
  await listen(b)
  await key(a, 'Send Feather').click()
  await eventually(() => heardOn(b)).toEqual(times(1))
  // Taken back: the right one alarms at once.
  await key(a, 'Take it back').click()
  await key(b, 'Got it').click()
  await backToNow(a)
  await key(a, 'Send Lighthouse').click()
  await alertOn(b).waitFor()
  await eventually(() => heardOn(b)).toEqual(times(2))

  await backToNow(a)
  await key(a, 'Send Anchor').click()
  await alertOn(b).getByRole('heading', { name: 'Are we okay?' }).waitFor()
  await b.getByText('and 1 earlier').waitFor()
  const silent = a.getByText('It shows there without a new sound. From')
  await silent.waitFor()
  await time.forward(3 * 60_000 + 1_000, a, b)
  await silent.waitFor({ state: 'detached' })
  expect(await heardOn(b)).toEqual(times(2))

  await backToNow(a)
  await key(a, 'Send Lighthouse').click()
  await b.getByText('and 2 earlier').waitFor()
  await eventually(() => heardOn(b)).toEqual(times(3))

  // Answered: the next one alarms at once.
  await key(b, "I'm here. I'll stay near.").click()
  await key(b, 'Done').click()
  await backToNow(a)
  await key(a, 'Send Anchor').click()
  await alertOn(b).waitFor()
  await eventually(() => heardOn(b)).toEqual(times(4))
  await answerFirst(b)
  await readAnswer(a)
})

test('[SCS9] [SCS4] a signal sounds and buzzes on Help too, and is on the phone once its line was drawn there', async () => {
  const { a, b } = await sameCouple()
  await b.getByRole('link', { name: 'Help' }).click()
  await heading(b, 'Help').waitFor()
  await touch(b)
  await listen(b)
  await key(a, 'Send Lighthouse').click()
  const line = b.getByRole('status').filter({ hasText: 'Mei sent Lighthouse. It is waiting for you.' })
  await line.waitFor()
  await eventually(() => heardOn(b)).toEqual(times(1))
  await eventually(async () => (await deliveryOn(a)).join()).toContain("On Jonas's phone")
  await line.getByRole('button', { name: 'See it' }).click()
  await alertOn(b).waitFor()
  expect(await heardOn(b)).toEqual(times(1))
  await answerFirst(b)
  await readAnswer(a)
})

test('[SCS35] the sound can be off, and by one tap all rest for an hour: the alert still fills the screen, and the partner sees no difference', async () => {
  const { a, b } = await sameCouple()
  await b.goto(new URL('/settings', b.url()).href)
  const sound = b.getByRole('switch', { name: 'A sound' })
  await sound.click()
  await listen(b)
  await backToNow(b)
  await touch(b)
  await key(a, 'Send Lighthouse').click()
  await alertOn(b).waitFor()
  await eventually(() => heardOn(b)).toEqual(['buzz'])
  await answerFirst(b)
  await readAnswer(a)
  await b.goBack()
  await sound.click()
  await backToNow(b)

  await key(a, 'Send Lighthouse').click()
  await alertOn(b).waitFor()
  await eventually(() => heardOn(b)).toEqual(['bell', 'buzz', 'buzz'])
  await key(b, "I'm here. I'll stay near.").click()
  await key(b, 'No sound or buzz for 1 hour').click()
  await key(b, 'Done').click()
  await backToNow(a)
  await key(a, 'Send Anchor').click()
  await alertOn(b).getByRole('heading', { name: 'Are we okay?' }).waitFor()
  await heading(a, 'Sent to Jonas.').waitFor()
  await eventually(() => a.getByText("On Jonas's phone").count()).toBe(1)
  expect(await a.getByText(/quiet/i).count()).toBe(0)
  await answerFirst(b)

  // The control: an hour later it buzzes again.
  await time.forward(3_600_000 + 1_000, a, b)
  await backToNow(a)
  await key(a, 'Send Lighthouse').click()
  await alertOn(b).waitFor()
  await eventually(() => heardOn(b)).toEqual(['bell', 'bell', 'buzz', 'buzz', 'buzz'])
  await answerFirst(b)
  await readAnswer(a)
})
