import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Seat } from '../shared/ids.ts'
import {
  applyPause,
  dueSteps,
  floorEndsAt,
  laterTimes,
  latestReturn,
  PAUSE_LIMITS,
  type Paused,
  type PauseInput,
  type PauseLimits,
  PauseStep,
  pauseAt,
  returnTimeFor,
} from '../shared/pause.ts'
import * as broken from './support/broken-pauses.ts'
import { HOUR, MINUTE, moves, type PauseMachine, play } from './support/pause-histories.ts'
import * as rules from './support/pause-rules.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

const keeps = (rule: rules.Rule) => (machine: PauseMachine) =>
  fc.property(moves, drawn => play(machine, PAUSE_LIMITS, drawn).every(rule))

/** The rule holds for the machine whatever is done to it, and is broken by each of the broken machines. */
const holds = (rule: rules.Rule, brokenMachines: readonly PauseMachine[]) => {
  const property = keeps(rule)
  fc.assert(property(applyPause), { seed, numRuns: 3000 })
  for (const machine of brokenMachines)
    expect(fc.check(property(machine), { seed: CONTROL_SEED, numRuns: 5000, endOnFailure: true }).failed).toBe(true)
}

const clock = (text: string) => Date.parse(`2025-01-06T${text}Z`)
const by = (seat: Seat, step: PauseStep, heldMs = 0): PauseInput => ({ seat, step, heldMs })
const start = (seat: Seat, minutes: number, heldMs = 0) => by(seat, { kind: 'start', minutes }, heldMs)
const extend = (seat: Seat, until: number, heldMs = 0) => by(seat, { kind: 'extend', until }, heldMs)
const comesBack = (seat: Seat, heldMs = 0) => by(seat, { kind: 'return' }, heldMs)
const cancel = (seat: Seat, heldMs = 0) => by(seat, { kind: 'cancel' }, heldMs)

/** Steps that must all be accepted. */
const after = (...steps: [string | number, PauseInput][]) => {
  let state: ReturnType<typeof pauseAt> = { kind: 'none' }
  for (const [time, input] of steps) {
    const result = applyPause(state, input, typeof time === 'string' ? clock(time) : time, PAUSE_LIMITS)
    if (!result.ok) throw new Error(`refused: ${input.step.kind} ${result.code}`)
    state = result.state
  }
  return state
}
const paused = (...steps: [string | number, PauseInput][]): Paused => {
  const state = after(...steps)
  if (state.kind === 'none') throw new Error('no pause')
  return state
}
const then = (state: ReturnType<typeof after>, time: string | number, input: PauseInput, limits = PAUSE_LIMITS) =>
  applyPause(state, input, typeof time === 'string' ? clock(time) : time, limits)

test('[PAU1] a start begins a pause by that seat at the moment it was pressed', () => {
  holds(rules.beginsWhenPressed, [broken.startsOnArrival])
  holds(rules.startersStarted, [broken.everyoneIsAStarter])
  const state = paused(['09:15:00', start('b', 25, 2 * MINUTE)])
  expect(state).toMatchObject({ startedBy: ['b'], startedAt: clock('09:13:00'), knownAt: clock('09:15:00') })
  expect(paused(['09:15:00', start('a', 25, -HOUR)]).startedAt).toBe(clock('09:15:00'))
  expect(then({ kind: 'none' }, 5, start('a', 25, HOUR))).toMatchObject({ state: { startedAt: 0 } })
})

test('[PAU2] the return time is at least the floor away, on the next five-minute clock time', () => {
  holds(rules.returnsOnTheClock, [broken.withoutFloor, broken.unrounded, broken.roundedDown])
  expect(paused(['09:13:07', start('a', 25)]).returnAt).toBe(clock('09:40:00'))
  expect(paused(['09:15:00', start('a', 25)]).returnAt).toBe(clock('09:40:00'))
  expect(paused(['09:13:07', start('a', 5)]).returnAt).toBe(clock('09:35:00'))
  expect(returnTimeFor(25, clock('09:13:07'))).toBe(clock('09:40:00'))
})

