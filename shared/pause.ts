import { z } from 'zod/mini'
import { type Refusal, refuse } from './errors.ts'
import { Instant, type Seat } from './ids.ts'

/**
 * The pause machine. The server decides, the client runs the same code on the same log.
 * Figures: PRACTICE, stage 3: at least 20 minutes (physiological calm), at most 24 hours.
 */
export const PAUSE_FLOOR_MS = 20 * 60_000
export const PAUSE_CEILING_MS = 24 * 3_600_000
/** A pause's return is rounded up to a clock time that is easy to say, ms. */
export const PAUSE_ROUND_MS = 5 * 60_000
/** The starter may cancel for this long (the screen offers 5 s). */
export const PAUSE_CANCEL_MS = 10_000
/** A start may be on its way to the server for so long, ms: what its phone presses meanwhile is meant for it all the same. */
export const PAUSE_ON_ITS_WAY_MS = 10_000
/** After the return time, the missing one is asked privately for a return or a new time. */
export const PAUSE_ASK_AFTER_MS = 10 * 60_000

/** A shortest and a longest pause, ms. They lie at least `PAUSE_ROUND_MS` apart, so that a clock time fits between them. */
export interface PauseLimits {
  floorMs: number
  ceilingMs: number
}
export const PAUSE_LIMITS: PauseLimits = { floorMs: PAUSE_FLOOR_MS, ceilingMs: PAUSE_CEILING_MS }

const startShape = { kind: z.literal('start'), minutes: z.int().check(z.gte(1), z.lte(1440)) }
const extendShape = { kind: z.literal('extend'), until: Instant }
const returnShape = { kind: z.literal('return') }
const cancelShape = { kind: z.literal('cancel') }

/** What a seat can do. `until` is a specific instant, never a length: a promise names a time. */
export const PauseStep = z.discriminatedUnion('kind', [
  z.strictObject(startShape),
  z.strictObject(extendShape),
  z.strictObject(returnShape),
  z.strictObject(cancelShape),
])
export type PauseStep = z.infer<typeof PauseStep>

/** The same from the log: a field that a newer server adds must not make an older client miss a pause. */
export const StoredPauseStep = z.discriminatedUnion('kind', [
  z.object(startShape),
  z.object(extendShape),
  z.object(returnShape),
  z.object(cancelShape),
])

/** What falls due by itself, from the server's jobs: at the return time, ten minutes later, after 24 h; or a seat left. */
export const DuePauseStep = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call-back') }),
  z.object({ kind: z.literal('ask-missing') }),
  z.object({ kind: z.literal('end') }),
  z.object({ kind: z.literal('seat-left') }),
])
export type DuePauseStep = z.infer<typeof DuePauseStep>

export interface PauseReturn {
  seat: Seat
  at: Instant
  /** After the return time. Shown neutrally, or not at all; never counted. */
  late: boolean
}

export type PauseState =
  | { kind: 'none' }
  | {
      kind: 'paused'
      startedBy: Seat[]
      startedAt: Instant
      /** When the server stored the first start: from then on the other phone can show this pause. Never before `startedAt`. */
      knownAt: Instant
      returnAt: Instant
      returned: PauseReturn[]
      /** Someone named a later time: from then on it cannot be cancelled. */
      extended: boolean
      /** Both were called back for the present `returnAt`. */
      calledBack: boolean
      /** The missing one was asked for the present `returnAt`. */
      asked: boolean
    }

/** One step with who took it and when it counts: `seat` for steps of a person. `heldMs` is what the server lets count. */
export type PauseInput = { seat: Seat; step: PauseStep; heldMs: number } | { step: DuePauseStep }
export type PauseResult = { ok: true; state: PauseState } | Refusal
export type Paused = Extract<PauseState, { kind: 'paused' }>
type SeatInput = Extract<PauseInput, { seat: Seat }>

const NONE: PauseState = { kind: 'none' }
const accept = (state: PauseState): PauseResult => ({ ok: true, state })

/** The shortest pause ends here. */
export const floorEndsAt = (state: Paused, limits: PauseLimits): Instant => state.startedAt + limits.floorMs

/**
 * The first instant at which a return is accepted, at `at`. Under a clock that was set back by more than the shortest pause since this
 * one became known nobody can say how long it has run: it is accepted at once, and nobody is held for hours.
 */
export const returnsFrom = (state: Paused, at: Instant, limits: PauseLimits): Instant =>
  at < state.knownAt - limits.floorMs ? at : floorEndsAt(state, limits)

/** The instant at which this is no longer called a pause and ends by itself. */
export const pauseEndsAt = (state: Paused, limits: PauseLimits): Instant => state.startedAt + limits.ceilingMs

/** The last clock time that an extension can name. */
export const latestReturn = (state: Paused, limits: PauseLimits): Instant => lastClockTime(state.startedAt, limits)

/** What holds at an instant, even where the job that ends a pause has not run yet or there is no network to hear of it. */
export const pauseAt = (state: PauseState, at: Instant, limits: PauseLimits): PauseState =>
  state.kind === 'paused' && at >= pauseEndsAt(state, limits) ? NONE : state

