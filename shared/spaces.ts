import { z } from 'zod/mini'
import { Sealed, SealedName } from './envelope.ts'
import { Refusal } from './errors.ts'
import { Bytes32, DeviceId, Instant, InviteId, Seat, Signature, SpaceId } from './ids.ts'

/** HTTP: every request and answer under `/api`. Authenticated requests carry `Authorization: Bearer <token>`. */

/** The public half of a seat key: Ed25519 signs, X25519 receives. */
export const SeatKeys = z.strictObject({ sign: Bytes32, receive: Bytes32 })
export type SeatKeys = z.infer<typeof SeatKeys>

/** A device as it introduces itself. `certificate` is the seat key's signature over `certificateText`. */
export const DeviceIntroduction = z.strictObject({
  deviceId: DeviceId,
  sign: Bytes32,
  receive: Bytes32,
  certificate: Signature,
  /** SHA-256 of the 256-bit device token; the token itself is only ever shown as a bearer. */
  tokenHash: Bytes32,
})
export type DeviceIntroduction = z.infer<typeof DeviceIntroduction>

/** What a seat key signs to certify a device. Plain ASCII, one line per field. */
export const certificateText = (space: string, seat: Seat, device: { deviceId: string; sign: string; receive: string }): string =>
  `holdfast device v1\n${space}\n${seat}\n${device.deviceId}\n${device.sign}\n${device.receive}`

/** Lets the recovery words find their seat. The server stores a SHA-256 of the proof. */
export const RecoveryIntroduction = z.strictObject({ recoveryId: Bytes32, proofHash: Bytes32 })
export type RecoveryIntroduction = z.infer<typeof RecoveryIntroduction>

/** `POST /api/spaces`: idempotent for the same ids and token hash. */
export const CreateSpace = z.strictObject({
  spaceId: SpaceId,
  /** A sample couple: removed after 24 h, or by either of its devices. */
  sample: z.boolean(),
  seatKeys: SeatKeys,
  device: DeviceIntroduction,
  recovery: RecoveryIntroduction,
  keyBox: Sealed,
  profile: SealedName,
  /** The device's label, sealed. */
  label: SealedName,
})
export type CreateSpace = z.infer<typeof CreateSpace>

/** `POST /api/invites` (creator's seat): replaces an open invite. `lifetimeMs` at most 24 h. */
export const CreateInvite = z.strictObject({
  inviteId: InviteId,
  /** The space keys, sealed under the invite secret. Kept until the joiner has confirmed, the invite is revoked or expires. */
  sealedKeys: Sealed,
  /** Who invites, sealed under the invite secret: shown before joining. */
  greeting: Sealed,
  lifetimeMs: z.int().check(z.gte(60_000), z.lte(86_400_000)),
})
export type CreateInvite = z.infer<typeof CreateInvite>

export const InviteState = z.enum(['open', 'used', 'expired', 'revoked'])
export type InviteState = z.infer<typeof InviteState>

/** `POST /api/invites/look`: what an invite says before it is used. Uses nothing up. */
export const LookAtInvite = z.strictObject({ inviteId: InviteId })
export type LookAtInvite = z.infer<typeof LookAtInvite>
export const InviteGreeting = z.object({ ok: z.literal(true), spaceId: SpaceId, greeting: Sealed, expiresAt: Instant })
export type InviteGreeting = z.infer<typeof InviteGreeting>

/** `POST /api/invites/redeem`: takes seat b. Idempotent for the same device and token hash until confirmed. */
export const RedeemInvite = z.strictObject({
  inviteId: InviteId,
  seatKeys: SeatKeys,
  device: DeviceIntroduction,
  recovery: RecoveryIntroduction,
  /** MAC over the joiner's seat keys under the invite secret, so that the creator knows whom the link reached, whatever the server says. */
  joinProof: Bytes32,
})
export type RedeemInvite = z.infer<typeof RedeemInvite>
export const Redeemed = z.object({ ok: z.literal(true), spaceId: SpaceId, seat: Seat, sealedKeys: Sealed })
export type Redeemed = z.infer<typeof Redeemed>

/**
 * A new key box of a seat, in the place of the one that its device read (`keyBoxWas`; left out: there was none). Where it is another
 * by now the whole request is refused (`key-box-changed`), so that devices of a seat lose nothing of each other's.
 */
export const KeyBoxChange = z.strictObject({ keyBox: z.optional(Sealed), keyBoxWas: z.optional(Sealed) })
export type KeyBoxChange = z.infer<typeof KeyBoxChange>

