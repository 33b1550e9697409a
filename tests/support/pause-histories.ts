import fc from 'fast-check'
import type { Instant, Seat } from '../../shared/ids.ts'
import type { applyPause, DuePauseStep, PauseInput, PauseLimits, PauseResult, PauseState, PauseStep } from '../../shared/pause.ts'

export type PauseMachine = typeof applyPause

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const FIVE_MINUTES = 5 * MINUTE

/** Instants around which rules turn, found in the state at hand: steps are drawn close to them. */
const landmarks = ['now', 'start', 'floor', 'return', 'ask', 'end'] as const
interface Near {
  landmark: (typeof landmarks)[number]
  offset: number
}

/** A move before the state it meets is known: its times are resolved against that state. */
interface Move {
  when: Near
  heldSince: Near
  by: Seat | 'clock'
  step: { kind: 'start'; minutes: number } | { kind: 'extend'; until: Near } | { kind: 'return' | 'cancel' }
  due: DuePauseStep['kind']
}

const offset = fc.oneof(
  fc.constantFrom(-1, 0, 1, FIVE_MINUTES, -FIVE_MINUTES),
  fc.integer({ min: -12_000, max: 12_000 }),
  fc.integer({ min: 0, max: 50 * MINUTE }),
  fc.integer({ min: -2 * HOUR, max: 26 * HOUR }),
)
const near = fc.record({ landmark: fc.constantFrom(...landmarks), offset })
/** Mostly forward and by little; now and then to a landmark, or back, as a server's clock may be set. */
const when = fc.oneof(
  { weight: 4, arbitrary: fc.record({ landmark: fc.constant('now' as const), offset: fc.integer({ min: 0, max: 15_000 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ landmark: fc.constant('now' as const), offset: fc.integer({ min: 0, max: 40 * MINUTE }) }),
  },
  { weight: 3, arbitrary: near },
)
const heldSince = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Near>({ landmark: 'now', offset: 0 }) },
  { weight: 2, arbitrary: near },
)
const step = fc.oneof(
  fc.record({
    kind: fc.constant('start' as const),
    minutes: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 1440 })),
  }),
  fc.record({ kind: fc.constant('extend' as const), until: near }),
  fc.record({ kind: fc.constantFrom('return' as const, 'return' as const, 'cancel' as const) }),
)
const due = fc.constantFrom<DuePauseStep['kind']>(
  'call-back',
  'call-back',
  'ask-missing',
  'ask-missing',
  'end',
  'end',
  'seat-left',
)
const by = fc.constantFrom<Seat | 'clock'>('a', 'a', 'b', 'b', 'clock')
const move = fc.record({ when, heldSince, by, step, due })

/** Any steps, in any order, by any seat, at any time, with any claim of time held. */
export const moves: fc.Arbitrary<Move[]> = fc.array(move, { minLength: 1, maxLength: 24 })

/** One step and what became of it. `known` is kept beside the machine, from what it accepted, and not read from its state. */
export interface Transition {
  before: PauseState
  input: PauseInput
  at: Instant
  /** When the step was pressed, as far as it can be believed: not after it arrived. */
  pressedAt: Instant
  result: PauseResult
  after: PauseState
  known: { arrivedAt: Instant; extended: boolean; starters: ReadonlySet<Seat> }
}

const BEGIN = Date.UTC(2025, 0, 6, 9, 13, 7, 250)

/** Plays moves on a machine from an empty state. States are frozen: a machine that changes what it was given throws. */
export const play = (machine: PauseMachine, limits: PauseLimits, drawn: readonly Move[]): Transition[] => {
  const history: Transition[] = []
  let state: PauseState = { kind: 'none' }
  let now: Instant = BEGIN
  let known: Transition['known'] = { arrivedAt: now, extended: false, starters: new Set() }
  for (const each of drawn) {
    now = Math.max(BEGIN, resolve(each.when, state, now, limits))
    const input = toInput(each, state, now, limits)
    const before: PauseState = deepFreeze(state)
    const result = machine(before, input, now, limits)
    const after: PauseState = result.ok ? result.state : before
    const pressedAt = 'seat' in input ? Math.min(now, Math.max(0, now - input.heldMs)) : now
    history.push({ before, input, at: now, pressedAt, result, after, known })
    if (result.ok) known = learn(known, input, before, after, now)
    state = after
  }
  return history
}

const resolve = ({ landmark, offset }: Near, state: PauseState, now: Instant, limits: PauseLimits): Instant => {
  if (state.kind === 'none') return now + offset
  switch (landmark) {
    case 'now':
      return now + offset
    case 'start':
      return state.startedAt + offset
    case 'floor':
      return state.startedAt + limits.floorMs + offset
    case 'return':
      return state.returnAt + offset
    case 'ask':
      return state.returnAt + 10 * MINUTE + offset
    case 'end':
      return state.startedAt + limits.ceilingMs + offset
  }
}

const toInput = ({ by, step, due, heldSince }: Move, state: PauseState, now: Instant, limits: PauseLimits): PauseInput => {
  if (by === 'clock') return { step: { kind: due } }
  // Also below nothing: no schema lets it through, but the machine must hold for any claim.
  const heldMs = now - resolve(heldSince, state, now, limits)
  const taken: PauseStep = step.kind === 'extend' ? { kind: 'extend', until: resolve(step.until, state, now, limits) } : step
  return { seat: by, step: taken, heldMs }
}

const learn = (known: Transition['known'], input: PauseInput, before: PauseState, after: PauseState, at: Instant) => {
  const began = after.kind === 'paused' && (before.kind === 'none' || before.startedAt !== after.startedAt)
  if (!('seat' in input)) return known
  if (began) return { arrivedAt: at, extended: false, starters: new Set([input.seat]) }
  if (input.step.kind === 'start') return { ...known, starters: new Set([...known.starters, input.seat]) }
  return { ...known, extended: known.extended || input.step.kind === 'extend' }
}

const deepFreeze = <Value>(value: Value): Value => {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) deepFreeze(inner)
  return Object.freeze(value)
}