/**
 * The return time of a pause of so many minutes begun at `startedAt`: never under the floor, rounded up to five minutes on the
 * clock. Only where that would pass the ceiling it is the last clock time before it.
 */
export const returnTimeFor = (minutes: number, startedAt: Instant, limits: PauseLimits = PAUSE_LIMITS): Instant =>
  clockTime(startedAt + lengthMs(minutes, limits), startedAt, limits)

/**
 * Takes one step, or refuses it and changes nothing. `at` is the server's clock when the step reached it; for a step of a
 * person, `at - heldMs` is when it was pressed. No `heldMs` of a return lets anyone return before the floor.
 * Refusals: `no-pause`, `stale`, `too-early` (with `acceptedAt`), `too-short`, `too-long`, `not-starter`, `pause-changed`,
 * `already-back`. A due step that no longer applies is `stale` or `no-pause`: it changes nothing.
 */
export const applyPause = (state: PauseState, input: PauseInput, at: Instant, limits: PauseLimits): PauseResult =>
  'seat' in input ? applySeatStep(pauseAt(state, at, limits), input, at, limits) : applyDueStep(state, input.step, at, limits)

const applySeatStep = (state: PauseState, input: SeatInput, at: Instant, limits: PauseLimits): PauseResult => {
  const { seat, step } = input
  const pressedAt = Math.min(at, Math.max(0, at - input.heldMs))
  if (step.kind === 'start') return start(state, seat, step.minutes, pressedAt, at, limits)
  if (state.kind === 'none') return refuse('no-pause')
  switch (step.kind) {
    case 'extend':
      return extend(state, step.until, pressedAt, at, limits)
    case 'return':
      return comeBack(state, seat, pressedAt, at, limits)
    case 'cancel':
      return cancel(state, seat, pressedAt, at)
  }
}

const start = (state: PauseState, seat: Seat, minutes: number, pressedAt: Instant, at: Instant, limits: PauseLimits) => {
  if (lengthMs(minutes, limits) > limits.ceilingMs) return refuse('too-long')
  const returnAt = returnTimeFor(minutes, pressedAt, limits)
  if (returnAt <= at) return refuse('stale')
  return accept(state.kind === 'none' ? begin(seat, pressedAt, at, returnAt) : join(state, seat, pressedAt, at, returnAt, limits))
}

const begin = (seat: Seat, startedAt: Instant, knownAt: Instant, returnAt: Instant): Paused => ({
  kind: 'paused',
  startedBy: [seat],
  startedAt,
  knownAt,
  returnAt,
  returned: [],
  extended: false,
  calledBack: false,
  asked: false,
})

/**
 * Two starts make one pause. It keeps its beginning: were it moved back to an older press, a device could shorten the floor.
 * The later of both return times holds, as far as the ceiling lets it: nobody's promise of calm is shortened.
 */
const join = (state: Paused, seat: Seat, pressedAt: Instant, at: Instant, named: Instant, limits: PauseLimits): Paused => {
  const startedBy = state.startedBy.includes(seat) ? state.startedBy : [...state.startedBy, seat]
  const returnAt = Math.min(named, latestReturn(state, limits))
  if (returnAt > Math.max(state.returnAt, at)) return { ...moveReturn(state, returnAt), startedBy }
  return { ...state, startedBy, returned: state.returned.filter(back => back.seat !== seat || back.at >= pressedAt) }
}

/** Pressed for a pause before this one, and kept in an outbox since; not what is pressed now, under a clock that was set back. */
const isForEarlier = (state: Paused, pressedAt: Instant, at: Instant): boolean =>
  pressedAt < Math.min(state.startedAt, at) - PAUSE_ON_ITS_WAY_MS

const extend = (state: Paused, until: Instant, pressedAt: Instant, at: Instant, limits: PauseLimits): PauseResult => {
  if (until <= at || isForEarlier(state, pressedAt, at)) return refuse('stale')
  if (until <= state.returnAt) return refuse('too-short')
  if (until > pauseEndsAt(state, limits)) return refuse('too-long')
  const returnAt = clockTime(until, state.startedAt, limits)
  if (returnAt <= Math.max(state.returnAt, at)) return refuse('too-long')
  return accept({ ...moveReturn(state, returnAt), extended: true })
}

/** A new time is a new promise by both: earlier returns were for the old one, and both will be called back anew. */
const moveReturn = (state: Paused, returnAt: Instant): Paused => ({
  ...state,
  returnAt,
  returned: [],
  calledBack: false,
  asked: false,
})

/**
 * The floor is judged by arrival, so that an old `heldMs` cannot bring a return forward and a press refused as too early can be
 * sent again. Lateness is judged by the press: who came back in time without a network came back in time.
 */