/** `PUT /api/space/seat`: what the seat says of itself, its key box, this device's label. The first one by a joiner confirms the invite. */
export const UpdateSeat = z.extend(KeyBoxChange, { profile: z.optional(SealedName), label: z.optional(SealedName) })
export type UpdateSeat = z.infer<typeof UpdateSeat>

/** `DELETE /api/space/joiner`: the key box with the next epoch takes its place in the moment of the removal. Earlier releases send none. */
export const UndoJoin = z.optional(KeyBoxChange)
export type UndoJoin = z.infer<typeof UndoJoin>

/** `POST /api/recover`: a new device for the seat that these recovery words name, certified by its seat key. */
export const Recover = z.strictObject({ recoveryId: Bytes32, proof: Bytes32, device: DeviceIntroduction })
export type Recover = z.infer<typeof Recover>

/** `POST /api/recover/look`: where the words lead, so that a device can be certified for it, and whether one that is new to the seat would be let in. */
export const LookAtRecovery = z.strictObject({ recoveryId: Bytes32, proof: Bytes32 })
export type LookAtRecovery = z.infer<typeof LookAtRecovery>
export const Recovered = z.object({
  ok: z.literal(true),
  spaceId: SpaceId,
  seat: Seat,
  keyBox: Sealed,
  /** Of a look: what a device that is new to the seat would be refused with. Left out by earlier releases. */
  noNewDevice: z.catch(z.optional(Refusal), undefined),
})
export type Recovered = z.infer<typeof Recovered>

export const DeviceView = z.object({
  deviceId: DeviceId,
  sign: Bytes32,
  receive: Bytes32,
  certificate: Signature,
  label: z.nullable(Sealed),
  addedAt: Instant,
})
export type DeviceView = z.infer<typeof DeviceView>

export const SeatView = z.object({
  seat: Seat,
  keys: SeatKeys,
  joinProof: z.nullable(Bytes32),
  joinedAt: Instant,
  profile: z.nullable(Sealed),
  /** Whether any device of this seat can be reached while the app is closed: never which, nor when. Left out by earlier releases. */
  push: z.optional(z.boolean()),
  devices: z.array(DeviceView),
})
export type SeatView = z.infer<typeof SeatView>

/** `GET /api/space`: what a device may know of its space. Only of its own seat: the key box. */
export const SpaceView = z.object({
  ok: z.literal(true),
  spaceId: SpaceId,
  seat: Seat,
  sample: z.boolean(),
  seats: z.array(SeatView),
  invite: z.nullable(z.object({ inviteId: InviteId, state: InviteState, expiresAt: Instant })),
  keyBox: z.nullable(Sealed),
  now: Instant,
})
export type SpaceView = z.infer<typeof SpaceView>

/**
 * Further routes, all answering `{ ok: true }` or a `Refusal`:
 * `DELETE /api/invites/:inviteId` takes an open invite back.
 * `DELETE /api/space/joiner` (seat a, within 24 h of the join) removes a wrong joiner: devices, tokens and sockets of seat b
 *   end at once, and a new epoch of the space key, made by the asking device, is in seat a's key box.
 * `PUT /api/push` takes this device's `PushSubscription` (`shared/push.ts`), `DELETE /api/push` ends it; `GET` gives `PushSettings`.
 * `POST /api/events` takes an `OutgoingEvent` like the relay's `send`, and gives its answer.
 * `DELETE /api/space` removes a sample space at once (`sample-only` otherwise).
 * `GET /healthz` (the process answers), `GET /readyz` (the store can be written).
 */
export const Done = z.object({ ok: z.literal(true) })
export type Done = z.infer<typeof Done>

/** Devices of one seat that may come in. One more ends the access of the one that was heard from longest ago. */
export const MAX_DEVICES_PER_SEAT = 32
/**
 * Devices of one seat that are listed, with those whose access ended. Who signed for the agreement stays for good: a new device every week,
 * with something signed on each, comes to that in five years.
 */
export const MAX_LISTED_PER_SEAT = 256
/**
 * So many devices new to a seat come in within `NEW_DEVICES_MS`. A person has a few a year, and a few in an hour where something goes wrong;
 * whoever means to fill the list needs a month of every day.
 */
export const MAX_NEW_DEVICES = 8
/** Ms. */
export const NEW_DEVICES_MS = 24 * 3_600_000

/** How long a wrong joiner can be undone, ms. */
export const UNDO_JOIN_MS = 24 * 3_600_000
/** How long a sample space lives, ms. */
export const SAMPLE_LIFETIME_MS = 24 * 3_600_000