test('[PAU3] a return before 20 minutes is refused, with the time at which it will be accepted', () => {
  holds(rules.nobodyIsBackBeforeTheFloor, [broken.withoutFloor, broken.floorOneMillisecondShort, broken.withoutAcceptedAt])
  const state = paused(['09:13:07', start('a', 25)])
  const acceptedAt = clock('09:33:07')
  expect(floorEndsAt(state, PAUSE_LIMITS)).toBe(acceptedAt)
  expect(then(state, acceptedAt - 1, comesBack('a'))).toEqual({ ok: false, code: 'too-early', acceptedAt })
  expect(then(state, acceptedAt, comesBack('a')).ok).toBe(true)
})

test('[PAU4] no return time lies later than 24 hours after the start', () => {
  holds(rules.neverPastADay, [broken.ceilingFiveMinutesLong])
  const state = paused(['09:13:07', start('a', 1440)])
  expect(state.returnAt).toBe(clock('09:10:00') + 24 * HOUR)
  expect(latestReturn(state, PAUSE_LIMITS)).toBe(state.returnAt)
  const shorter: PauseLimits = { ...PAUSE_LIMITS, ceilingMs: HOUR }
  expect(then({ kind: 'none' }, '09:13:07', start('a', 61), shorter)).toMatchObject({ code: 'too-long' })
  expect(PauseStep.safeParse({ kind: 'start', minutes: 1441 }).success).toBe(false)
})

test('[PAU5] a start or an extension whose time has passed when it arrives is stale', () => {
  holds(rules.noPromiseInThePast, [broken.staleStartAccepted])
  expect(then({ kind: 'none' }, '09:40:00', start('a', 25, 25 * MINUTE))).toMatchObject({ code: 'stale' })
  expect(then({ kind: 'none' }, '09:39:59', start('a', 25, 25 * MINUTE)).ok).toBe(true)
  const late = paused(['09:15:00', start('a', 25)])
  expect(then(late, '09:50:00', extend('a', clock('09:50:00')))).toMatchObject({ code: 'stale' })
  expect(then(late, '09:50:00', extend('a', clock('09:50:00.001'))).ok).toBe(true)
})

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
  expect(then(state, '09:20:00', extend('b', clock('09:40:00')))).toMatchObject({ code: 'too-short' })
  expect(then(state, '09:20:00', extend('b', clock('09:43:10')))).toMatchObject({ state: { returnAt: clock('09:45:00') } })
  expect(then(state, '09:20:00', extend('b', end))).toMatchObject({ state: { returnAt: clock('09:10:00') + 24 * HOUR } })
  expect(then(state, '09:20:00', extend('b', end + 1))).toMatchObject({ code: 'too-long' })
  const longest = paused(['09:13:07', start('a', 25)], ['09:20:00', extend('b', end)])
  expect(then(longest, '09:21:00', extend('b', end))).toMatchObject({ code: 'too-long' })
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
  expect(then(called, '09:51:00', extend('b', clock('10:10:00')))).toMatchObject({
    state: { returnAt: clock('10:10:00'), returned: [], calledBack: false, asked: false },
  })
  const joined = then(called, '09:51:00', start('b', 25))
  expect(joined).toMatchObject({ state: { returnAt: clock('10:20:00'), returned: [], calledBack: false } })
})

test('[PAU9] a return after the return time is accepted and marked late, by its press', () => {
  holds(rules.lateByThePress, [broken.lateByArrival])
  const state = paused(['09:15:00', start('a', 25)])
  const late = (at: string, heldMs = 0) => then(state, at, comesBack('b', heldMs))
  expect(late('09:40:00')).toMatchObject({ state: { returned: [{ seat: 'b', at: clock('09:40:00'), late: false }] } })
  expect(late('09:40:01')).toMatchObject({ state: { returned: [{ late: true }] } })
  expect(late('10:00:00', 21 * MINUTE)).toMatchObject({ state: { returned: [{ at: clock('09:39:00'), late: false }] } })
})

test('[PAU10] each seat returns once, and both returns end the pause', () => {
  holds(rules.bothReturnOnce, [broken.returnCountsTwice, broken.oneReturnIsEnough])
  const one = paused(['09:15:00', start('a', 25)], ['09:36:00', comesBack('b')])
  expect(then(one, '09:37:00', comesBack('b'))).toMatchObject({ code: 'already-back' })
  expect(then(one, '09:41:00', comesBack('a'))).toEqual({ ok: true, state: { kind: 'none' } })
})

