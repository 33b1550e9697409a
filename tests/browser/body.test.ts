import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually, setOffline } from '../support/browser.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { answerFirst, BACK_AT, endPause, heading, key, restingOn } from '../support/crisis-screens.ts'

const { time, sameCouple } = crisisStage({ pageClocks: true, still: true, couple: { mei: { keepsApp: true } } })

test('[BOD4] one tap from the signal and one back, from the pause and back, without a network', async () => {
  const { mei, a, b } = await sameCouple()
  await key(a, 'Send Lighthouse').click()
  await setOffline(mei.context, true)
  await key(a, 'Just breathe with me').click()
  await heading(a, 'Body first.').waitFor()
  await key(a, 'Back to the signal').click()
  await heading(a, /^(Sent to Jonas|Not there yet)\.$/).waitFor()
  await setOffline(mei.context, false)
  await answerFirst(b)
  await heading(a, 'Jonas answered.').waitFor()
  await key(a, 'Pause us now').click()
  await heading(a, BACK_AT).waitFor()
  await time.forward(12_000, a, b)
  await restingOn(a)
  await setOffline(mei.context, true)
  await key(a, 'Body first').click()
  await key(a, 'Look around').click()
  for (let found = 0; found < 5; found++) await key(a, 'Found one').click()
  await heading(a, 'Four things you touch.').waitFor()
  for (let sense = 0; sense < 4; sense++) await key(a, 'On to the next').click()
  await heading(a, 'You are here.').waitFor()
  await a.goBack()
  await heading(a, 'Body first.').waitFor()
  await key(a, 'Back to the pause').click()
  await heading(a, BACK_AT).waitFor()
  await setOffline(mei.context, false)
  await endPause(time, a, b)
})

/** How large the pacer's discs stand, by what is painted. */
const discs = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...document.querySelectorAll('[data-phase] > span')].map(one => getComputedStyle(one).transform))

test('[BOD5] with reduced motion the discs stand and the words count; without it they move', async () => {
  const { a } = await sameCouple()
  await a.goto(new URL('/body', a.url()).href)
  await heading(a, 'Body first.').waitFor()
  const seen = new Set<string>()
  const words = new Set<string>()
  await eventually(async () => {
    for (const disc of await discs(a)) seen.add(disc)
    words.add((await a.locator('[data-phase]').textContent()) ?? '')
    return words.size
  }).toBeGreaterThan(5)
  expect(seen).toEqual(new Set(['none']))
  await a.emulateMedia({ reducedMotion: 'no-preference' })
  await eventually(async () => {
    for (const disc of await discs(a)) seen.add(disc)
    return seen.size
  }).toBeGreaterThan(2)
  await a.emulateMedia({ reducedMotion: 'reduce' })
})

test('[BOD6] a fast pulse offers a pause and begins none; neither it nor what is named leaves the phone', async () => {
  const { a, b } = await sameCouple()
  const sent: string[] = []
  a.on('request', request => request.method() !== 'GET' && sent.push(request.url()))
  a.on('websocket', socket =>
    socket.on('framesent', ({ payload }) => String(payload).includes('["send"') && sent.push(String(payload))),
  )
  await a.goto(new URL('/body', a.url()).href)
  await key(a, 'Name it').click()
  await a.getByRole('button', { name: /^Shut down/ }).click()
  await a.getByText('My body has gone quiet.', { exact: false }).waitFor()
  await key(a, 'Breathe').click()
  await key(a, 'Tap your pulse').click()
  expect(await key(a, 'Pause us now').count()).toBe(0)
  // Half a second apart by the taps' own times.
  await a.evaluate(() => {
    const beat = [...document.querySelectorAll('button')].find(one => one.textContent === 'Beat')
    for (let n = 0; n < 9; n++) {
      const tap = new PointerEvent('pointerdown', { bubbles: true })
      Object.defineProperty(tap, 'timeStamp', { value: 10_000 + n * 500 })
      beat?.dispatchEvent(tap)
    }
  })
  await heading(a, 'About 120 a minute.').waitFor()
  await key(a, 'Pause us now').waitFor()
  // The limit is the person's own.
  for (let step = 0; step < 4; step++) await key(a, 'Higher').click()
  await a.getByText('That is not above 120.').waitFor()
  expect(await key(a, 'Pause us now').count()).toBe(0)
  expect(sent).toEqual([])
  await b.getByRole('group', { name: 'Signals' }).waitFor()

  await key(a, 'Lower').click()
  await key(a, 'Pause us now').click()
  // The control: what is pressed does leave the phone.
  await heading(b, BACK_AT).waitFor()
  expect(sent).toHaveLength(1)
  await endPause(time, a, b)
})
