import { expect, test } from 'vitest'
import { heldFor } from '../client/sync/press-clock.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
type Case = [Parameters<typeof heldFor>[0], number]
const held: Case[] = [
  [{ byDevice: 5 * MINUTE, byServer: null, byGuess: null, lived: null }, 5 * MINUTE],
  [{ byDevice: -5 * MINUTE, byServer: null, byGuess: null, lived: null }, 0],
  // Changed while no page was there, which had known the server's clock.
  [{ byDevice: 65 * MINUTE, byServer: 5 * MINUTE, byGuess: null, lived: null }, 5 * MINUTE],
  // Changed by an hour after the press, forth and back.
  [{ byDevice: 65 * MINUTE, byServer: 5 * MINUTE, byGuess: null, lived: 5 * MINUTE }, 5 * MINUTE],
  [{ byDevice: -55 * MINUTE, byServer: 5 * MINUTE, byGuess: null, lived: 5 * MINUTE }, 5 * MINUTE],
  // Unnoticed, before the press.
  [{ byDevice: 5 * MINUTE, byServer: 65 * MINUTE, byGuess: null, lived: 5 * MINUTE }, 5 * MINUTE],
  [{ byDevice: 35 * MINUTE, byServer: 25 * MINUTE, byGuess: null, lived: 35 * MINUTE }, 35 * MINUTE],
  // A device that slept.
  [{ byDevice: 65 * MINUTE, byServer: 65 * MINUTE, byGuess: null, lived: 5 * MINUTE }, 65 * MINUTE],
  // Never told before the press: by what an earlier page knew, as far as it is possible; what is pressed is not of the future.
  [{ byDevice: 65 * MINUTE, byServer: null, byGuess: 5 * MINUTE, lived: null }, 5 * MINUTE],
  [{ byDevice: -5 * MINUTE, byServer: null, byGuess: 35 * MINUTE, lived: null }, 35 * MINUTE],
  [{ byDevice: 35 * MINUTE, byServer: -5 * MINUTE, byGuess: null, lived: null }, 35 * MINUTE],
  // Only what the page counted can be right.
  [{ byDevice: -MINUTE, byServer: -MINUTE, byGuess: null, lived: 5 * MINUTE }, 5 * MINUTE],
]

test('[OBX11] a press is as old as it can be by all clocks: a changed one counts for nothing, and sleep counts', () => {
  const keeps = (rule: typeof heldFor) => held.every(([ages, expected]) => rule(ages) === expected)
  expect(held.map(([ages]) => heldFor(ages))).toEqual(held.map(([, expected]) => expected))
  const broken: (typeof heldFor)[] = [
    ({ byDevice }) => Math.max(0, byDevice),
    ({ byDevice, byServer }) => Math.max(0, byServer ?? byDevice),
    ({ byDevice, lived }) => Math.max(0, lived ?? byDevice),
    ({ byDevice, byServer }) => Math.max(0, Math.min(byDevice, byServer ?? byDevice)),
  ]
  for (const rule of broken) expect(keeps(rule)).toBe(false)
})
