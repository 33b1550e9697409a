import { expect, test } from 'vitest'
import { setOffline } from '../support/browser.ts'
import { crisisLook, crisisSizes } from '../support/crisis-look.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { alertOn, heading, key, openNow } from '../support/crisis-screens.ts'

const { bothOnNow } = crisisStage()

for (const [name, size] of crisisSizes)
  test(`[SCN4] every screen of a signal has no finding by axe, no low key, nothing too wide: ${name}`, async () => {
    const { jonas, a, b } = await bothOnNow({ mei: size, jonas: size })
    const faults: string[] = []
    faults.push(...(await crisisLook(a, 'now')))
    await key(a, 'Send Lighthouse').click()
    await alertOn(b).waitFor()
    faults.push(...(await crisisLook(b, 'alert')))
    faults.push(...(await crisisLook(a, 'sent')))
    await key(b, 'Coming. Five minutes.').click()
    await b.getByText('You answered.').waitFor()
    await heading(a, 'Jonas answered.').waitFor()
    faults.push(...(await crisisLook(a, 'answered')))
    await key(b, 'Done').click()

    await setOffline(jonas.context, true)
    await openNow(a)
    await key(a, 'Send Anchor').click()
    await heading(a, 'Not there yet.').waitFor()
    faults.push(...(await crisisLook(a, 'not there')))
    await key(a, 'Show this screen').click()
    faults.push(...(await crisisLook(a, 'shown')))
    expect(faults).toEqual([])
  })
