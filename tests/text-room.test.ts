import { expect, test } from 'vitest'
import { fitting, nearOf, roomAfter, saidLeft } from '../client/features/agreement/text-room.ts'

test('[AGR22] what did not fit is counted until there is room again, with the step in which the rest came', () => {
  const step = {}
  const pasted = roomAfter(null, 0, 200, step)
  expect(pasted).toEqual({ left: 0, dropped: 200, step })
  // A letter more, and a partner's change that leaves it full.
  expect(roomAfter(roomAfter(pasted, 0, 1, null), 0, 0, null)).toEqual({ left: 0, dropped: 201, step: null })
  expect(roomAfter(pasted, 0, 0, null).step).toBe(step)
  expect(roomAfter(pasted, 12, 0, null)).toEqual({ left: 12, dropped: 0, step: null })
})

test('[AGR22] half a character never fits', () => {
  expect(fitting('ab🪶', 3)).toBe('ab')
  expect(fitting('ab🪶', 4)).toBe('ab🪶')
  expect(fitting('abc', 0)).toBe('')
})

test('[AGR22] the count comes near the limit, and is read out at a few numbers only', () => {
  expect([nearOf(400), nearOf(80)]).toEqual([20, 8])
  expect([21, 20, 19, 11, 10, 6, 5, 1, 0].map(left => saidLeft(left, 400))).toEqual([null, 20, 20, 20, 10, 10, 5, 5, 0])
  expect([9, 8, 5, 0].map(left => saidLeft(left, 80))).toEqual([null, 10, 5, 0])
})