test('[PAU10] who starts again after coming back is not back', () => {
  const one = paused(['09:15:00', start('a', 60)], ['09:36:00', comesBack('b')])
  expect(then(one, '09:37:00', start('b', 20))).toMatchObject({ state: { returned: [], returnAt: clock('10:15:00') } })
  expect(then(one, '09:37:00', start('b', 25, 10 * MINUTE))).toMatchObject({ state: { returned: [{ seat: 'b' }] } })
})

test('[PAU11] only a starter cancels, within ten seconds, and not what someone else relies on', () => {
  holds(rules.cancelOnlyAtOnce, [
    broken.anyoneCancels,
    broken.cancelByClaim,
    broken.cancelUnderAClockSetBack,
    broken.cancelAfterExtension,
  ])
  const state = paused(['09:15:00', start('a', 25)])
  expect(then(state, '09:15:10', cancel('a'))).toEqual({ ok: true, state: { kind: 'none' } })
  expect(then(state, '09:15:10', cancel('b'))).toMatchObject({ code: 'not-starter' })
  expect(then(state, '09:15:10.001', cancel('a'))).toMatchObject({ code: 'pause-changed' })
  const joined = paused(['09:15:00', start('a', 25)], ['09:15:01', start('b', 25)])
  expect(then(joined, '09:15:03', cancel('b'))).toMatchObject({ code: 'pause-changed' })
  const longer = paused(['09:15:00', start('a', 25)], ['09:15:01', extend('b', clock('10:00:00'))])
  expect(then(longer, '09:15:03', cancel('a'))).toMatchObject({ code: 'pause-changed' })
})

test('[PAU11] a start and its cancel that waited in one outbox leave no pause, but no claim undoes a pause the other has seen', () => {
  const held = paused(['09:15:00', start('a', 25, 5 * MINUTE)])
  expect(then(held, '09:15:00.050', cancel('a', 5 * MINUTE - 3_000)).ok).toBe(true)
  expect(then(held, '09:15:00.050', cancel('a'))).toMatchObject({ code: 'pause-changed' })
  const seen = paused(['09:15:00', start('a', 25)])
  expect(then(seen, '09:25:00', cancel('a', 10 * MINUTE - 3_000))).toMatchObject({ code: 'pause-changed' })
})

test('[PAU12] both are called back at the return time and the missing one is asked ten minutes later, each once', () => {
  holds(rules.calledOnceAndInTime, [broken.calledTooEarly, broken.calledAgain, broken.ceilingFiveMinutesLong])
  const state = paused(['09:15:00', start('a', 25)], ['09:20:00', extend('a', clock('10:00:00'))])
  expect(then(state, '09:40:00', { step: { kind: 'call-back' } })).toMatchObject({ code: 'stale' })
  expect(then(state, '10:09:59', { step: { kind: 'ask-missing' } })).toMatchObject({ code: 'stale' })
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
          ({ kind, at }) => then(after, at, { step: { kind } }).ok && !then(after, at - 1, { step: { kind } }).ok,
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
  expect(then(state, end - 1, { step: { kind: 'end' } })).toMatchObject({ code: 'stale' })
  expect(then(state, end, { step: { kind: 'end' } })).toEqual({ ok: true, state: { kind: 'none' } })
  expect(then(state, end, comesBack('a'))).toMatchObject({ code: 'no-pause' })
  expect(then(state, end, start('b', 25))).toMatchObject({ state: { startedBy: ['b'], startedAt: end } })
  expect(pauseAt(state, end - 1, PAUSE_LIMITS)).toBe(state)
  expect(pauseAt(state, end, PAUSE_LIMITS)).toEqual({ kind: 'none' })
})

test('[PAU14] a refusal changes nothing and names a reason that holds; an accepted step has none against it', () => {
  holds(rules.refusedForAReason, [broken.refusesForTheWrongReason, broken.changesWhatItRefuses, broken.withoutFloor])
  for (const input of [extend('a', clock('10:00:00')), comesBack('a'), cancel('a'), { step: { kind: 'call-back' as const } }])
    expect(then({ kind: 'none' }, '09:15:00', input)).toEqual({ ok: false, code: 'no-pause' })
})

