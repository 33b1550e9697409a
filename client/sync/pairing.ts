import { v7 } from 'uuid'
import { context } from '../../shared/envelope.ts'
import { DeviceId, type Instant, type Seat, SpaceId } from '../../shared/ids.ts'
import type { CreateInvite, SeatKeys } from '../../shared/spaces.ts'
import { toBase64url } from '../keys/bytes.ts'
import { introduceDevice, newDeviceSecrets } from '../keys/device-key.ts'
import { openJson, type Sealing, sealJson } from '../keys/envelope.ts'
import { type InviteSecret, joinProof } from '../keys/invite-link.ts'
import { inviteIdOf, inviteKeyring, newInviteSecret } from '../keys/invite-secret.ts'
import type { Keyring } from '../keys/keyring.ts'
import { newSpaceKeyring } from '../keys/new-epoch.ts'
import { newPartnerSecret, recoveryIntroduction, type SeatKey, seatKeyOf } from '../keys/seat-key.ts'
import { keyringOf, type Member, type Pending } from './identity.ts'
import { type GreetingContent, InviteContent } from './invite-content.ts'
import { epochsOf, openKeyBox, sealKeyBox, takeUpKeyBox } from './key-box.ts'
import { seatContent } from './seat-content.ts'

/** How long an invite can be used, ms. */
const INVITE_LIFETIME_MS = 24 * 3_600_000

export type PendingOf<Route extends Pending['route']> = Extract<Pending, { route: Route }>

/** A new space with this device in seat a: everything it takes, and the request that makes it. */
export const prepareCreate = (
  sealing: Sealing,
  input: { name: string; partnerName: string; sample: boolean; label: string },
): PendingOf<'create'> => {
  const secret = newPartnerSecret()
  const seatKey = seatKeyOf(secret)
  const spaceId = SpaceId.parse(v7())
  const member = newMember({ ...input, spaceId, seat: 'a', secret, seatKey, keyring: newSpaceKeyring(), pinned: null })
  const request = {
    spaceId,
    sample: input.sample,
    seatKeys: seatKey.shown,
    device: introduceDevice(spaceId, 'a', seatKey, member.deviceId, member.device),
    recovery: recoveryIntroduction(secret),
    ...seatContent(sealing, member, input.label),
    keyBox: sealKeyBox(sealing, member),
  }
  return { kind: 'pending', route: 'create', request, member }
}

/** This device in seat b. The space keys come with the answer. */
export const prepareJoin = (
  invite: InviteSecret,
  input: { spaceId: SpaceId; name: string; partnerName: string; sample: boolean },
): PendingOf<'join'> => {
  const secret = newPartnerSecret()
  const seatKey = seatKeyOf(secret)
  // The link has room for one half; the other comes with the sealed keys, which only its maker can have sealed.
  const pinned = { sign: invite.creatorSign, receive: invite.creatorSign }
  const member = newMember({ ...input, seat: 'b', secret, seatKey, keyring: null, pinned })
  const request = {
    inviteId: inviteIdOf(invite.secret),
    seatKeys: seatKey.shown,
    device: introduceDevice(input.spaceId, 'b', seatKey, member.deviceId, member.device),
    recovery: recoveryIntroduction(secret),
    joinProof: joinProof(invite.secret, input.spaceId, seatKey.shown),
  }
  return { kind: 'pending', route: 'join', request, member, inviteSecret: invite.secret }
}

/** The joiner with its keys. Null when they do not open, or are of another creator than the link names: then nobody joined. */
export const completeJoin = (sealing: Sealing, pending: PendingOf<'join'>, sealedKeys: string): Member | null => {
  const keyring = inviteKeyring(pending.inviteSecret)
  const opened = openJson(sealing, keyring, context.invite(pending.request.inviteId), sealedKeys, InviteContent)
  if (!opened.ok || opened.value.creator.sign !== pending.member.pinned?.sign) return null
  if (!keyringOf(opened.value.epochs)) return null
  return { ...pending.member, epochs: opened.value.epochs, pinned: opened.value.creator, toTell: true }
}

/**
 * A device for the seat that the words name: the one `here`, where it has that seat already, else a fresh one. Null when its key box
 * does not open. The words themselves are not kept.
 */
export const prepareRecover = (
  sealing: Sealing,
  secret: Uint8Array,
  found: { spaceId: SpaceId; seat: Seat; keyBox: string },
  here: Member | null = null,
): PendingOf<'recover'> | null => {
  const seatKey = seatKeyOf(secret)
  const { spaceId, seat } = found
  const blank = { spaceId, seat, name: '', partnerName: '', sample: false, secret: null, seatKey, keyring: null, pinned: null }
  const isSame = here?.spaceId === spaceId && here.seat === seat && here.seatKeys.sign === seatKey.shown.sign
  const empty = isSame ? here : newMember(blank)
  if (!openKeyBox(sealing, empty, found.keyBox)) return null
  const member = { ...takeUpKeyBox(sealing, empty, found.keyBox), toTell: true, endedBy: null }
  const device = introduceDevice(spaceId, seat, seatKey, member.deviceId, member.device)
  const request = { recoveryId: seatKey.recoveryId, proof: seatKey.recoveryProof, device }
  return { kind: 'pending', route: 'recover', request, member }
}

/** A new invite of this space: the request that makes it, and what is remembered of it to make its link and know its joiner. */
export const prepareInvite = (
  sealing: Sealing,
  member: Member,
  now: Instant,
): { request: CreateInvite; invite: Member['invites'][number] } => {
  const { secret } = newInviteSecret(member.seatKeys.sign)
  const inviteId = inviteIdOf(secret)
  const keyring = inviteKeyring(secret)
  const { spaceId, name, partnerName } = member
  const greeting: GreetingContent = { spaceId, name, partnerName, creator: member.seatKeys.sign }
  const request = {
    inviteId,
    sealedKeys: sealJson(sealing, keyring, context.invite(inviteId), { epochs: member.epochs, creator: member.seatKeys }),
    greeting: sealJson(sealing, keyring, context.greeting(inviteId), greeting),
    lifetimeMs: INVITE_LIFETIME_MS,
  }
  return { request, invite: { inviteId, secret, expiresAt: now + INVITE_LIFETIME_MS } }
}

const newMember = (input: {
  spaceId: SpaceId
  seat: Seat
  sample: boolean
  name: string
  partnerName: string
  secret: Uint8Array | null
  seatKey: SeatKey
  keyring: Keyring | null
  pinned: SeatKeys | null
}): Member => ({
  kind: 'member',
  spaceId: input.spaceId,
  seat: input.seat,
  sample: input.sample,
  deviceId: DeviceId.parse(v7()),
  device: newDeviceSecrets(),
  seatKeys: input.seatKey.shown,
  partnerSecret: input.secret && toBase64url(input.secret),
  personalKey: toBase64url(input.seatKey.personalKey),
  epochs: input.keyring ? epochsOf(input.keyring) : {},
  name: input.name,
  partnerName: input.partnerName,
  pinned: input.pinned,
  invites: [],
  toTell: false,
  undoing: false,
  endedBy: null,
})
