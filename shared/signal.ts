import { type Refusal, refuse } from './errors.ts'
import type { EventKind, StoredEvent } from './events.ts'
import { type DeviceId, type EventId, type Instant, otherSeat, type Seat } from './ids.ts'
import type { PauseStep } from './pause.ts'

/** A signal older than this when it gets to a phone arrives as "earlier" and raises no alarm, ms. */
export const SIGNAL_EARLIER_MS = 30 * 60_000
/** A signal is said to have been held for no longer, ms: some client may hide what is older than a week. */
export const SIGNAL_HELD_MOST_MS = 6 * 86_400_000
/** An answer to what is older calls nobody, ms: the app tells it for as long. */
export const ANSWER_CALLS_MS = 86_400_000
/** How long the screen offers to take a signal back, ms. The server allows it until the signal is answered. */
export const TAKE_BACK_MS = 5_000

/** Nobody puts the sound of signals to rest for longer in one go, ms: it comes back by itself. */
export const QUIET_MOST_MS = 12 * 3_600_000

/** Whether sound and vibration rest. An end further away than anyone can choose comes from a clock that was set back: it counts for nothing. */
export const isQuiet = (quietUntil: Instant | null, now: Instant): boolean =>
  quietUntil !== null && now < quietUntil && quietUntil <= now + QUIET_MOST_MS

/** Whether a signal is old news: its time in the sender's outbox and its time on the way both count. Instants by the server's clock. */
export const isEarlier = (heldMs: number, at: Instant, now: Instant): boolean => pressedAt(at, heldMs) < now - SIGNAL_EARLIER_MS

/** When a stored event was pressed, by the server's clock. */
export const pressedAt = (at: Instant, heldMs: number): Instant => Math.max(0, at - heldMs)

type About = 'received' | 'answer' | 'take-back'
const SHOWN = ['signal', 'phrase', 'repair', 'drill'] as const
type ShownKind = (typeof SHOWN)[number]
/** Of these what asks for an answer. */
const ASKING: readonly AboutTarget['kind'][] = ['signal', 'repair']

/** What `about` points to, as the server's log has it. `answered`: an answer of the other seat is stored. */
export interface AboutTarget {
  kind: EventKind | 'pause-due'
  /** Of a pause's event. */
  step?: PauseStep['kind'] | undefined
  seat: Seat | null
  answered: boolean
}

/**
 * Whether a seat may say this about that event of its space. Receipts are for what the other seat sent to be shown, and for what
 * names the return time of a pause; answers for its signals and repairs; only the sender takes a signal back, and only until it is
 * answered. `target` is null when the space has no such event.
 * Refusals: `unknown-event`, `not-yours`, `too-late`.
 */
export const checkAbout = (event: { kind: About; seat: Seat }, target: AboutTarget | null): { ok: true } | Refusal => {
  if (!target) return refuse('unknown-event')
  switch (event.kind) {
    case 'received':
      if (!isShownKind(target.kind) && !namesReturn(target.step)) return refuse('unknown-event')
      return target.seat === otherSeat(event.seat) ? { ok: true } : refuse('not-yours')
    case 'answer':
      if (!ASKING.includes(target.kind)) return refuse('unknown-event')
      return target.seat === otherSeat(event.seat) ? { ok: true } : refuse('not-yours')
    case 'take-back':
      if (target.kind !== 'signal') return refuse('unknown-event')
      if (target.seat !== event.seat) return refuse('not-yours')
      return target.answered ? refuse('too-late') : { ok: true }
  }
}

/** Whether a step of a pause names a return time: a start or a later time. */
export const namesReturn = (step: PauseStep['kind'] | undefined): boolean => step === 'start' || step === 'extend'

const isShownKind = (kind: AboutTarget['kind']): kind is ShownKind => SHOWN.some(shown => shown === kind)

type Shown = Extract<StoredEvent, { kind: ShownKind }>
type Received = Extract<StoredEvent, { kind: 'received' }>
type Answer = Extract<StoredEvent, { kind: 'answer' }>
type TakeBack = Extract<StoredEvent, { kind: 'take-back' }>
type PerSeat<Event> = Readonly<Partial<Record<Seat, Event>>>

