import { applyPause, type PauseInput, type PauseResult, type PauseState } from '../../shared/pause.ts'
import { FIVE_MINUTES, MINUTE, type PauseMachine } from './pause-histories.ts'

/** Machines with one rule broken each: what the tests of the rules must catch. */
type Paused = Extract<PauseState, { kind: 'paused' }>

/** The real machine with its new state altered, where a pause goes on. */
const altered =
  (alter: (after: Paused, before: PauseState, input: PauseInput, at: number) => PauseState): PauseMachine =>
  (before, input, at, limits) => {
    const result = applyPause(before, input, at, limits)
    if (!result.ok || result.state.kind !== 'paused') return result
    return { ok: true, state: alter(result.state, before, input, at) }
  }

/** The real machine on another input, state or time. */
const misled =
  (mislead: (before: PauseState, input: PauseInput, at: number) => [PauseState, PauseInput, number]): PauseMachine =>
  (before, input, at, limits) =>
    applyPause(...mislead(before, input, at), limits)

const replaced =
  (replace: (result: PauseResult, before: PauseState, input: PauseInput) => PauseResult): PauseMachine =>
  (before, input, at, limits) =>
    replace(applyPause(before, input, at, limits), before, input)

const is = (input: PauseInput, kind: PauseInput['step']['kind']) => input.step.kind === kind
const unheld = (input: PauseInput): PauseInput => ('seat' in input ? { ...input, heldMs: 0 } : input)

export const withoutFloor: PauseMachine = (before, input, at, limits) => applyPause(before, input, at, { ...limits, floorMs: 0 })
export const floorOneMillisecondShort: PauseMachine = (before, input, at, limits) =>
  applyPause(before, input, at, { ...limits, floorMs: limits.floorMs - 1 })
export const ceilingFiveMinutesLong: PauseMachine = (before, input, at, limits) =>
  applyPause(before, input, at, { ...limits, ceilingMs: limits.ceilingMs + FIVE_MINUTES })
export const ceilingOneMillisecondLong: PauseMachine = (before, input, at, limits) =>
  applyPause(before, input, at, { ...limits, ceilingMs: limits.ceilingMs + 1 })

