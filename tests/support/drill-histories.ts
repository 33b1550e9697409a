import fc from 'fast-check'
import { applyDrill, DRILL_ENDS_MS, type Drill, type DrillInput, type DrillStep } from '../../shared/drill.ts'
import type { EventId, Seat } from '../../shared/ids.ts'
import { deviceOf, eventId, LOG_BEGINS } from './log.ts'

export type DrillMachine = (before: Drill, input: DrillInput) => Drill
export interface DrillTransition {
  before: Drill
  input: DrillInput
  after: Drill
}

const STEPS = ['invite', 'join', 'signal', 'answer', 'pause', 'return', 'phrase', 'stop', 'checked'] as const

/** What may come next: mostly what fits, so that drills get far, and often what does not. */
export interface Move {
  fits: boolean
  what: (typeof STEPS)[number] | 'real' | 'seen'
  seat: Seat
  /** Names another drill. */
  strange: boolean
  minutes: number
}

export const drillMoves = fc.array(
  fc.record<Move>({
    fits: fc.boolean(),
    what: fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...STEPS) },
      { weight: 1, arbitrary: fc.constantFrom('real', 'seen') },
    ),
    seat: fc.constantFrom('a', 'b'),
    strange: fc.integer({ min: 0, max: 9 }).map(n => n === 0),
    minutes: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 3 }) }, { weight: 1, arbitrary: fc.constant(31) }),
  }),
  { maxLength: 40 },
)

const content = (step: (typeof STEPS)[number], drill: EventId): DrillStep => {
  switch (step) {
    case 'invite':
      return { step }
    case 'signal':
      return { step, drill, word: 'Lighthouse' }
    case 'answer':
    case 'phrase':
      return { step, drill, text: 'I am here' }
    case 'checked':
      return { step, drill, list: { reached: 'yes', sound: 'yes', closed: 'no', offline: 'unknown' } }
    case 'join':
    case 'pause':
    case 'return':
    case 'stop':
      return { step, drill }
  }
}

const FITTING: Record<Drill['kind'], (typeof STEPS)[number]> = {
  none: 'invite',
  invited: 'join',
  signal: 'signal',
  answer: 'answer',
  calm: 'pause',
  paused: 'return',
  phrase: 'phrase',
  over: 'invite',
}

/** Plays the moves on a machine. */
export const playDrill = (machine: DrillMachine, moves: readonly Move[]): DrillTransition[] => {
  let before: Drill = { kind: 'none' }
  let pressedAt = LOG_BEGINS
  return moves.map(({ fits, what, seat, strange, minutes }, at) => {
    pressedAt += minutes * 60_000
    const input = inputOf()
    const transition = { before, input, after: machine(before, input) }
    before = transition.after
    return transition

    function inputOf(): DrillInput {
      const id = eventId(at + 1)
      const known = before.kind === 'none' ? id : (before.ids[at % before.ids.length] ?? id)
      const drill = strange ? eventId(9_999) : known
      if (what === 'real') return { kind: 'real', what: seat === 'a' ? 'signal' : 'pause' }
      if (what === 'seen') return { kind: 'seen', about: before.kind === 'none' ? id : (before.rehearsed.signal?.id ?? id), seat }
      const step = fits ? FITTING[before.kind] : what
      return { kind: 'step', id, seat, device: deviceOf(seat), pressedAt, content: content(step, drill) }
    }
  })
}

/** Machines with one rule broken each: what the tests of the rules must catch. */
type Broken = Record<string, DrillMachine>
const misled =
  (mislead: (before: Drill, input: DrillInput) => [Drill, DrillInput]): DrillMachine =>
  (before, input) =>
    applyDrill(...mislead(before, input))
const other = (seat: Seat): Seat => (seat === 'a' ? 'b' : 'a')

export const outOfOrder: Broken = {
  'whoever it is': misled((before, input) => {
    if (input.kind !== 'step' || before.kind === 'none' || before.kind === 'over' || input.content.step === 'invite')
      return [before, input]
    const turn = before.kind === 'signal' ? before.by : before.kind === 'answer' ? other(before.by) : input.seat
    return [before, { ...input, seat: turn }]
  }),
  'the name of another drill': misled((before, input) => {
    if (input.kind !== 'step' || input.content.step === 'invite' || before.kind === 'none') return [before, input]
    const drill = before.ids[0]
    return [before, drill ? { ...input, content: { ...input.content, drill } } : input]
  }),
  'one return is enough': (before, input) => {
    const after = applyDrill(before, input)
    if (after.kind !== 'paused' || after.back.length === 0) return after
    const { kind, until, back, ...common } = after
    return { ...common, kind: 'phrase' }
  },
}
export const realIsPractice: Broken = {
  'real is skipped': (before, input) => (input.kind === 'real' ? before : applyDrill(before, input)),
  'not while resting': (before, input) =>
    input.kind === 'real' && before.kind === 'paused' ? before : applyDrill(before, input),
}
export const unstoppable: Broken = {
  'only who invited stops': (before, input) =>
    input.kind === 'step' && input.content.step === 'stop' && before.kind !== 'none' && input.seat !== before.by
      ? before
      : applyDrill(before, input),
  'over is not over': (before, input) => {
    const after = applyDrill(before, input)
    if (before.kind !== 'over' || input.kind !== 'step' || input.content.step !== 'join') return after
    const { why, checked, ...common } = before
    return { ...common, kind: 'signal' }
  },
}
export const twoDrills: Broken = {
  'the later invitation begins anew': (before, input) =>
    applyDrill(input.kind === 'step' && input.content.step === 'invite' ? { kind: 'none' } : before, input),
  'only the first name counts': (before, input) => {
    const after = applyDrill(before, input)
    return after.kind === 'none' ? after : { ...after, ids: after.ids.slice(0, 1) }
  },
}
export const neverEnding: Broken = {
  'for ever': (before, input) =>
    applyDrill(
      before.kind === 'none' || input.kind !== 'step' ? before : { ...before, since: Math.max(before.since, input.pressedAt) },
      input,
    ),
  'after an hour': (before, input) =>
    applyDrill(before.kind === 'none' ? before : { ...before, since: before.since + DRILL_ENDS_MS }, input),
}
export const countsTwice: Broken = {
  'a return counted twice': (before, input) => {
    const after = applyDrill(before, input)
    const again =
      before.kind === 'paused' &&
      input.kind === 'step' &&
      input.content.step === 'return' &&
      isNamedBy(before, input.content.drill)
    if (!again || after !== before || before.kind !== 'paused') return after
    const { kind, until, back, ...common } = before
    return { ...common, kind: 'phrase' }
  },
}
const isNamedBy = (drill: Drill, id: EventId): boolean => drill.kind !== 'none' && drill.ids.includes(id)