test('[PAU15] no claim of held time brings a return forward, and a return pressed before this pause is stale', () => {
  holds(rules.nobodyIsBackBeforeTheFloor, [broken.floorByClaim])
  const state = paused(['09:15:00', start('a', 25)])
  for (const heldMs of [0, MINUTE, 25 * MINUTE, 48 * HOUR, -48 * HOUR])
    expect(then(state, '09:34:59', comesBack('a', heldMs))).toMatchObject({ code: 'too-early' })
  expect(then(state, '09:36:00', comesBack('a', 22 * MINUTE))).toMatchObject({ code: 'stale' })
  // Pressed a moment too early, kept in the outbox and sent again: it counts from the floor on, and is not lost.
  expect(then(state, '09:36:00', comesBack('a', 2 * MINUTE))).toMatchObject({ state: { returned: [{ at: clock('09:35:00') }] } })
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
  expect(then(next, '09:50:00', extend('a', clock('10:10:00'), 40 * MINUTE))).toMatchObject({ code: 'stale' })
  expect(then(next, '09:50:00', extend('a', clock('10:10:00'), 9 * MINUTE))).toMatchObject({
    state: { returnAt: clock('10:10:00') },
  })
  expect(then(next, '09:40:05', cancel('b', 35 * MINUTE))).toMatchObject({ code: 'pause-changed' })
  expect(then(next, '09:40:05', cancel('b', 4_000)).ok).toBe(true)
})

test('[PAU15] a later time or a cancel that was pressed while its start was on its way to the server counts', () => {
  const slow = paused(['09:15:08', start('a', 25)])
  expect(then(slow, '09:15:09', extend('a', clock('10:00:00'), 5_000)).ok).toBe(true)
  expect(then(slow, '09:15:09', cancel('a', 5_000)).ok).toBe(true)
  expect(then(slow, '09:15:09', extend('a', clock('10:00:00'), 11_000)).ok).toBe(true)
  expect(then(slow, '09:15:09', extend('a', clock('10:00:00'), 11_001))).toMatchObject({ code: 'stale' })
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
            then(after, at, extend('a', time)).ok && time - after.startedAt <= longest * MINUTE && time % (5 * MINUTE) === 0,
        )
      }),
    )
  fc.assert(offersHold(laterTimes), { seed, numRuns: 2000 })
  const beyond: typeof laterTimes = (state, at) => laterTimes(state, at, 2880)
  expect(fc.check(offersHold(beyond), { seed: CONTROL_SEED, numRuns: 5000 }).failed).toBe(true)
})

test('[PAU18] a lowered test floor lowers the floor and nothing else', () => {
  const limits: PauseLimits = { ...PAUSE_LIMITS, floorMs: 3_000 }
  const result = then({ kind: 'none' }, '09:13:07', start('a', 1), limits)
  if (!result.ok || result.state.kind === 'none') throw new Error('refused')
  expect(result.state.returnAt).toBe(clock('09:15:00'))
  expect(then(result.state, '09:13:09', comesBack('a'), limits)).toMatchObject({
    code: 'too-early',
    acceptedAt: clock('09:13:10'),
  })
  expect(then(result.state, '09:13:10', comesBack('a'), limits).ok).toBe(true)
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
  expect(then(state, '09:16:00', { step: { kind: 'seat-left' } })).toEqual({ ok: true, state: { kind: 'none' } })
})

test('[PAU20] under a clock set back by more than the shortest pause nobody is held, and nobody cancels what both have seen', () => {
  holds(rules.aClockSetBackHoldsNobody, [broken.holdsUnderAClockSetBack])
  const state = paused(['12:00:00', start('a', 25)])
  expect(then(state, '11:50:00', comesBack('b'))).toMatchObject({ code: 'too-early' })
  const one = paused(['12:00:00', start('a', 25)], ['09:40:00', comesBack('b', 50)])
  expect(one.returned).toEqual([{ seat: 'b', at: clock('12:20:00'), late: false }])
  expect(then(one, '09:41:00', comesBack('a'))).toEqual({ ok: true, state: { kind: 'none' } })
  expect(then(state, '09:40:00', comesBack('b', MINUTE))).toMatchObject({ code: 'stale' })
  expect(then(state, '09:40:00', cancel('a'))).toMatchObject({ code: 'pause-changed' })
})
