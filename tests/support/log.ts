import { LOG_WINDOW, type LogRecord } from '../../client/sync/local.ts'
import { agreementKinds } from '../../shared/events.ts'
import { DeviceId, EventId, type Instant, type Seat } from '../../shared/ids.ts'

/** Ids that say in a failure which one they are. */
export const eventId = (n: number): EventId => EventId.parse(`00000000-0000-7000-8000-${String(n).padStart(12, '0')}`)
export const deviceOf = (seat: Seat, n = 1): DeviceId =>
  DeviceId.parse(`${seat.repeat(8)}-0000-7000-8000-${String(n).padStart(12, '0')}`)

/** A sealed thing of the right shape: nobody opens it here. */
export const SEALED = 'A'.repeat(700)

export const LOG_BEGINS: Instant = Date.UTC(2025, 0, 6, 9, 13, 7)

/** A log in which the agreement was made long ago. */
export const longLog = (): LogRecord[] =>
  Array.from({ length: LOG_WINDOW + 500 }, (_, index): LogRecord => {
    const kind = agreementKinds[index] ?? 'signal'
    const event = {
      id: eventId(index + 1),
      kind,
      heldMs: 0,
      seq: index + 1,
      at: LOG_BEGINS,
      seat: 'a',
      deviceId: deviceOf('a'),
      sealed: SEALED,
    }
    return { event, arrivedAt: LOG_BEGINS }
  })
