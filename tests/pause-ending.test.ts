import { expect, test } from 'vitest'
import { floorEndsAt, PAUSE_LIMITS } from '../shared/pause.ts'
import * as broken from './support/broken-pauses.ts'
import { HOUR, MINUTE } from './support/pause-histories.ts'
import * as rules from './support/pause-rules.ts'
import { andThen, cancel, clock, comesBack, extend, holds, paused, start } from './support/pause-steps.ts'

test('[PAU3] a return before 20 minutes is refused, with the time at which it will be accepted', () => {
  holds(rules.nobodyIsBackBeforeTheFloor, [broken.withoutFloor, broken.floorOneMillisecondShort, broken.withoutAcceptedAt])
  const state = paused(['09:13:07', start('a', 25)])
  const acceptedAt = clock('09:33:07')
  expect(floorEndsAt(state, PAUSE_LIMITS)).toBe(acceptedAt)
  expect(andThen(state, acceptedAt - 1, comesBack('a'))).toEqual({ ok: false, code: 'too-early', acceptedAt })
  expect(andThen(state, acceptedAt, comesBack('a')).ok).toBe(true)
})

test('[PAU9] a return after the return time is accepted and marked late, by its press', () => {
  holds(rules.lateByThePress, [broken.lateByArrival])
  const state = paused(['09:15:00', start('a', 25)])
  const late = (at: string, heldMs = 0) => andThen(state, at, comesBack('b', heldMs))
  expect(late('09:40:00')).toMatchObject({ state: { returned: [{ seat: 'b', at: clock('09:40:00'), late: false }] } })
  expect(late('09:40:01')).toMatchObject({ state: { returned: [{ late: true }] } })
  expect(late('10:00:00', 21 * MINUTE)).toMatchObject({ state: { returned: [{ at: clock('09:39:00'), late: false }] } })
})

test('[PAU10] each seat returns once, and both returns end the pause', () => {
  holds(rules.bothReturnOnce, [broken.returnCountsTwice, broken.oneReturnIsEnough])
  const one = paused(['09:15:00', start('a', 25)], ['09:36:00', comesBack('b')])
  expect(andThen(one, '09:37:00', comesBack('b'))).toMatchObject({ code: 'already-back' })
  expect(andThen(one, '09:41:00', comesBack('a'))).toEqual({ ok: true, state: { kind: 'none' } })
})

test('[PAU10] who starts again after coming back is not back', () => {
  const one = paused(['09:15:00', start('a', 60)], ['09:36:00', comesBack('b')])
  expect(andThen(one, '09:37:00', start('b', 20))).toMatchObject({ state: { returned: [], returnAt: clock('10:15:00') } })
  expect(andThen(one, '09:37:00', start('b', 25, 10 * MINUTE))).toMatchObject({ state: { returned: [{ seat: 'b' }] } })
})

test('[PAU11] only a starter cancels, within ten seconds, and not what someone else relies on', () => {
  holds(rules.cancelOnlyAtOnce, [
    broken.anyoneCancels,
    broken.cancelByClaim,
    broken.cancelUnderAClockSetBack,
    broken.cancelAfterExtension,
  ])
  const state = paused(['09:15:00', start('a', 25)])
  expect(andThen(state, '09:15:10', cancel('a'))).toEqual({ ok: true, state: { kind: 'none' } })
  expect(andThen(state, '09:15:10', cancel('b'))).toMatchObject({ code: 'not-starter' })
  expect(andThen(state, '09:15:10.001', cancel('a'))).toMatchObject({ code: 'pause-changed' })
  const joined = paused(['09:15:00', start('a', 25)], ['09:15:01', start('b', 25)])
  expect(andThen(joined, '09:15:03', cancel('b'))).toMatchObject({ code: 'pause-changed' })
  const longer = paused(['09:15:00', start('a', 25)], ['09:15:01', extend('b', clock('10:00:00'))])
  expect(andThen(longer, '09:15:03', cancel('a'))).toMatchObject({ code: 'pause-changed' })
})

test('[PAU11] a start and its cancel that waited in one outbox leave no pause, but no claim undoes a pause the other has seen', () => {
  const held = paused(['09:15:00', start('a', 25, 5 * MINUTE)])
  expect(andThen(held, '09:15:00.050', cancel('a', 5 * MINUTE - 3_000)).ok).toBe(true)
  expect(andThen(held, '09:15:00.050', cancel('a'))).toMatchObject({ code: 'pause-changed' })
  const seen = paused(['09:15:00', start('a', 25)])
  expect(andThen(seen, '09:25:00', cancel('a', 10 * MINUTE - 3_000))).toMatchObject({ code: 'pause-changed' })
})

test('[PAU15] no claim of held time brings a return forward, and a return pressed before this pause is stale', () => {
  holds(rules.nobodyIsBackBeforeTheFloor, [broken.floorByClaim])
  const state = paused(['09:15:00', start('a', 25)])
  for (const heldMs of [0, MINUTE, 25 * MINUTE, 48 * HOUR, -48 * HOUR])
    expect(andThen(state, '09:34:59', comesBack('a', heldMs))).toMatchObject({ code: 'too-early' })
  expect(andThen(state, '09:36:00', comesBack('a', 22 * MINUTE))).toMatchObject({ code: 'stale' })
  // Pressed a moment too early, kept in the outbox and sent again: it counts from the floor on, and is not lost.
  expect(andThen(state, '09:36:00', comesBack('a', 2 * MINUTE))).toMatchObject({
    state: { returned: [{ at: clock('09:35:00') }] },
  })
})

test('[PAU15] what was pressed for an earlier pause is not taken for this one, however long it waited in an outbox', () => {
  holds(rules.pressedForThisPause, [broken.extensionForAnyPause, broken.returnForAnyPause, broken.cancelForAnyPause])
  // Seat a's first phone, without a network, presses for a pause that both then left on other devices; b starts another.
  const next = paused(
    ['09:00:00', start('a', 25)],
    ['09:25:00', comesBack('b')],
    ['09:26:00', comesBack('a')],
    ['09:40:00', start('b', 20)],
  )
  expect(andThen(next, '09:50:00', extend('a', clock('10:10:00'), 40 * MINUTE))).toMatchObject({ code: 'stale' })
  expect(andThen(next, '09:50:00', extend('a', clock('10:10:00'), 9 * MINUTE))).toMatchObject({
    state: { returnAt: clock('10:10:00') },
  })
  expect(andThen(next, '09:40:05', cancel('b', 35 * MINUTE))).toMatchObject({ code: 'pause-changed' })
  expect(andThen(next, '09:40:05', cancel('b', 4_000)).ok).toBe(true)
})

test('[PAU15] a later time or a cancel that was pressed while its start was on its way to the server counts', () => {
  const slow = paused(['09:15:08', start('a', 25)])
  expect(andThen(slow, '09:15:09', extend('a', clock('10:00:00'), 5_000)).ok).toBe(true)
  expect(andThen(slow, '09:15:09', cancel('a', 5_000)).ok).toBe(true)
  expect(andThen(slow, '09:15:09', extend('a', clock('10:00:00'), 11_000)).ok).toBe(true)
  expect(andThen(slow, '09:15:09', extend('a', clock('10:00:00'), 11_001))).toMatchObject({ code: 'stale' })
})
