import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  applyPause,
  dueSteps,
  latestReturn,
  PAUSE_LIMITS,
  type PauseLimits,
  PauseStep,
  pauseAt,
  returnTimeFor,
} from '../shared/pause.ts'
import * as broken from './support/broken-pauses.ts'
import { HOUR, MINUTE, moves, type PauseMachine, play } from './support/pause-histories.ts'
import * as rules from './support/pause-rules.ts'
import { andThen, cancel, clock, comesBack, extend, holds, paused, start } from './support/pause-steps.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

test('[PAU1] a start begins a pause by that seat at the moment it was pressed', () => {
  holds(rules.beginsWhenPressed, [broken.startsOnArrival])
  holds(rules.startersStarted, [broken.everyoneIsAStarter])
  const state = paused(['09:15:00', start('b', 25, 2 * MINUTE)])
  expect(state).toMatchObject({ startedBy: ['b'], startedAt: clock('09:13:00'), knownAt: clock('09:15:00') })
  expect(paused(['09:15:00', start('a', 25, -HOUR)]).startedAt).toBe(clock('09:15:00'))
  expect(andThen({ kind: 'none' }, 5, start('a', 25, HOUR))).toMatchObject({ state: { startedAt: 0 } })
})

test('[PAU2] the return time is at least the floor away, on the next five-minute clock time', () => {
  holds(rules.returnsOnTheClock, [broken.withoutFloor, broken.unrounded, broken.roundedDown])
  expect(paused(['09:13:07', start('a', 25)]).returnAt).toBe(clock('09:40:00'))
  expect(paused(['09:15:00', start('a', 25)]).returnAt).toBe(clock('09:40:00'))
  expect(paused(['09:13:07', start('a', 5)]).returnAt).toBe(clock('09:35:00'))
  expect(returnTimeFor(25, clock('09:13:07'))).toBe(clock('09:40:00'))
})

test('[PAU4] no return time lies later than 24 hours after the start', () => {
  holds(rules.neverPastADay, [broken.ceilingFiveMinutesLong])
  const state = paused(['09:13:07', start('a', 1440)])
  expect(state.returnAt).toBe(clock('09:10:00') + 24 * HOUR)
  expect(latestReturn(state, PAUSE_LIMITS)).toBe(state.returnAt)
  const shorter: PauseLimits = { ...PAUSE_LIMITS, ceilingMs: HOUR }
  expect(andThen({ kind: 'none' }, '09:13:07', start('a', 61), shorter)).toMatchObject({ code: 'too-long' })
  expect(PauseStep.safeParse({ kind: 'start', minutes: 1441 }).success).toBe(false)
})

test('[PAU5] a start or an extension whose time has passed when it arrives is stale', () => {
  holds(rules.noPromiseInThePast, [broken.staleStartAccepted])
  expect(andThen({ kind: 'none' }, '09:40:00', start('a', 25, 25 * MINUTE))).toMatchObject({ code: 'stale' })
  expect(andThen({ kind: 'none' }, '09:39:59', start('a', 25, 25 * MINUTE)).ok).toBe(true)
  const late = paused(['09:15:00', start('a', 25)])
  expect(andThen(late, '09:50:00', extend('a', clock('09:50:00')))).toMatchObject({ code: 'stale' })
  expect(andThen(late, '09:50:00', extend('a', clock('09:50:00.001'))).ok).toBe(true)
})

test('[PAU12] both are called back at the return time and the missing one is asked ten minutes later, each once', () => {
  holds(rules.calledOnceAndInTime, [broken.calledTooEarly, broken.calledAgain, broken.ceilingFiveMinutesLong])
  const state = paused(['09:15:00', start('a', 25)], ['09:20:00', extend('a', clock('10:00:00'))])
  expect(andThen(state, '09:40:00', { step: { kind: 'call-back' } })).toMatchObject({ code: 'stale' })
  expect(andThen(state, '10:09:59', { step: { kind: 'ask-missing' } })).toMatchObject({ code: 'stale' })
  expect(dueSteps(state)).toEqual([
    { kind: 'call-back', at: clock('10:00:00') },
    { kind: 'ask-missing', at: clock('10:10:00') },
    { kind: 'end', at: clock('09:15:00') + 24 * HOUR },
  ])
  expect(dueSteps({ kind: 'none' })).toEqual([])
})

