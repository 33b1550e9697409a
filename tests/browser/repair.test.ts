import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually, setOffline } from '../support/browser.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { alertOn, BACK_AT, backToNow, deliveryOn, heading, key, restingOn } from '../support/crisis-screens.ts'

const MINUTE_MS = 60_000
const WORDS = 'I fell into the old pattern. I am sorry. Let me try again.'

const { time, sameCouple } = crisisStage({ pageClocks: true, still: true, couple: { mei: { keepsApp: true } } })

/** The couple, later than any repair of the test before is told of. */
const anotherTime = async () => {
  const phones = await sameCouple()
  const { a, b } = phones
  await time.forward(3 * 60 * MINUTE_MS, a, b)
  await Promise.all([backToNow(a), backToNow(b)])
  return phones
}

const openRepair = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Say sorry, and try again' }).click()
  await page.getByText('This is hard. Given my history it makes sense.').waitFor()
}

test('[REP1] [REP2] [REP3] [REP4] one tap after a line for oneself; a calm alert with three answers; the answer comes back in a line', async () => {
  const { a, b } = await anotherTime()
  await b.evaluate(() => {
    const noise: string[] = []
    Object.assign(window, { noise })
    navigator.vibrate = () => noise.push('buzz') > 0
    window.AudioContext = class extends AudioContext {
      constructor() {
        super()
        noise.push('sound')
      }
    }
  })
  await openRepair(a)
  expect(await alertOn(b).count()).toBe(0)
  await key(a, WORDS).click()
  const alert = alertOn(b)
  await alert.getByText('Mei wants to try again').waitFor()
  expect(await alert.getByRole('heading').innerText()).toContain('I fell into the old pattern.')
  expect(await alert.getByRole('region').getByRole('button').allTextContents()).toEqual([
    'Thank you',
    'I need time',
    'I am here',
    // Nothing that covers the screen keeps anyone from the pause.
    expect.stringMatching(/^Pause\. Back /),
  ])
  await heading(a, "On Jonas's phone.").waitFor()
  expect(await deliveryOn(a)).toEqual(['Sent', "On Jonas's phone", 'No answer yet'])
  await key(a, 'Back to Now').click()
  expect(await b.evaluate(() => Reflect.get(window, 'noise'))).toEqual([])
  await b.reload()
  await alert.getByText('Mei wants to try again').waitFor()
  await key(b, 'I need time').click()
  await alert.getByText('You answered.').waitFor()
  await key(b, 'Done').click()
  await alert.waitFor({ state: 'detached' })

  const line = a.getByRole('status').filter({ hasText: 'Jonas answered.' })
  await line.getByText('I need time').waitFor()
  await key(a, 'Got it').click()
  await line.waitFor({ state: 'detached' })
  for (const page of [a, b]) {
    await page.reload()
    await key(page, 'Send Lighthouse').waitFor()
  }
  expect([await line.count(), await alert.count()]).toEqual([0, 0])
})

test('[REP1] [REP3] [SCS43] own words, without a network: not sent yet, and then on the other phone by themselves', async () => {
  const { mei, a, b } = await anotherTime()
  // [REP2] Of two signals that one answer closed, none holds it up.
  for (const word of ['Lighthouse', 'Feather']) {
    await backToNow(a)
    await key(a, `Send ${word}`).click()
    await heading(a, 'Sent to Jonas.').waitFor()
  }
  await key(b, 'Softer now.').click()
  await key(b, 'Done').click()
  await backToNow(a)
  await openRepair(a)
  await key(a, 'In my own words').click()
  await a.getByRole('textbox', { name: 'Your own words, short' }).fill('I shut the door on you. I am sorry.')
  // Whatever comes between, what was written stays until it is sent.
  await key(a, 'Back to Now').click()
  await openRepair(a)
  // The one tap stays the first way, and the back button leads to it.
  await key(a, WORDS).waitFor()
  await key(a, 'In my own words').click()
  await a.goBack()
  await key(a, WORDS).waitFor()
  await key(a, 'In my own words').click()
  await eventually(() => a.getByRole('textbox', { name: 'Your own words, short' }).inputValue()).toBe(
    'I shut the door on you. I am sorry.',
  )
  await setOffline(mei.context, true)
  await key(a, 'Send to Jonas').click()
  await heading(a, 'Not there yet.').waitFor()
  expect(await deliveryOn(a)).toEqual(['Not sent yet', "Not on Jonas's phone yet", 'No answer yet'])
  expect(await alertOn(b).count()).toBe(0)
  await a.reload().catch(() => undefined)
  await setOffline(mei.context, false)
  await alertOn(b).getByRole('heading', { name: 'I shut the door on you. I am sorry.' }).waitFor()

  // Its answer, read on its own screen, is told nowhere else, whichever way one leaves.
  await key(b, 'I need time').click()
  await heading(a, 'Jonas answered.').waitFor()
  await a.evaluate(
    () => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(drawn)))),
  )
  await a.getByRole('link', { name: 'Holdfast, now' }).click()
  await key(a, 'Send Lighthouse').waitFor()
  await a.getByRole('status').filter({ hasText: 'Jonas answered.' }).waitFor({ state: 'detached' })
  await key(b, 'Done').click()
})

test('[REP2] a repair breaks into no pause, and comes once both are back; from there it is one tap away', async () => {
  const { a, b } = await anotherTime()
  await key(a, 'Pause us now').click()
  await restingOn(b)
  await a.goto(new URL('/repair', a.url()).href)
  await key(a, WORDS).click()
  await heading(a, 'Sent to Jonas.').waitFor()
  const held = a.getByText('A pause is running. Your words show once it is over.')
  await held.waitFor()
  await time.forward(20 * MINUTE_MS, a, b)
  await key(b, "I'm back").waitFor()
  expect(await alertOn(b).count()).toBe(0)
  expect(await heading(b, BACK_AT).count()).toBe(1)
  await a.getByRole('link', { name: /^Paused\. Back at/ }).click()
  for (const page of [a, b]) await key(page, "I'm back").click()
  await alertOn(b).getByText('Mei wants to try again').waitFor()
  await key(b, 'Thank you').click()
  await alertOn(b).getByRole('button', { name: 'Done', exact: true }).click()
  await key(b, 'I am sorry. Let me try again.').click()
  await b.getByText('This is hard. Given my history it makes sense.').waitFor()
})