/**
 * What the log says of one thing shown to the other seat: the first entry of each sort. Facts only grow, so that the same log
 * gives the same facts whatever came twice or in another order; what they mean is read from them by `lifeOf`.
 */
export interface Facts {
  shown: Shown | null
  received: Readonly<Record<DeviceId, Received>>
  answers: PerSeat<Answer>
  takenBack: PerSeat<TakeBack>
}
export type FactsById = ReadonlyMap<EventId, Facts>

/** How far a thing got. `waiting` (in this device's outbox, not in the log) is not in the log and so not here. */
export interface Life {
  shown: Shown
  pressedAt: Instant
  state: 'sent' | 'reached' | 'answered' | 'taken-back'
  /** The first device of the other seat that showed it; an answer proves it too. */
  reached: { at: Instant; deviceId: DeviceId } | null
  answer: Answer | null
  takenBack: { at: Instant; hadReached: boolean } | null
}

/** The facts with one more entry of the log; the same map when it says nothing new about anything shown. */
export const applySignalEvent = (facts: FactsById, event: StoredEvent): FactsById => foldSignals([event], facts)

/** The facts of a whole log, or `before` with any number of further entries: the same map when they say nothing new. */
export const foldSignals = (events: Iterable<StoredEvent>, before: FactsById = new Map()): FactsById => {
  let facts: Map<EventId, Facts> | null = null
  for (const event of events) {
    const subject = subjectOf(event)
    if (!subject) continue
    const known = (facts ?? before).get(subject) ?? NO_FACTS
    const after = addFact(known, event)
    if (after === known) continue
    facts ??= new Map(before)
    facts.set(subject, after)
  }
  return facts ?? before
}

/** What has become of it; null while the entry itself is not known, only something about it. */
export const lifeOf = ({ shown, received, answers, takenBack }: Facts): Life | null => {
  if (!shown) return null
  const partner = otherSeat(shown.seat)
  const answer = answers[partner] ?? null
  const receipt = Object.values(received)
    .filter(({ seat }) => seat === partner)
    .reduce(first, answer)
  const back = takenBack[shown.seat]
  return {
    shown,
    pressedAt: pressedAt(shown.at, shown.heldMs),
    state: answer ? 'answered' : back ? 'taken-back' : receipt ? 'reached' : 'sent',
    reached: receipt && { at: receipt.at, deviceId: receipt.deviceId },
    answer,
    takenBack: back ? { at: back.at, hadReached: receipt !== null } : null,
  }
}

/** Whether a device of the seat has shown it, whatever it is. */
export const reachedBy = ({ received }: Facts, seat: Seat): boolean =>
  Object.values(received).some(receipt => receipt.seat === seat)

const NO_FACTS: Facts = { shown: null, received: {}, answers: {}, takenBack: {} }

const subjectOf = (event: StoredEvent): EventId | null => {
  switch (event.kind) {
    case 'signal':
    case 'phrase':
    case 'repair':
    case 'drill':
      return event.id
    case 'received':
    case 'answer':
    case 'take-back':
      return event.about
    case 'pause':
    case 'pause-due':
    case 'assent':
    case 'version':
    case 'question':
      return null
  }
}

const addFact = (facts: Facts, event: StoredEvent): Facts => {
  switch (event.kind) {
    case 'signal':
    case 'phrase':
    case 'repair':
    case 'drill':
      return isNews(facts.shown, event) ? { ...facts, shown: event } : facts
    case 'received': {
      if (!isNews(facts.received[event.deviceId], event)) return facts
      return { ...facts, received: { ...facts.received, [event.deviceId]: event } }
    }
    case 'answer':
      return isNews(facts.answers[event.seat], event) ? { ...facts, answers: { ...facts.answers, [event.seat]: event } } : facts
    case 'take-back': {
      if (!isNews(facts.takenBack[event.seat], event)) return facts
      return { ...facts, takenBack: { ...facts.takenBack, [event.seat]: event } }
    }
    case 'pause':
    case 'pause-due':
    case 'assent':
    case 'version':
    case 'question':
      return facts
  }
}

const isNews = (known: { seq: number } | null | undefined, event: { seq: number }): boolean => !known || event.seq < known.seq
const first = (known: Received | Answer | null, event: Received | Answer): Received | Answer =>
  known && known.seq < event.seq ? known : event
