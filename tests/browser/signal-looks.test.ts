import { expect, test } from 'vitest'
import { setOffline } from '../support/browser.ts'
import { crisisLooks } from '../support/crisis-look.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { alertOn, heading, key, openNow } from '../support/crisis-screens.ts'

const { bothOnNow } = crisisStage()

test('[SCN4] every screen of a signal has no finding by axe, no low key, nothing too wide', async () => {
  const { jonas, a, b } = await bothOnNow()
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

  await setOffline(jonas.context, true)
  await openNow(a)
  await key(a, 'Send Anchor').click()
  await heading(a, 'Not there yet.').waitFor()
  faults.push(...(await crisisLooks(a, 'not there')))
  await key(a, 'Show this screen').click()
  faults.push(...(await crisisLooks(a, 'shown')))
  expect(faults).toEqual([])
})
