import type { AgreementEvent, StoredEvent } from '../../shared/events.ts'
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

/** In this device's outbox: its place in the log is not known yet. */
export const isUnsent = ({ seq }: AgreementEvent): boolean => seq >= AFTER_THE_LOG

/** The log with what this device pressed on top, as the server will see it if nothing comes between. */
export const foldWithOutbox = (parts: {
  folded: Folded
  outbox: readonly OutboxEntry[]
  /** When the server stored an entry that the log does not show yet. */
  acknowledgedAt: (id: EventId) => Instant | undefined
  withdrawn: readonly Withdrawn[]
  member: Member
  limits: PauseLimits
  /** The server's time of an instant of the device's clock. */
  toServerTime: (deviceInstant: number) => Instant
}): Folded => {
  const { folded, member, limits, toServerTime } = parts
  const from = { seat: member.seat, deviceId: member.deviceId }
  const steps = parts.outbox.map(({ event, pressedAt, serverAt }, index): StoredEvent => {
    const pressed = serverAt ?? toServerTime(pressedAt)
    const at = parts.acknowledgedAt(event.id) ?? pressed
    return { ...event, ...from, seq: AFTER_THE_LOG + index, at, heldMs: Math.max(0, at - pressed) }
  })
  const takenBack = parts.withdrawn.flatMap(({ entry: { event, pressedAt }, at }, index): StoredEvent[] => {
    if (event.kind !== 'signal' || folded.facts.has(event.id)) return []
    const seq = 2 * (AFTER_THE_LOG + index)
    const back = { id: event.id, kind: 'take-back' as const, about: event.id, seq: seq + 1, at: toServerTime(at) }
    return [
      { ...event, ...from, seq, at: toServerTime(pressedAt), heldMs: 0 },
      { ...back, ...from, heldMs: 0 },
    ]
  })
  const pressed = fold(folded, steps, limits)
  // What never left this phone is shown as taken back, and is nothing real to a drill.
  return takenBack.length === 0 ? pressed : { ...fold(pressed, takenBack, limits), drill: pressed.drill }
}
