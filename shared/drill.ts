import { z } from 'zod/mini'
import { someWords } from './events.ts'
import { EventId, type Instant, otherSeat, type Seat } from './ids.ts'

/** The practice pause: long enough to put the phone down once, ms. The real one is never shorter than twenty minutes. */
export const PRACTICE_PAUSE_MS = 60_000
/** A drill that nobody goes on with is over after so long, ms. */
export const DRILL_ENDS_MS = 30 * 60_000

/** So many invitations are taken for one drill: more than two phones press by themselves. */
const MOST_NAMES = 8

/** What a device found out about itself. `unknown`: not tried, or the browser does not tell. */
export const Found = z.enum(['yes', 'no', 'unknown'])
export type Found = z.infer<typeof Found>
export const Checklist = z.object({ reached: Found, sound: Found, closed: Found, offline: Found })
export type Checklist = z.infer<typeof Checklist>

/** One step of a drill. Sealed: the server sees that it is practice, not which step. `drill`: the id of the event that invited. */
export const DrillStep = z.discriminatedUnion('step', [
  z.object({ step: z.literal('invite') }),
  z.object({ step: z.literal('join'), drill: EventId }),
  z.object({ step: z.literal('signal'), drill: EventId, word: someWords(80) }),
  z.object({ step: z.literal('answer'), drill: EventId, text: someWords(200) }),
  z.object({ step: z.literal('pause'), drill: EventId }),
  z.object({ step: z.literal('return'), drill: EventId }),
  z.object({ step: z.literal('phrase'), drill: EventId, text: someWords(400) }),
  z.object({ step: z.literal('stop'), drill: EventId }),
  z.object({ step: z.literal('checked'), drill: EventId, list: Checklist }),
])
export type DrillStep = z.infer<typeof DrillStep>

/** What the log has that a drill hears of. `pressedAt` by the server's clock. A real signal or start of a pause is `real`. */
export type DrillInput =
  | { kind: 'step'; id: EventId; seat: Seat; device: string; pressedAt: Instant; content: DrillStep }
  | { kind: 'seen'; about: EventId; seat: Seat }
  | { kind: 'real'; what: 'signal' | 'pause' }

/** What was rehearsed so far, by either. */
export interface Rehearsed {
  signal: { id: EventId; word: string; seen: boolean } | null
  answer: string | null
  paused: boolean
  returned: boolean
  phrase: { from: Seat; text: string } | null
}
interface Common {
  /** The events that invited: two at once are one drill, named by either. */
  ids: readonly EventId[]
  /** Who invited, and so presses the practice signal. */
  by: Seat
  /** When it last went on. */
  since: Instant
  rehearsed: Rehearsed
}
export type Stage = 'invited' | 'signal' | 'answer' | 'calm' | 'paused' | 'phrase'
export type Drill =
  | { kind: 'none' }
  | (Common & { kind: Exclude<Stage, 'paused'> })
  | (Common & { kind: 'paused'; until: Instant; back: readonly Seat[] })
  | (Common & { kind: 'over'; why: Ending; checked: Readonly<Record<string, Checklist>> })
/** `real`: a signal or pause that is meant came between, and wins. */
export type Ending =
  | { of: 'done' | 'expired' }
  | { of: 'stopped' | 'declined'; by: Seat }
  | { of: 'real'; what: 'signal' | 'pause' }

const NOTHING: Rehearsed = { signal: null, answer: null, paused: false, returned: false, phrase: null }

/** The drill after one more entry of the log. What does not fit where the drill stands changes nothing; nothing throws. */
export const applyDrill = (before: Drill, input: DrillInput): Drill => {
  switch (input.kind) {
    case 'real':
      return isRunning(before) ? ended(before, { of: 'real', what: input.what }) : before
    case 'seen':
      return seen(before, input)
    case 'step':
      return applyStep(drillAt(before, input.pressedAt), input)
  }
}

/** The drill after a whole log, in the order of `seq`. */
export const foldDrill = (inputs: Iterable<DrillInput>): Drill => {
  let drill: Drill = { kind: 'none' }
  for (const input of inputs) drill = applyDrill(drill, input)
  return drill
}

