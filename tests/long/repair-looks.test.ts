import { expect, test } from 'vitest'
import { setOffline } from '../support/browser.ts'
import { crisisLooks } from '../support/crisis-look.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { alertOn, heading, key } from '../support/crisis-screens.ts'

const { sameCouple } = crisisStage({ pageClocks: true, still: true, couple: { mei: { keepsApp: true } } })

test('[SCN4] every screen of a repair and of a pause that is not there has no finding by axe, no low key, nothing too wide', async () => {
  const { mei, a, b } = await sameCouple()
  const faults: string[] = []
  await a.getByRole('link', { name: 'Say sorry, and try again' }).click()
  await a.getByText('This is hard. Given my history it makes sense.').waitFor()
  faults.push(...(await crisisLooks(a, 'repair')))
  await key(a, 'In my own words').click()
  faults.push(...(await crisisLooks(a, 'own words')))
  await a.reload()
  await key(a, 'I fell into the old pattern. I am sorry. Let me try again.').click()
  await alertOn(b).waitFor()
  faults.push(...(await crisisLooks(b, 'incoming repair')))
  await heading(a, "On Jonas's phone.").waitFor()
  faults.push(...(await crisisLooks(a, 'repair, there')))
  await key(b, 'I am here').click()
  await heading(a, 'Jonas answered.').waitFor()
  faults.push(...(await crisisLooks(a, 'repair, answered')))
  await key(a, 'Back to Now').click()
  await setOffline(mei.context, true)
  await key(a, 'Pause us now').click()
  await a.getByRole('status').filter({ hasText: "Not on Jonas's phone yet." }).waitFor()
  faults.push(...(await crisisLooks(a, 'pause, not there')))
  await key(a, 'Show this screen').click()
  await a.getByText('I need a pause.').waitFor()
  faults.push(...(await crisisLooks(a, 'pause, held up')))
  expect(faults).toEqual([])
  await key(a, 'Back').click()
  await key(a, 'Take it back').click()
  await setOffline(mei.context, false)
  await key(b, 'Done').click()
})
