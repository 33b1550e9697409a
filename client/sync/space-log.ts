import { type AgreementEvent, isAgreementEvent, MOST_OF_AGREEMENT, StoredEvent, UnknownEvent } from '../../shared/events.ts'
import { applyPauseEvent, reunitedBy } from '../../shared/fold.ts'
import type { EventId, Instant, Seat } from '../../shared/ids.ts'
import type { PauseLimits, PauseState } from '../../shared/pause.ts'
import { type FactsById, foldSignals } from '../../shared/signal.ts'
import { LOG_WINDOW, type LogRecord } from './local.ts'
import { newest } from './newest.ts'
import { type Undone, withoutUndone } from './undone-answers.ts'
import { isSeatLeft, withoutJoiner } from './undone-joiner.ts'

/** Of what one seat shows the other, so many of each kind count, the newest: far more than any screen lists. */
export const MOST_SHOWN = 100
/** A pause that follows so soon on one that the same seat took back, or a taking back on the last, belongs to it, ms. */
export const AGAIN_WITHIN_MS = 10 * 60_000

type Phrase = Extract<StoredEvent, { kind: 'phrase' }>
type PauseStarted = Extract<StoredEvent, { kind: 'pause' }>
const isHistory = (event: StoredEvent): event is Phrase | PauseStarted =>
  event.kind === 'phrase' || (event.kind === 'pause' && event.step.kind === 'start')

interface Naming {
  id: EventId
  seat: Seat
}

/** What a log says, folded with the rules that the server uses. A value. */
export interface Folded {
  pause: PauseState
  /**
   * The step that named the present return time; `joined`: a second start, which moved the time of a running pause. `earlier`: the
   * steps that named this pause's times before.
   */
  named: (Naming & { joined: boolean; earlier: readonly Naming[] }) | null
  facts: FactsById
  /** When both came back, until the next pause begins. */
  reunion: Instant | null
  /** Said since then, oldest first: of each seat the newest. */
  phrases: readonly Phrase[]
  /** What was said on coming back, and starts of pauses, in order: of each seat the newest. */
  history: readonly (Phrase | PauseStarted)[]
  /** When the last pause was taken back, until the next begins. */
  takenBackAt: Instant | null
  /** The last pause that was taken back, also when another has begun since; null once a pause was really held. `again`: by who took the one before. */
  takenBack: { at: Instant; by: Seat; again: boolean } | null
  /** Pauses that were taken back, the newest. */
  undone: readonly Undone[]
  /** Who had come back before a later time was named, and has not since. */
  askedAgain: readonly Seat[]
  /** Assents, versions and questions, in order, of each kind the newest: sealed, for `client/documents/agreement-record.ts`. */
  agreement: readonly AgreementEvent[]
  /** When a joiner was undone last; 0: never. */
  joinerLeftAt: Instant
  /** What a drill hears of, since the first of its events, in order: the newest. */
  drill: readonly StoredEvent[]
}

export const NOTHING_FOLDED: Folded = {
  pause: { kind: 'none' },
  named: null,
  facts: new Map(),
  reunion: null,
  phrases: [],
  history: [],
  takenBackAt: null,
  takenBack: null,
  undone: [],
  askedAgain: [],
  agreement: [],
  joinerLeftAt: 0,
  drill: [],
}

/** With further entries; the same value without any. Also for steps that are still in the outbox, shown before the server has them. */
export const fold = (before: Folded, events: readonly StoredEvent[], limits: PauseLimits): Folded => {
  if (events.length === 0) return before
  const left = events.findLastIndex(isSeatLeft)
  if (left < 0) return foldOn(before, events, limits)
  const until = foldOn(before, events.slice(0, left + 1), limits)
  return foldOn(withoutJoiner(until, events[left]?.at ?? 0), events.slice(left + 1), limits)
}

const foldOn = (before: Folded, events: readonly StoredEvent[], limits: PauseLimits): Folded => {
  const folded = events.reduce((folded, event) => foldPauseOf(folded, event, limits), before)
  const more = events.filter(isAgreementEvent)
  const agreement = more.length === 0 ? before.agreement : newest([...before.agreement, ...more], MOST_OF_AGREEMENT, groupOf)
  const past = events.filter(isHistory)
  const history = past.length === 0 ? before.history : newest([...before.history, ...past], MOST_SHOWN, groupOf)
  const drill = drillWith(before.drill, events)
  return {
    ...folded,
    facts: newestFacts(foldSignals(...withoutUndone(before, folded.undone, events))),
    agreement,
    history,
    drill,
  }
}

