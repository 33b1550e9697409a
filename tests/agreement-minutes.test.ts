import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Agreement } from '../client/documents/agreement.ts'
import { soundPause, starterPause } from '../client/documents/agreement-view.ts'
import { openTwo } from './support/joined-agreements.ts'
import { junk } from './support/junk.ts'
import { seed } from './support/seed.ts'

test('[AGD4] minutes that cannot stand together are refused by the name of the field, and nothing changes', () => {
  const { a } = openTwo()
  const set = (change: Parameters<Agreement['setPauseMinutes']>[0]) => a.agreement.setPauseMinutes(change)
  expect(set({ usual: 43 })).toEqual({ ok: true })
  expect(a.agreement.snapshot().pause).toEqual({ shortest: 20, usual: 45, longest: 240 })
  expect(set({ shortest: 15 })).toEqual({ ok: false, field: 'shortest', code: 'too-short' })
  expect(set({ shortest: Number.NaN })).toEqual({ ok: false, field: 'shortest', code: 'too-short' })
  expect(set({ longest: 1_441 })).toEqual({ ok: false, field: 'longest', code: 'too-long' })
  expect(set({ shortest: 50 })).toEqual({ ok: false, field: 'shortest', code: 'out-of-order' })
  expect(set({ longest: 40 })).toEqual({ ok: false, field: 'longest', code: 'out-of-order' })
  expect(a.agreement.snapshot().pause).toEqual({ shortest: 20, usual: 45, longest: 240 })
  a.agreement.undo()
  expect(a.agreement.snapshot().pause).toEqual(starterPause)
})

test('[AGD4] two changes that meet still hold, and so does whatever is found', () => {
  const { a, b, meet } = openTwo()
  a.agreement.setPauseMinutes({ shortest: 60, usual: 90 })
  b.agreement.setPauseMinutes({ usual: 30, longest: 45 })
  meet()
  expect(a.agreement.snapshot()).toEqual(b.agreement.snapshot())
  fc.assert(
    fc.property(junk, junk, junk, (...found) => {
      const [shortest, usual, longest] = found
      const pause = soundPause({ shortest, usual, longest })
      expect(
        20 <= pause.shortest && pause.shortest <= pause.usual && pause.usual <= pause.longest && pause.longest <= 1_440,
      ).toBe(true)
    }),
    { seed },
  )
})
