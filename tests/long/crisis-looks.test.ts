import { expect, test } from 'vitest'
import { setOffline } from '../support/browser.ts'
import { crisisLooks } from '../support/crisis-look.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { alertOn, answerFirst, backToNow, heading, key, readAnswer, timeLeftOn } from '../support/crisis-screens.ts'
import { goTo, openDrill } from '../support/drill-phones.ts'

const MINUTE_MS = 60_000

const { time, sameCouple } = crisisStage({ pageClocks: true, still: true })

test('[SCN4] every screen of a signal has no finding by axe, no low key, nothing too wide', async () => {
  const { jonas, a, b } = await sameCouple()
  const faults: string[] = []
  faults.push(...(await crisisLooks(a, 'now')))
  await key(a, 'Send Lighthouse').click()
  await alertOn(b).waitFor()
  faults.push(...(await crisisLooks(b, 'alert')))
  faults.push(...(await crisisLooks(a, 'sent')))
  await key(b, 'Coming. Five minutes.').click()
  await b.getByText('You answered.').waitFor()
  await heading(a, 'Jonas answered.').waitFor()
  faults.push(...(await crisisLooks(a, 'answered')))
  await key(b, 'Done').click()
  await readAnswer(a)

  await setOffline(jonas.context, true)
  await key(a, 'Send Anchor').click()
  await heading(a, 'Not there yet.').waitFor()
  faults.push(...(await crisisLooks(a, 'not there')))
  await key(a, 'Show this screen').click()
  faults.push(...(await crisisLooks(a, 'shown')))
  expect(faults).toEqual([])
  await setOffline(jonas.context, false)
  await answerFirst(b)
  await key(a, 'Back').click()
  await readAnswer(a)
})

test('[SCN4] every screen of a pause has no finding by axe, no low key, nothing too wide', async () => {
  const { a, b } = await sameCouple()
  const faults: string[] = []
  await key(a, 'Pause us now').click()
  await a.getByText('It has started. You can put the phone down.').waitFor()
  faults.push(...(await crisisLooks(a, 'pause, starting')))
  await b.getByRole('timer', { name: 'Time left' }).waitFor()
  faults.push(...(await crisisLooks(b, 'pause')))
  await time.forward((await timeLeftOn(b)) * 1_000 - 4 * MINUTE_MS, a, b)
  await key(b, "I'm back").waitFor()
  await key(b, 'More time').waitFor()
  faults.push(...(await crisisLooks(b, 'pause, last minutes')))
  await time.forward(9 * MINUTE_MS, a, b)
  for (const page of [a, b]) await heading(page, /^It's /).waitFor()
  faults.push(...(await crisisLooks(a, 'return time')))
  await key(a, "I'm back").click()
  await a.getByRole('status').filter({ hasText: 'You are back. Jonas, not yet.' }).waitFor()
  faults.push(...(await crisisLooks(a, 'back, alone')))
  await key(b, "I'm back").click()
  await heading(a, "You're both back.").waitFor()
  await heading(b, "You're both back.").waitFor()
  faults.push(...(await crisisLooks(a, 'both back')))
  await a.getByRole('button', { name: 'I am here' }).click()
  await alertOn(b).waitFor()
  faults.push(...(await crisisLooks(b, 'phrase')))
  expect(faults).toEqual([])
  await alertOn(b).getByRole('button').last().click()
  await alertOn(b).waitFor({ state: 'detached' })
  await backToNow(b)
})

test('[DRL11] no screen of a drill has a finding by axe, a low key or anything too wide', async () => {
  const { a, b } = await sameCouple()
  await openDrill(a)
  const faults = await crisisLooks(a, 'before')
  // A screen that the other phone shows as well, or showed, is looked at once.
  const seen = new Set<string | RegExp>()
  await goTo('done', { a, b, time }, async ({ name, mei, jonas }) => {
    for (const [page, who, shows] of [
      [a, 'Mei', mei],
      [b, 'Jonas', jonas],
    ] as const) {
      if (!seen.has(shows)) faults.push(...(await crisisLooks(page, `${name}, ${who}`)))
      seen.add(shows)
    }
  })
  expect(faults).toEqual([])
})
