import { expect, test } from 'vitest'
import { crisisLooks } from '../support/crisis-look.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { goTo, openDrill } from '../support/drill-phones.ts'

const { time, bothOnNow } = crisisStage({ pageClocks: true })

test('[DRL11] no screen of a drill has a finding by axe, a low key or anything too wide', async () => {
  const { a, b } = await bothOnNow()
  await openDrill(a)
  const faults = await crisisLooks(a, 'before')
  await goTo('done', { a, b, time }, async stage => {
    for (const [page, who] of [
      [a, 'Mei'],
      [b, 'Jonas'],
    ] as const) {
      faults.push(...(await crisisLooks(page, `${stage.name}, ${who}`)))
    }
  })
  expect(faults).toEqual([])
})
