import fc from 'fast-check'
import { expect, test } from 'vitest'
import { refusePause } from '../client/documents/agreement-reading.ts'
import { minutesTogether, type TypedMinutes } from '../client/documents/minutes-together.ts'
import { seed } from './support/seed.ts'

const held = { shortest: 20, usual: 25, longest: 240 }

test('[AGR8] minutes that could not stand alone stand with another, and what came last comes first', () => {
  expect(minutesTogether(held, [['usual', 300]])).toEqual({})
  expect(
    minutesTogether(held, [
      ['usual', 300],
      ['longest', 400],
    ]),
  ).toEqual({ usual: 300, longest: 400 })
  expect(
    minutesTogether(held, [
      ['usual', 300],
      ['longest', 200],
    ]),
  ).toEqual({ longest: 200 })
  expect(
    minutesTogether(held, [
      ['shortest', 25],
      ['usual', 20],
    ]),
    'either alone could stand, not both',
  ).toEqual({ usual: 20 })
  expect(
    minutesTogether(held, [
      ['longest', 2000],
      ['shortest', 60],
      ['usual', 60],
    ]),
  ).toEqual({ shortest: 60, usual: 60 })
  expect(minutesTogether(held, [['usual', Number.NaN]])).toEqual({})
})

test('[AGR8] whatever is typed, what is written can stand, and nothing more could be written with it', () => {
  const number = fc.oneof(fc.integer({ min: 0, max: 1500 }), fc.constantFrom(Number.NaN, 20, 25, 240, 1440))
  const fields = fc.shuffledSubarray(['shortest', 'usual', 'longest'] as const)
  fc.assert(
    fc.property(fields, fc.array(number, { minLength: 3, maxLength: 3 }), (order, numbers) => {
      const typed: TypedMinutes = order.map((field, at) => [field, numbers[at] ?? 0])
      const change = minutesTogether(held, typed)
      expect(refusePause({ ...held, ...change }, change)).toBe(null)
      for (const [field, value] of typed) {
        const more = { ...change, [field]: value }
        if (change[field] === undefined) expect(refusePause({ ...held, ...more }, more)).not.toBe(null)
      }
    }),
    { seed, numRuns: 500 },
  )
})