export const startsOnArrival = misled((before, input, at) => [before, is(input, 'start') ? unheld(input) : input, at])
export const unrounded = altered((after, before, input) => {
  if (input.step.kind !== 'start' || before.kind === 'paused') return after
  return { ...after, returnAt: after.startedAt + Math.max(20, input.step.minutes) * MINUTE }
})
export const roundedDown = altered((after, before) =>
  before.kind === 'none' ? { ...after, returnAt: after.returnAt - FIVE_MINUTES } : after,
)
export const withoutAcceptedAt = replaced(result => (result.ok ? result : { ok: false, code: result.code }))
export const staleStartAccepted = misled((before, input, at) => [
  before,
  input,
  is(input, 'start') && 'seat' in input ? Math.max(0, at - input.heldMs) : at,
])
export const laterStartWins = altered((after, before, input) => {
  if (before.kind === 'none' || input.step.kind !== 'start' || after.startedAt !== before.startedAt) return after
  const named = applyPause({ kind: 'none' }, input, before.startedAt, { floorMs: 20 * MINUTE, ceilingMs: 24 * 60 * MINUTE })
  return named.ok && named.state.kind === 'paused' ? { ...after, returnAt: named.state.returnAt } : after
})
export const joinMovesTheBeginning = altered((after, before, input, at) =>
  before.kind === 'paused' && is(input, 'start') && 'seat' in input
    ? { ...after, startedAt: Math.min(after.startedAt, Math.max(0, at - input.heldMs)) }
    : after,
)
export const joinForgetsWhoJoined = altered((after, before) =>
  before.kind === 'paused' ? { ...after, startedBy: before.startedBy } : after,
)
export const everyoneIsAStarter = altered(after => ({ ...after, startedBy: ['a', 'b'] }))
export const extendsToTheSecond = altered((after, _before, input) =>
  input.step.kind === 'extend' ? { ...after, returnAt: input.step.until } : after,
)
export const extensionKeepsReturns = altered((after, before) =>
  before.kind === 'paused' && after.returnAt !== before.returnAt ? { ...after, returned: before.returned } : after,
)
export const extensionKeepsCalls = altered((after, before) =>
  before.kind === 'paused' ? { ...after, calledBack: after.calledBack || before.calledBack } : after,
)
export const lateByArrival = misled((before, input, at) => [before, is(input, 'return') ? unheld(input) : input, at])
export const returnCountsTwice = misled((before, input, at) => {
  if (before.kind === 'none' || !is(input, 'return') || !('seat' in input)) return [before, input, at]
  const returned = before.returned.map(back => ({ ...back, seat: input.seat === 'a' ? ('b' as const) : ('a' as const) }))
  return [{ ...before, returned }, input, at]
})
export const oneReturnIsEnough = replaced((result, _before, input) =>
  result.ok && is(input, 'return') ? { ok: true, state: { kind: 'none' } } : result,
)
export const anyoneCancels = misled((before, input, at) => {
  if (before.kind === 'none' || !is(input, 'cancel') || !('seat' in input)) return [before, input, at]
  return [before, { ...input, seat: before.startedBy[0] ?? input.seat }, at]
})
export const cancelByClaim = misled((before, input, at) => [
  before.kind === 'paused' ? { ...before, knownAt: at } : before,
  input,
  at,
])
/** Believes a clock that was set back. */
export const holdsUnderAClockSetBack = misled((before, input, at) => [
  before.kind === 'paused' && is(input, 'return') ? { ...before, knownAt: Math.min(before.knownAt, at) } : before,
  input,
  at,
])
export const cancelUnderAClockSetBack = misled((before, input, at) => [
  before.kind === 'paused' && is(input, 'cancel') ? { ...before, knownAt: Math.min(before.knownAt, at) } : before,
  input,
  at,
])
export const cancelAfterExtension = misled((before, input, at) => [
  before.kind === 'paused' ? { ...before, extended: false } : before,
  input,
  at,
])
export const calledTooEarly = misled((before, input, at) => [
  before,
  input,
  before.kind === 'paused' && is(input, 'call-back') ? Math.max(at, before.returnAt) : at,
])
export const calledAgain = misled((before, input, at) => [
  before.kind === 'paused' ? { ...before, calledBack: false, asked: false } : before,
  input,
  at,
])
export const endsEarly = replaced((result, _before, input) => (is(input, 'end') ? { ok: true, state: { kind: 'none' } } : result))
export const endsAtTheReturnTime = replaced((result, _before, input) =>
  result.ok && is(input, 'call-back') ? { ok: true, state: { kind: 'none' } } : result,
)
export const changesWhatItRefuses: PauseMachine = (before, input, at, limits) => {
  const result = applyPause(before, input, at, limits)
  if (!result.ok && before.kind === 'paused') before.returned.length = 0
  return result
}
export const refusesForTheWrongReason = replaced(result => (result.ok ? result : { ok: false, code: 'no-pause' }))
/** Judges the floor by a claim: a press said to be long ago is taken as the time that has passed. */
export const floorByClaim = misled((before, input, at) => [
  before,
  is(input, 'return') ? unheld(input) : input,
  is(input, 'return') && 'seat' in input ? at + input.heldMs : at,
])
/** Takes what was pressed for an earlier pause as if it were pressed for this one. */
const forAnyPause = (kind: 'extend' | 'return' | 'cancel') =>
  misled((before, input, at) => {
    if (before.kind === 'none' || !is(input, kind) || !('seat' in input)) return [before, input, at]
    return [before, { ...input, heldMs: Math.min(input.heldMs, at - before.startedAt) }, at]
  })
export const extensionForAnyPause = forAnyPause('extend')
export const returnForAnyPause = forAnyPause('return')
export const cancelForAnyPause = forAnyPause('cancel')