/** A seat's flood takes the place of what that seat sent before, and of nothing of the other's. */
const groupOf = ({ kind, seat }: { kind: string; seat?: Seat }): string => `${kind} ${seat}`

const newestFacts = (facts: FactsById): FactsById => {
  const kept = newest([...facts], MOST_SHOWN, ([, { shown }]) => (shown ? groupOf(shown) : 'not shown'))
  return kept.length === facts.size ? facts : new Map(kept)
}

/** A drill has at most a few dozen; what a partner sends beyond costs no more. */
const DRILL_WINDOW = 200

const drillWith = (before: Folded['drill'], events: readonly StoredEvent[]): Folded['drill'] => {
  const first = before.length > 0 ? 0 : events.findIndex(({ kind }) => kind === 'drill')
  const more = first < 0 ? [] : events.slice(first).filter(isOfDrill)
  return more.length === 0 ? before : [...before, ...more].slice(-DRILL_WINDOW)
}

/** Its steps and receipts, and what ends it. */
const isOfDrill = (event: StoredEvent): boolean =>
  event.kind === 'drill' ||
  event.kind === 'signal' ||
  event.kind === 'received' ||
  (event.kind === 'pause' && event.step.kind === 'start')

const isOfPause = ({ kind }: StoredEvent): boolean => kind === 'pause' || kind === 'pause-due' || kind === 'phrase'

/** One more entry, with the facts about signals left as they were: these are folded for many entries in one go. */
const foldPauseOf = (before: Folded, event: StoredEvent, limits: PauseLimits): Folded => {
  if (!isOfPause(event)) return before
  const pause = applyPauseEvent(before.pause, event, limits)
  const reunited = reunitedBy(before.pause, event, pause)
  const began = before.pause.kind === 'none' && pause.kind === 'paused'
  const reunion = began ? null : (reunited ?? before.reunion)
  const earlier = reunited !== null || began ? [] : before.phrases
  const phrases = event.kind === 'phrase' ? newest([...earlier, event], MOST_SHOWN, groupOf) : earlier
  const takenBack = takenBackBy(before, event, pause)
  return {
    ...before,
    pause,
    named: namedAfter(before, event, pause),
    reunion,
    phrases,
    takenBackAt: began ? null : (takenBack?.at ?? before.takenBackAt),
    takenBack: reunited === null ? (takenBack ?? before.takenBack) : null,
    undone:
      takenBack && before.named
        ? [...before.undone, { by: takenBack.by, start: before.named.id, seq: event.seq }].slice(-MOST_SHOWN)
        : before.undone,
    askedAgain: askedAgainAfter(before, pause),
  }
}

const namedAfter = ({ pause: before, named }: Folded, event: StoredEvent, after: PauseState): Folded['named'] => {
  if (after.kind === 'none') return null
  const same = before.kind === 'paused' && before.startedAt === after.startedAt
  if (event.kind !== 'pause' || (same && before.returnAt === after.returnAt)) return named
  const earlier = same && named ? [...named.earlier, named] : []
  return { id: event.id, seat: event.seat, joined: same && event.step.kind === 'start', earlier }
}

/** `again`: the second within `AGAIN_WITHIN_MS` by the same seat. */
const takenBackBy = ({ pause: before, takenBack: last }: Folded, event: StoredEvent, after: PauseState): Folded['takenBack'] =>
  event.kind === 'pause' && event.step.kind === 'cancel' && before.kind === 'paused' && after.kind === 'none'
    ? { at: event.at, by: event.seat, again: last?.by === event.seat && event.at - last.at < AGAIN_WITHIN_MS }
    : null

const askedAgainAfter = ({ pause: before, askedAgain }: Folded, after: PauseState): readonly Seat[] => {
  if (before.kind === 'none' || after.kind === 'none') return []
  const cleared = before.returnAt === after.returnAt ? [] : before.returned.map(({ seat }) => seat)
  const isBack = (seat: Seat) => after.returned.some(back => back.seat === seat)
  return [...askedAgain, ...cleared].filter(seat => !isBack(seat))
}

/**
 * A space's log as this device has it: entries are applied in order, `last + 1` and on; what comes early is held until the gap
 * is closed. Kinds that this release does not know are kept and skipped.
 */
export class SpaceLog {
  /** What the pause follows from, the newest, for when the limits change. */
  #ofPause: StoredEvent[] = []
  #folded = NOTHING_FOLDED
  #limits: PauseLimits
  #last = 0
  #newest: UnknownEvent | undefined
  #held = new Map<number, UnknownEvent>()
  #arrivedAt = new Map<EventId, Instant>()

