import { DeviceId, EventId, type Instant, type Seat } from '../../shared/ids.ts'

/** Ids that say in a failure which one they are. */
export const eventId = (n: number): EventId => EventId.parse(`00000000-0000-7000-8000-${String(n).padStart(12, '0')}`)
export const deviceOf = (seat: Seat, n = 1): DeviceId =>
  DeviceId.parse(`${seat.repeat(8)}-0000-7000-8000-${String(n).padStart(12, '0')}`)

/** A sealed thing of the right shape: nobody opens it here. */
export const SEALED = 'A'.repeat(700)

export const LOG_BEGINS: Instant = Date.UTC(2025, 0, 6, 9, 13, 7)