test('[PAU12] the jobs of a state are those that it accepts at their time, and not a millisecond sooner', () => {
  const jobsApply = (machine: PauseMachine, jobsOf: typeof dueSteps) =>
    fc.property(moves, drawn =>
      play(machine, PAUSE_LIMITS, drawn).every(({ after }) =>
        jobsOf(after).every(
          ({ kind, at }) => andThen(after, at, { step: { kind } }).ok && !andThen(after, at - 1, { step: { kind } }).ok,
        ),
      ),
    )
  fc.assert(jobsApply(applyPause, dueSteps), { seed, numRuns: 2000 })
  const afterTheEnd: typeof dueSteps = state => {
    const jobs = dueSteps(state)
    return state.kind === 'paused' && !state.asked ? [...jobs, { kind: 'ask-missing', at: state.returnAt + 10 * MINUTE }] : jobs
  }
  expect(fc.check(jobsApply(applyPause, afterTheEnd), { seed: CONTROL_SEED, numRuns: 5000 }).failed).toBe(true)
})

test('[PAU13] after 24 hours it is over for every step, and never sooner', () => {
  holds(rules.aDayIsTheEnd, [broken.endsEarly, broken.ceilingOneMillisecondLong])
  const state = paused(['09:15:00', start('a', 25)])
  const end = clock('09:15:00') + 24 * HOUR
  expect(andThen(state, end - 1, { step: { kind: 'end' } })).toMatchObject({ code: 'stale' })
  expect(andThen(state, end, { step: { kind: 'end' } })).toEqual({ ok: true, state: { kind: 'none' } })
  expect(andThen(state, end, comesBack('a'))).toMatchObject({ code: 'no-pause' })
  expect(andThen(state, end, start('b', 25))).toMatchObject({ state: { startedBy: ['b'], startedAt: end } })
  expect(pauseAt(state, end - 1, PAUSE_LIMITS)).toBe(state)
  expect(pauseAt(state, end, PAUSE_LIMITS)).toEqual({ kind: 'none' })
})

test('[PAU14] a refusal changes nothing and names a reason that holds; an accepted step has none against it', () => {
  holds(rules.refusedForAReason, [broken.refusesForTheWrongReason, broken.changesWhatItRefuses, broken.withoutFloor])
  for (const input of [extend('a', clock('10:00:00')), comesBack('a'), cancel('a'), { step: { kind: 'call-back' as const } }])
    expect(andThen({ kind: 'none' }, '09:15:00', input)).toEqual({ ok: false, code: 'no-pause' })
})

test('[PAU18] a lowered test floor lowers the floor and nothing else', () => {
  const limits: PauseLimits = { ...PAUSE_LIMITS, floorMs: 3_000 }
  const result = andThen({ kind: 'none' }, '09:13:07', start('a', 1), limits)
  if (!result.ok || result.state.kind === 'none') throw new Error('refused')
  expect(result.state.returnAt).toBe(clock('09:15:00'))
  expect(andThen(result.state, '09:13:09', comesBack('a'), limits)).toMatchObject({
    code: 'too-early',
    acceptedAt: clock('09:13:10'),
  })
  expect(andThen(result.state, '09:13:10', comesBack('a'), limits).ok).toBe(true)
  const withLowFloor = (rule: rules.Rule) => fc.property(moves, drawn => play(applyPause, limits, drawn).every(rule))
  for (const rule of [
    rules.neverPastADay,
    rules.cancelOnlyAtOnce,
    rules.aDayIsTheEnd,
    rules.bothReturnOnce,
    rules.lateByThePress,
  ])
    fc.assert(withLowFloor(rule), { seed, numRuns: 500 })
  expect(fc.check(withLowFloor(rules.nobodyIsBackBeforeTheFloor), { seed: CONTROL_SEED, numRuns: 5000 }).failed).toBe(true)
})

test('[PAU19] a pause ends only by both returns, a cancel, its 24 hours, or a seat leaving', () => {
  holds(rules.endsOnlyTheseWays, [broken.endsAtTheReturnTime])
  const state = paused(['09:15:00', start('a', 25)])
  expect(andThen(state, '09:16:00', { step: { kind: 'seat-left' } })).toEqual({ ok: true, state: { kind: 'none' } })
})

test('[PAU20] under a clock set back by more than the shortest pause nobody is held, and nobody cancels what both have seen', () => {
  holds(rules.aClockSetBackHoldsNobody, [broken.holdsUnderAClockSetBack])
  const state = paused(['12:00:00', start('a', 25)])
  expect(andThen(state, '11:50:00', comesBack('b'))).toMatchObject({ code: 'too-early' })
  const one = paused(['12:00:00', start('a', 25)], ['09:40:00', comesBack('b', 50)])
  expect(one.returned).toEqual([{ seat: 'b', at: clock('12:20:00'), late: false }])
  expect(andThen(one, '09:41:00', comesBack('a'))).toEqual({ ok: true, state: { kind: 'none' } })
  expect(andThen(state, '09:40:00', comesBack('b', MINUTE))).toMatchObject({ code: 'stale' })
  expect(andThen(state, '09:40:00', cancel('a'))).toMatchObject({ code: 'pause-changed' })
})