const comeBack = (state: Paused, seat: Seat, pressedAt: Instant, at: Instant, limits: PauseLimits): PauseResult => {
  const acceptedAt = returnsFrom(state, at, limits)
  if (state.returned.some(back => back.seat === seat)) return refuse('already-back')
  if (at < acceptedAt) return refuse('too-early', { acceptedAt })
  if (at < state.startedAt ? isForEarlier(state, pressedAt, at) : pressedAt < state.startedAt) return refuse('stale')
  const back = Math.max(pressedAt, floorEndsAt(state, limits))
  const returned = [...state.returned, { seat, at: back, late: back > state.returnAt }]
  return accept(returned.length === 2 ? NONE : { ...state, returned })
}

/** Pressed within ten seconds, and not on the other phone for longer: a pause that one relies on does not vanish. */
const cancel = (state: Paused, seat: Seat, pressedAt: Instant, at: Instant): PauseResult => {
  if (!state.startedBy.includes(seat)) return refuse('not-starter')
  if (state.startedBy.length > 1 || state.extended || isForEarlier(state, pressedAt, at)) return refuse('pause-changed')
  if (pressedAt - state.startedAt > PAUSE_CANCEL_MS || Math.abs(at - state.knownAt) > PAUSE_CANCEL_MS)
    return refuse('pause-changed')
  return accept(NONE)
}

const applyDueStep = (state: PauseState, step: DuePauseStep, at: Instant, limits: PauseLimits): PauseResult => {
  if (state.kind === 'none') return refuse('no-pause')
  switch (step.kind) {
    case 'call-back':
      return isDue(state, step.kind, at, limits) ? accept({ ...state, calledBack: true }) : refuse('stale')
    case 'ask-missing':
      return isDue(state, step.kind, at, limits) ? accept({ ...state, asked: true }) : refuse('stale')
    case 'end':
      return at < pauseEndsAt(state, limits) ? refuse('stale') : accept(NONE)
    case 'seat-left':
      return accept(NONE)
  }
}

export interface DueJob {
  kind: DuePauseStep['kind']
  at: Instant
}

/** What a state waits for, soonest first: exactly these jobs, and no others, are due for it. */
export const dueSteps = (state: PauseState, limits: PauseLimits = PAUSE_LIMITS): DueJob[] => {
  if (state.kind === 'none') return []
  const end: DueJob = { kind: 'end', at: pauseEndsAt(state, limits) }
  const callBack: DueJob[] = state.calledBack ? [] : [{ kind: 'call-back', at: state.returnAt }]
  const askMissing: DueJob[] = state.asked ? [] : [{ kind: 'ask-missing', at: askAt(state) }]
  return [...callBack, ...askMissing].filter(due => due.at < end.at).concat(end)
}

/** Late is still due, as after a restart; but nobody is called back to what has ended, or to a time since moved. */
const isDue = (state: Paused, kind: DuePauseStep['kind'], at: Instant, limits: PauseLimits): boolean =>
  at < pauseEndsAt(state, limits) && dueSteps(state, limits).some(due => due.kind === kind && due.at <= at)

const askAt = (state: Paused): Instant => state.returnAt + PAUSE_ASK_AFTER_MS

/**
 * The clock times offered as "More time", soonest first: about 20 and 45 minutes after the return time (or after now, when
 * late), within the agreed longest pause and the ceiling. Empty when no later clock time is left.
 */
export const laterTimes = (state: Paused, at: Instant, longestMinutes: number, limits: PauseLimits = PAUSE_LIMITS): Instant[] => {
  const from = Math.max(state.returnAt, at)
  const last = Math.min(roundDown(state.startedAt + longestMinutes * MINUTE_MS), latestReturn(state, limits))
  const offered = LATER_BY_MINUTES.map(minutes => Math.min(roundUp(from + minutes * MINUTE_MS), last))
  return [...new Set(offered)].filter(time => time > from)
}

/** Why `laterTimes` is empty: the agreed longest pause is used up, or the 24 hours are; null while there are later times. */
export const whyNoLater = (
  state: Paused,
  at: Instant,
  longestMinutes: number,
  limits: PauseLimits = PAUSE_LIMITS,
): 'agreed' | 'day' | null => {
  if (laterTimes(state, at, longestMinutes, limits).length > 0) return null
  return longestMinutes * MINUTE_MS < limits.ceilingMs ? 'agreed' : 'day'
}

const MINUTE_MS = 60_000
const LATER_BY_MINUTES = [20, 45]

const lengthMs = (minutes: number, limits: PauseLimits): number => Math.max(minutes * MINUTE_MS, limits.floorMs)
/** Five minutes of UTC are five minutes on every clock: no zone is offset by less. */
const roundUp = (instant: Instant): Instant => Math.ceil(instant / PAUSE_ROUND_MS) * PAUSE_ROUND_MS
const roundDown = (instant: Instant): Instant => Math.floor(instant / PAUSE_ROUND_MS) * PAUSE_ROUND_MS
const lastClockTime = (startedAt: Instant, limits: PauseLimits): Instant => roundDown(startedAt + limits.ceilingMs)
const clockTime = (named: Instant, startedAt: Instant, limits: PauseLimits): Instant =>
  Math.min(roundUp(named), lastClockTime(startedAt, limits))
