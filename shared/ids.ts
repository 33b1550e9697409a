import { z } from 'zod/mini'

/** Two partners' common place. UUIDv7, made on the creator's device. */
export const SpaceId = z.uuid().brand<'SpaceId'>()
export type SpaceId = z.infer<typeof SpaceId>

/** One browser profile of a seat. UUIDv7, made on that device. */
export const DeviceId = z.uuid().brand<'DeviceId'>()
export type DeviceId = z.infer<typeof DeviceId>

/** One entry of a space's log. UUIDv7, made when the person pressed, so that a resend is recognised. */
export const EventId = z.uuid().brand<'EventId'>()
export type EventId = z.infer<typeof EventId>

/** Names an invite to the server: derived from the invite secret, from which it cannot be computed back. 32 bytes, base64url. */
export const InviteId = z.base64url().check(z.length(43)).brand<'InviteId'>()
export type InviteId = z.infer<typeof InviteId>

/** One partner's place in a space. There is never a third. */
export const Seat = z.enum(['a', 'b'])
export type Seat = z.infer<typeof Seat>

export const otherSeat = (seat: Seat): Seat => (seat === 'a' ? 'b' : 'a')

/** 32 raw bytes as base64url without padding: public keys, hashes, secrets. */
export const Bytes32 = z.base64url().check(z.length(43))
/** A 64-byte Ed25519 signature as base64url without padding. */
export const Signature = z.base64url().check(z.length(86))
/**
 * An instant in milliseconds since 1970, UTC. Instants of the log are the server's. None is beyond the year 9999: days can be added
 * to each, and each can be shown.
 */
export const Instant = z.int().check(z.nonnegative(), z.lte(253_402_300_799_999))
export type Instant = z.infer<typeof Instant>
