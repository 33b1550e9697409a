import fc from 'fast-check'
import { expect } from 'vitest'
import type { Seat } from '../../shared/ids.ts'
import { applyPause, PAUSE_LIMITS, type Paused, type PauseInput, type PauseStep, type pauseAt } from '../../shared/pause.ts'
import { moves, type PauseMachine, play } from './pause-histories.ts'
import type * as rules from './pause-rules.ts'
import { CONTROL_SEED, seed } from './seed.ts'

/** That the rule holds for a machine, whatever is done to it. */
const keeps = (rule: rules.Rule) => (machine: PauseMachine) =>
  fc.property(moves, drawn => play(machine, PAUSE_LIMITS, drawn).every(rule))

/** The rule holds for the machine whatever is done to it, and is broken by each of the broken machines. */
export const holds = (rule: rules.Rule, brokenMachines: readonly PauseMachine[]) => {
  const property = keeps(rule)
  fc.assert(property(applyPause), { seed, numRuns: 3000 })
  for (const machine of brokenMachines)
    expect(fc.check(property(machine), { seed: CONTROL_SEED, numRuns: 5000, endOnFailure: true }).failed).toBe(true)
}

/** An instant of the test’s one day. */
export const clock = (text: string) => Date.parse(`2025-01-06T${text}Z`)
/** A step as a seat presses it. */
const by = (seat: Seat, step: PauseStep, heldMs = 0): PauseInput => ({ seat, step, heldMs })
/** A start of so many minutes. */
export const start = (seat: Seat, minutes: number, heldMs = 0) => by(seat, { kind: 'start', minutes }, heldMs)
/** A later time. */
export const extend = (seat: Seat, until: number, heldMs = 0) => by(seat, { kind: 'extend', until }, heldMs)
/** One’s own return. */
export const comesBack = (seat: Seat, heldMs = 0) => by(seat, { kind: 'return' }, heldMs)
/** One’s start, taken back. */
export const cancel = (seat: Seat, heldMs = 0) => by(seat, { kind: 'cancel' }, heldMs)

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
/** The pause that these steps make. */
export const paused = (...steps: [string | number, PauseInput][]): Paused => {
  const state = after(...steps)
  if (state.kind === 'none') throw new Error('no pause')
  return state
}
/** What comes of one more step. */
export const andThen = (state: ReturnType<typeof after>, time: string | number, input: PauseInput, limits = PAUSE_LIMITS) =>
  applyPause(state, input, typeof time === 'string' ? clock(time) : time, limits)
