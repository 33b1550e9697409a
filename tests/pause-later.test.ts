import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyPause, laterTimes, PAUSE_LIMITS, type PauseInput } from '../shared/pause.ts'
import * as broken from './support/broken-pauses.ts'
import { HOUR, MINUTE, moves, play } from './support/pause-histories.ts'
import * as rules from './support/pause-rules.ts'
import { andThen, clock, comesBack, extend, holds, paused, start } from './support/pause-steps.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

test('[PAU6] a second start joins: the beginning stays, the later of both return times holds', () => {
  holds(rules.joiningShortensNothing, [broken.laterStartWins, broken.joinMovesTheBeginning, broken.joinForgetsWhoJoined])
  const first: [string, PauseInput] = ['09:15:00', start('a', 60)]
  expect(paused(first, ['09:16:00', start('b', 20)])).toMatchObject({ startedBy: ['a', 'b'], returnAt: clock('10:15:00') })
  expect(paused(first, ['09:16:00', start('b', 90)])).toMatchObject({
    startedAt: clock('09:15:00'),
    returnAt: clock('10:50:00'),
  })
  expect(paused(first, ['09:16:00', start('b', 1440)]).returnAt).toBe(clock('09:15:00') + 24 * HOUR)
  expect(paused(first, ['09:16:00', start('b', 20, 10 * MINUTE)]).startedAt).toBe(clock('09:15:00'))
})

test('[PAU7] an extension names an instant after the return time and within 24 hours, and holds from the next clock time', () => {
  holds(rules.extensionNamesALaterTime, [broken.extendsToTheSecond, broken.ceilingFiveMinutesLong])
  const state = paused(['09:13:07', start('a', 25)])
  const end = clock('09:13:07') + 24 * HOUR
  expect(andThen(state, '09:20:00', extend('b', clock('09:40:00')))).toMatchObject({ code: 'too-short' })
  expect(andThen(state, '09:20:00', extend('b', clock('09:43:10')))).toMatchObject({ state: { returnAt: clock('09:45:00') } })
  expect(andThen(state, '09:20:00', extend('b', end))).toMatchObject({ state: { returnAt: clock('09:10:00') + 24 * HOUR } })
  expect(andThen(state, '09:20:00', extend('b', end + 1))).toMatchObject({ code: 'too-long' })
  const longest = paused(['09:13:07', start('a', 25)], ['09:20:00', extend('b', end)])
  expect(andThen(longest, '09:21:00', extend('b', end))).toMatchObject({ code: 'too-long' })
})

test('[PAU8] when the return time moves, returns are cleared and both are called back anew', () => {
  holds(rules.aMovedTimeIsANewPromise, [broken.extensionKeepsReturns, broken.extensionKeepsCalls])
  const called = paused(
    ['09:15:00', start('a', 25)],
    ['09:36:00', comesBack('a')],
    ['09:40:00', { step: { kind: 'call-back' } }],
    ['09:50:00', { step: { kind: 'ask-missing' } }],
  )
  expect(called).toMatchObject({ returned: [{ seat: 'a' }], calledBack: true, asked: true })
  expect(andThen(called, '09:51:00', extend('b', clock('10:10:00')))).toMatchObject({
    state: { returnAt: clock('10:10:00'), returned: [], calledBack: false, asked: false },
  })
  const joined = andThen(called, '09:51:00', start('b', 25))
  expect(joined).toMatchObject({ state: { returnAt: clock('10:20:00'), returned: [], calledBack: false } })
})

test('[PAU17] more time is offered as later clock times within the agreed longest pause', () => {
  const state = paused(['09:13:07', start('a', 25)])
  const offered = (at: string, longest: number) =>
    laterTimes(state, clock(at), longest).map(time => new Date(time).toISOString().slice(11, 16))
  expect(offered('09:14:00', 240)).toEqual(['10:00', '10:25'])
  expect(offered('09:47:30', 240)).toEqual(['10:10', '10:35'])
  expect(offered('09:14:00', 60)).toEqual(['10:00', '10:10'])
  expect(offered('09:14:00', 35)).toEqual(['09:45'])
  expect(offered('09:14:00', 25)).toEqual([])
  expect(offered('13:14:00', 240)).toEqual([])
})

test('[PAU17] whatever is offered is accepted as an extension and keeps the agreed longest pause', () => {
  const offersHold = (offer: typeof laterTimes) =>
    fc.property(moves, fc.integer({ min: 20, max: 1440 }), (drawn, longest) =>
      play(applyPause, PAUSE_LIMITS, drawn).every(({ after, at }) => {
        if (after.kind === 'none' || at >= after.startedAt + 24 * HOUR) return true
        return offer(after, at, longest).every(
          time =>
            andThen(after, at, extend('a', time)).ok && time - after.startedAt <= longest * MINUTE && time % (5 * MINUTE) === 0,
        )
      }),
    )
  fc.assert(offersHold(laterTimes), { seed, numRuns: 2000 })
  const beyond: typeof laterTimes = (state, at) => laterTimes(state, at, 2880)
  expect(fc.check(offersHold(beyond), { seed: CONTROL_SEED, numRuns: 5000 }).failed).toBe(true)
})
