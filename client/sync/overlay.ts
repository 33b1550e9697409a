import type { StoredEvent } from '../../shared/events.ts'
import type { EventId, Instant } from '../../shared/ids.ts'
import type { PauseLimits } from '../../shared/pause.ts'
import type { Member } from './identity.ts'
import type { OutboxEntry } from './local.ts'
import { type Folded, fold } from './space-log.ts'

/** A signal or a start of a pause that was taken back before it was ever sent, so that it never left this device. */
export interface Withdrawn {
  entry: OutboxEntry
  /** When it was taken back, by the device's clock. */
  at: number
}

/** Behind everything that the server has numbered. */
const AFTER_THE_LOG = 2 ** 40

/** The log with what this device pressed on top, as the server will see it if nothing comes between. */
export const foldWithOutbox = (
  folded: Folded,
  outbox: readonly OutboxEntry[],
  withdrawn: readonly Withdrawn[],
  member: Member,
  limits: PauseLimits,
  /** The server's time of an instant of the device's clock. */
  toServerTime: (deviceInstant: number) => Instant,
): Folded => {
  const from = { seat: member.seat, deviceId: member.deviceId, heldMs: 0 }
  const steps = outbox.map(({ event, pressedAt }, at) => ({
    ...event,
    ...from,
    seq: AFTER_THE_LOG + at,
    at: toServerTime(pressedAt),
  }))
  const takenBack = withdrawn.flatMap(({ entry: { event, pressedAt }, at }, index): StoredEvent[] => {
    if (event.kind !== 'signal' || folded.facts.has(event.id)) return []
    const seq = AFTER_THE_LOG * 2 + index * 2
    const back = { ...from, id: event.id, kind: 'take-back' as const, about: event.id }
    return [
      { ...event, ...from, seq, at: toServerTime(pressedAt) },
      { ...back, seq: seq + 1, at: toServerTime(at) },
    ]
  })
  return [...steps, ...takenBack].reduce((before: Folded, event: StoredEvent) => fold(before, event, limits), folded)
}

/** Entries that the server has not acknowledged. */
export const waitingIds = (outbox: readonly OutboxEntry[], isAcknowledged: (id: EventId) => boolean): Set<EventId> =>
  new Set(outbox.map(({ event }) => event.id).filter(id => !isAcknowledged(id)))
