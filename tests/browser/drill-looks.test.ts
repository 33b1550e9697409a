import { expect, test } from 'vitest'
import { crisisLooks } from '../support/crisis-look.ts'
import { crisisStage } from '../support/crisis-phones.ts'
import { goTo, openDrill } from '../support/drill-phones.ts'

const { time, bothOnNow } = crisisStage({ pageClocks: true })

test('[DRL11] no screen of a drill has a finding by axe, a low key or anything too wide', async () => {
  const { a, b } = await bothOnNow()
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
