import { z } from 'zod/mini'
import { ErrorCode } from '../../shared/errors.ts'
import { Bytes32, DeviceId, Instant, InviteId, Seat, SpaceId } from '../../shared/ids.ts'
import { plainWords } from '../../shared/plain-words.ts'
import { CreateSpace, Recover, RedeemInvite, SeatKeys } from '../../shared/spaces.ts'
import { fromBase64url } from '../keys/bytes.ts'
import { fixedKeyring, type Keyring } from '../keys/keyring.ts'

/** Space keys by epoch, base64url of 32 bytes: how a keyring rests in local storage, in a key box and in an invite. */
export const Epochs = z.record(z.string().check(z.regex(/^[1-9][0-9]{0,4}$/)), Bytes32)
export type Epochs = z.infer<typeof Epochs>

/** Who this device is in its space, with its secrets. Rests in local storage only. */
export const Member = z.object({
  kind: z.literal('member'),
  spaceId: SpaceId,
  seat: Seat,
  sample: z.boolean(),
  deviceId: DeviceId,
  device: z.object({ sign: Bytes32, receive: Bytes32, token: Bytes32 }),
  /** Public: the secret halves follow from the recovery words and are not kept once those are confirmed. */
  seatKeys: SeatKeys,
  /** Until the person has kept the recovery words. */
  partnerSecret: z.nullable(Bytes32),
  personalKey: Bytes32,
  epochs: Epochs,
  name: z.string(),
  /** What the creator called the partner before they came. */
  partnerName: z.string(),
  /** The partner's seat keys as an invite proved them. What the server shows later is held against these. */
  pinned: z.nullable(SeatKeys),
  /** Invites made here, newest last: their secrets prove who joined. */
  invites: z.array(z.object({ inviteId: InviteId, secret: Bytes32, expiresAt: Instant })),
  /** The server has yet to be told of profile, key box and label. */
  toTell: z.boolean(),
  /** A wrong joiner is being removed: until that is known to be done, and a new epoch made, it is asked for again. */
  undoing: z.boolean(),
  /** For certain. Releases until November 2026 took `wrong-token` for that, which says no more than that a server does not know it. */
  endedBy: z.pipe(
    z.nullable(ErrorCode),
    z.transform(code => (code === 'wrong-token' ? null : code)),
  ),
})
export type Member = z.infer<typeof Member>

/** A request on its way that makes this device a member: written before it is sent, so that a crash in between loses nothing. */
export const Pending = z.discriminatedUnion('route', [
  z.object({ kind: z.literal('pending'), route: z.literal('create'), request: CreateSpace, member: Member }),
  z.object({
    kind: z.literal('pending'),
    route: z.literal('join'),
    request: RedeemInvite,
    member: Member,
    inviteSecret: Bytes32,
  }),
  z.object({ kind: z.literal('pending'), route: z.literal('recover'), request: Recover, member: Member }),
])
export type Pending = z.infer<typeof Pending>

export const Identity = z.union([Member, Pending])
export type Identity = z.infer<typeof Identity>

/** The device that somebody is, or is about to be: every membership begins with another. */
export const deviceOf = (identity: Identity | null): DeviceId | undefined =>
  identity?.kind === 'pending' ? identity.member.deviceId : identity?.deviceId

/** Null when there is no usable key in it. */
export const keyringOf = (epochs: Epochs): Keyring | null => {
  const keys = new Map<number, Uint8Array>()
  for (const [epoch, text] of Object.entries(epochs)) {
    const key = fromBase64url(text)
    if (key?.length === 32) keys.set(Number(epoch), key)
  }
  return keys.size === 0 ? null : { newest: Math.max(...keys.keys()), keys }
}

export const personalKeyringOf = (member: Member): Keyring =>
  fixedKeyring(fromBase64url(member.personalKey) ?? new Uint8Array(32))

/** As screens show it: nothing in it turns or hides what stands around it. */
export const Name = z.pipe(z.string().check(z.maxLength(80)), z.transform(plainWords))

/** What a seat says of itself, sealed under the space key. Lengths in characters. */
export const ProfileContent = z.object({ name: Name })
/** A device's name as both phones show it: system and browser. */
export const LabelContent = z.object({ label: Name })
