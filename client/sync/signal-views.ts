import type { SignalContent } from '../../shared/events.ts'
import type { EventId, Instant } from '../../shared/ids.ts'
import { type Facts, isEarlier, lifeOf, pressedAt } from '../../shared/signal.ts'
import type { Member } from './identity.ts'
import type { OpenedEvents } from './opened-events.ts'
import type { Seats } from './seats.ts'
import { type SignalView, UNREADABLE } from './session.ts'
import type { Folded } from './space-log.ts'

/** Signals older than this are not listed, ms. */
const SIGNALS_FOR_MS = 7 * 86_400_000

/** Everything that the list of signals is made of. */
export interface SignalSources {
  member: Member
  seats: Seats
  /** The log with the outbox on top. */
  folded: Folded
  /** Not with the server as far as is known: in the outbox and not acknowledged, or taken back before it left. */
  waiting: ReadonlySet<EventId>
  /** Of these, those that may have left. */
  tried: ReadonlySet<EventId>
  arrivedAt: (id: EventId) => Instant | undefined
  opened: OpenedEvents
  now: Instant
  /** When this device came in, as far as it is known: what was over by then was told elsewhere. */
  hereSince: Instant
}

/** What one signal's view followed from. */
interface Shown {
  facts: Facts
  member: Member
  seats: Seats
  waiting: readonly boolean[]
  view: SignalView
}

/** The last days' signals, or repairs. What did not change since the last look stays the same value; what is older is not opened at all. */
export class SignalViews {
  readonly #kind: 'signal' | 'repair'
  #shown = new Map<EventId, Shown>()

  constructor(kind: 'signal' | 'repair') {
    this.#kind = kind
  }

  /** Oldest first. */
  view(sources: SignalSources): SignalView[] {
    const shown = new Map<EventId, Shown>()
    for (const [id, facts] of sources.folded.facts) {
      if (facts.shown?.kind !== this.#kind) continue
      if (!isListed(sources, facts, facts.shown.at)) continue
      const known = this.#unchanged(sources, id, facts) ?? viewSignal(sources, id, facts)
      if (known) shown.set(id, known)
    }
    this.#shown = shown
    return [...shown.values()].sort(byPress).map(({ view }) => view)
  }

  #unchanged(sources: SignalSources, id: EventId, facts: Facts): Shown | null {
    const known = this.#shown.get(id)
    if (!known || known.facts !== facts || known.member !== sources.member || known.seats !== sources.seats) return null
    // What is not in the log is looked at by the time of the moment.
    if (sources.arrivedAt(id) === undefined) return null
    return waitingOf(sources, id, facts).every((one, at) => one === known.waiting[at]) ? known : null
  }
}

/**
 * Oldest first. What still waits was pressed after all that the log has of this device, whatever its clock says now: before the
 * server told the time, a clock that was set back would put it behind an older one.
 */
const byPress = (one: Shown, other: Shown): number => {
  const [waits, otherWaits] = [one, other].map(({ view }) => view.state === 'waiting')
  if (waits && otherWaits) return (one.facts.shown?.seq ?? 0) - (other.facts.shown?.seq ?? 0)
  return Number(waits) - Number(otherWaits) || one.view.pressedAt - other.view.pressedAt
}

/** By when the server had it: what the sender's clock says of the press hides nothing, and what still waits is there in any case. */
const isListed = ({ waiting, now }: SignalSources, { shown, takenBack }: Facts, at: Instant): boolean => {
  const isWaiting = shown !== null && waiting.has(shown.id) && Object.keys(takenBack).length === 0
  return isWaiting || at > now - SIGNALS_FOR_MS
}

/** Whether the signal itself, its answers and its taking back are still in the outbox. */
const waitingOf = ({ waiting }: SignalSources, id: EventId, { answers, takenBack }: Facts): boolean[] =>
  [id, answers.a?.id, answers.b?.id, takenBack.a?.id, takenBack.b?.id].map(one => one !== undefined && waiting.has(one))

const viewSignal = (sources: SignalSources, id: EventId, facts: Facts): Shown | null => {
  const { member, seats, waiting } = sources
  const life = lifeOf(trusted(facts, seats))
  if (!life) return null
  const { shown, answer } = life
  const ended = answer ?? life.takenBack
  const mine = shown.seat === member.seat
  const isWaiting = waiting.has(id)
  const view: SignalView = {
    id,
    mine,
    content: contentOf(sources, shown) ?? wordOnly(UNREADABLE, nameOf(sources, mine)),
    pressedAt: life.pressedAt,
    state: isWaiting && life.state === 'sent' ? 'waiting' : life.state,
    ...(isWaiting && sources.tried.has(id) && { perhapsSent: true }),
    sentAt: isWaiting ? null : shown.at,
    reached: life.reached && { at: life.reached.at, device: labelOf(seats, life.reached.deviceId) },
    answer: answer && {
      text: sources.opened.answer(member, answer)?.text ?? UNREADABLE,
      at: answer.at,
      pressedAt: pressedAt(answer.at, answer.heldMs),
      from: nameOf(sources, answer.seat === member.seat),
      ...(waiting.has(answer.id) && { unsent: true }),
    },
    takenBack: life.takenBack && {
      ...life.takenBack,
      hadReached: life.takenBack.hadReached || (wasSaid(id, facts) ? null : false),
    },
    earlier: isEarlier(shown.heldMs, shown.at, sources.arrivedAt(id) ?? sources.now),
    receiptSent: facts.received[member.deviceId] !== undefined,
    ...(ended && ended.at <= sources.hereSince && { over: true }),
  }
  return { facts, member, seats, waiting: waitingOf(sources, id, facts), view }
}

/** What never left this device is taken back by its own id, and silently. Of all else a receipt may be on its way, or lost: nobody knows that it had not arrived. */
const wasSaid = (id: EventId, { takenBack }: Facts): boolean =>
  [takenBack.a?.id, takenBack.b?.id].some(one => one !== undefined && one !== id)

/** Receipts of a listed device that its seat's key did not certify count for nothing. Of one no longer listed they stay true. */
export const trusted = (facts: Facts, seats: Seats): Facts => {
  const isForeign = (id: string) => seats.devices.some(device => device.deviceId === id && !device.certified)
  const received = Object.entries(facts.received).filter(([device]) => !isForeign(device))
  return { ...facts, received: Object.fromEntries(received) }
}

/** A repair is shown as a signal that has a word and nothing else. */
const contentOf = ({ member, opened }: SignalSources, shown: NonNullable<Facts['shown']>): SignalContent | null => {
  if (shown.kind === 'signal') return opened.signal(member, shown)
  const repair = opened.repair(member, shown)
  return repair && wordOnly(repair.text, repair.from)
}

const wordOnly = (word: string, from: string): SignalContent => ({
  clauseId: '',
  word,
  emoji: '',
  gesture: '',
  meaning: '',
  helps: '',
  from,
})

const nameOf = ({ member, seats }: SignalSources, mine: boolean): string =>
  mine ? member.name || seats.ownName : seats.partnerName || member.partnerName

export const labelOf = (seats: Seats, id: string): string => seats.devices.find(device => device.deviceId === id)?.label ?? ''