  /** `records`: the newest of what is kept, in order. */
  constructor(records: LogRecord[], limits: PauseLimits) {
    this.#limits = limits
    this.#apply(records)
  }

  get last(): number {
    return this.#last
  }

  /** The newest entry that is here. `last` may be beyond it. */
  get newest(): UnknownEvent | undefined {
    return this.#newest
  }

  /** Entries wait for one that did not come. */
  get hasGap(): boolean {
    return this.#held.size > 0
  }

  get folded(): Folded {
    return this.#folded
  }

  /** When it first got to this device. */
  arrivedAt(id: EventId): Instant | undefined {
    return this.#arrivedAt.get(id)
  }

  /** Takes entries as they come from outside; gives those that are applied now, to be kept. Nonsense is passed over. */
  take(raw: unknown[], arrivedAt: Instant): LogRecord[] {
    for (const one of raw) {
      const event = UnknownEvent.safeParse(one)
      if (event.success && event.data.seq > this.#last) this.#held.set(event.data.seq, event.data)
    }
    return this.#applyHeld(arrivedAt)
  }

  /** These got here at that time, whatever was thought when they were taken: then the server's clock was not known yet. */
  stamp(ids: Iterable<EventId>, arrivedAt: Instant): void {
    for (const id of ids) if (this.#arrivedAt.has(id)) this.#arrivedAt.set(id, arrivedAt)
  }

  /** The whole of an answer to `since(after)`: what is missing in it is not in the server's log either, and is not waited for. */
  takeAnswer(after: number, raw: unknown[], head: number, arrivedAt: Instant): LogRecord[] {
    const applied = this.take(raw, arrivedAt)
    const seqs = raw.flatMap(one => UnknownEvent.safeParse(one).data?.seq ?? [])
    const until = raw.length === 0 ? head : Math.max(after + raw.length, ...seqs)
    if (this.#last < after) return applied
    // From one that is held to the next: what lies between need not be counted, and may be more than can be.
    const held = [...this.#held.keys()].filter(seq => seq <= until).sort((one, other) => one - other)
    for (const seq of held) {
      this.#last = Math.max(this.#last, seq - 1)
      applied.push(...this.#applyHeld(arrivedAt))
    }
    this.#last = Math.max(this.#last, until)
    applied.push(...this.#applyHeld(arrivedAt))
    return applied
  }

  /** The server's limits differ from those of the last page: what follows from them is told anew. */
  setLimits(limits: PauseLimits): void {
    if (limits.floorMs === this.#limits.floorMs && limits.ceilingMs === this.#limits.ceilingMs) return
    this.#limits = limits
    const { facts, history, agreement, joinerLeftAt, drill } = this.#folded
    this.#folded = { ...fold(NOTHING_FOLDED, this.#ofPause, limits), facts, history, agreement, joinerLeftAt, drill }
  }

  get limits(): PauseLimits {
    return this.#limits
  }

  #applyHeld(arrivedAt: Instant): LogRecord[] {
    const applied: LogRecord[] = []
    for (let next = this.#held.get(this.#last + 1); next; next = this.#held.get(this.#last + 1)) {
      this.#held.delete(next.seq)
      this.#last = next.seq
      applied.push({ event: next, arrivedAt })
    }
    this.#apply(applied)
    return applied
  }

  /** Folds them at once, however many. */
  #apply(records: LogRecord[]): void {
    const known: StoredEvent[] = []
    for (const { event, arrivedAt, known: read } of records) {
      this.#last = event.seq
      this.#newest = event
      this.#arrivedAt.set(event.id, arrivedAt)
      const parsed = read ?? StoredEvent.safeParse(event).data
      if (parsed) known.push(parsed)
    }
    for (const event of known) if (isOfPause(event)) this.#ofPause.push(event)
    if (this.#ofPause.length > 8 * LOG_WINDOW) this.#ofPause = [...newest(this.#ofPause, LOG_WINDOW, groupOf)]
    this.#folded = fold(this.#folded, known, this.#limits)
    if (this.#arrivedAt.size > 2 * LOG_WINDOW) this.#forgetArrivals(records)
  }

  /** Of what is shown no more it is all the same when it came. */
  #forgetArrivals(records: LogRecord[]): void {
    const arrivals = [...this.#arrivedAt].filter(([id]) => this.#folded.facts.has(id))
    this.#arrivedAt = new Map([
      ...arrivals,
      ...records.slice(-LOG_WINDOW).map(({ event, arrivedAt }) => [event.id, arrivedAt] as const),
    ])
  }
}
