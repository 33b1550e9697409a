import { expect, test } from 'vitest'
import { crisisLooks } from '../support/crisis-look.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { alertOn, heading, key, timeLeftOn } from '../support/crisis-screens.ts'

const MINUTE_MS = 60_000

const { time, bothOnNow } = crisisStage()

test('[SCN4] every screen of a pause has no finding by axe, no low key, nothing too wide', async () => {
  const { a, b } = await bothOnNow()
  const faults: string[] = []
  await key(a, 'Pause us now').click()
  await a.getByText('It has started. You can put the phone down.').waitFor()
  faults.push(...(await crisisLooks(a, 'pause, starting')))
  await b.getByRole('timer', { name: 'Time left' }).waitFor()
  faults.push(...(await crisisLooks(b, 'pause')))
  await time.forward((await timeLeftOn(b)) * 1_000 - 4 * MINUTE_MS)
  await b.reload()
  await key(b, "I'm back").waitFor()
  await key(b, 'More time').waitFor()
  faults.push(...(await crisisLooks(b, 'pause, last minutes')))
  await time.forward(9 * MINUTE_MS)
  for (const page of [a, b]) {
    await page.reload()
    await heading(page, /^It's /).waitFor()
  }
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
})