/** The drill as it is now: one that nobody went on with is over. */
export const drillAt = (drill: Drill, now: Instant): Drill =>
  isRunning(drill) && now - drill.since > DRILL_ENDS_MS ? ended(drill, { of: 'expired' }) : drill

export type Running = Exclude<Drill, { kind: 'none' | 'over' }>
export const isRunning = (drill: Drill): drill is Running => drill.kind !== 'none' && drill.kind !== 'over'

/** Whose step is awaited; null when either may go on. */
export const turnOf = (drill: Running): Seat | null => {
  switch (drill.kind) {
    case 'signal':
      return drill.by
    case 'invited':
    case 'answer':
      return otherSeat(drill.by)
    case 'calm':
    case 'paused':
    case 'phrase':
      return null
  }
}

type Step = Extract<DrillInput, { kind: 'step' }>

const applyStep = (before: Drill, { id, seat, device, pressedAt, content }: Step): Drill => {
  if (content.step === 'invite') return invited(before, id, seat, pressedAt)
  if (before.kind === 'none' || !before.ids.includes(content.drill)) return before
  if (before.kind === 'over')
    return content.step === 'checked' ? { ...before, checked: { ...before.checked, [device]: content.list } } : before
  const since = Math.max(before.since, pressedAt)
  const { ids, by, rehearsed } = before
  const on = (kind: Exclude<Stage, 'paused'>, more: Partial<Rehearsed> = {}): Drill => ({
    kind,
    ids,
    by,
    since,
    rehearsed: { ...rehearsed, ...more },
  })
  const turn = turnOf(before)
  const isTurn = turn === null || turn === seat
  switch (content.step) {
    case 'stop':
      return ended(before, { of: before.kind === 'invited' && isTurn ? 'declined' : 'stopped', by: seat })
    case 'join':
      return before.kind === 'invited' && isTurn ? on('signal') : before
    case 'signal':
      return before.kind === 'signal' && isTurn ? on('answer', { signal: { id, word: content.word, seen: false } }) : before
    case 'answer':
      return before.kind === 'answer' && isTurn ? on('calm', { answer: content.text }) : before
    case 'pause':
      return before.kind === 'calm'
        ? {
            ...before,
            kind: 'paused',
            since,
            until: pressedAt + PRACTICE_PAUSE_MS,
            back: [],
            rehearsed: { ...rehearsed, paused: true },
          }
        : before
    case 'return': {
      if (before.kind !== 'paused' || before.back.includes(seat)) return before
      const back = [...before.back, seat]
      return back.length === 2 ? on('phrase', { returned: true }) : { ...before, since, back }
    }
    case 'phrase':
      return before.kind === 'phrase'
        ? ended({ ...before, since, rehearsed: { ...rehearsed, phrase: { from: seat, text: content.text } } }, { of: 'done' })
        : before
    case 'checked':
      return before
  }
}

/** Two invitations that crossed are one drill, and the second accepts the first. Where a drill runs, nobody begins another. */
const invited = (before: Drill, id: EventId, by: Seat, since: Instant): Drill => {
  if (!isRunning(before)) return { kind: 'invited', ids: [id], by, since, rehearsed: NOTHING }
  if (before.ids.includes(id) || before.ids.length === MOST_NAMES) return before
  const ids = [...before.ids, id]
  return before.kind === 'invited' && before.by !== by ? { ...before, kind: 'signal', ids, since } : { ...before, ids }
}

const seen = (before: Drill, { about, seat }: Extract<DrillInput, { kind: 'seen' }>): Drill => {
  if (before.kind === 'none' || before.rehearsed.signal?.id !== about || seat === before.by) return before
  return { ...before, rehearsed: { ...before.rehearsed, signal: { ...before.rehearsed.signal, seen: true } } }
}

const ended = ({ ids, by, since, rehearsed }: Running, why: Ending): Drill => ({
  kind: 'over',
  ids,
  by,
  since,
  rehearsed,
  why,
  checked: {},
})
