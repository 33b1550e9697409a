import { type Refusal, refuse } from '../../shared/errors.ts'
import type { Instant, InviteId, SpaceId } from '../../shared/ids.ts'
import type { CreateInvite, InviteGreeting, InviteState, Redeemed, RedeemInvite, SpaceView } from '../../shared/spaces.ts'
import type { Database } from '../storage/schema.ts'
import type { Transaction } from '../storage/store.ts'
import type { Access } from './access.ts'
import { addDevice, isCertified, isKnown, refuseTaken } from './devices.ts'
import { addSeat, refuseTakenRecovery } from './seats.ts'

type InviteRow = Database['invites']

/** An accepted request, and whether it was more than a resend. */
interface InviteChange {
  ok: true
  changed: boolean
}
interface Entered extends InviteChange {
  answer: Redeemed
}

/** What an invite keeps only as long as somebody may still need it. */
const ERASED = { sealed_keys: null, greeting: null }

const findInvite = (tx: Transaction, inviteId: InviteId): Promise<InviteRow | undefined> =>
  tx.selectFrom('invites').selectAll().where('invite_id', '=', inviteId).executeTakeFirst()

const stateOf = (invite: InviteRow, now: Instant): InviteState =>
  invite.state === 'open' && invite.expires_at <= now ? 'expired' : invite.state

/** The refusal that an invite's state stands for; undefined while it is open. */
const refuseState = (state: InviteState): Refusal | undefined => (state === 'open' ? undefined : refuse(`invite-${state}`))

const isFull = async (tx: Transaction, spaceId: SpaceId): Promise<boolean> => {
  const joined = await tx
    .selectFrom('seats')
    .select('seat')
    .where('space_id', '=', spaceId)
    .where('seat', '=', 'b')
    .executeTakeFirst()
  return joined !== undefined
}

/** A new invite takes the open one back. A resend of the open one is answered like the first. */
export const createInvite = async (
  tx: Transaction,
  access: Access,
  request: CreateInvite,
  now: Instant,
): Promise<InviteChange | Refusal> => {
  if (access.seat !== 'a') return refuse('not-yours')
  const existing = await findInvite(tx, request.inviteId)
  if (existing && existing.space_id !== access.spaceId) return refuse('bad-request', { detail: 'inviteId' })
  if (existing) return refuseState(stateOf(existing, now)) ?? { ok: true, changed: false }
  if (await isFull(tx, access.spaceId)) return refuse('space-full')
  await tx
    .updateTable('invites')
    .set({ state: 'revoked', ...ERASED })
    .where('space_id', '=', access.spaceId)
    .where('state', '=', 'open')
    .execute()
  await tx
    .insertInto('invites')
    .values({
      invite_id: request.inviteId,
      space_id: access.spaceId,
      sealed_keys: request.sealedKeys,
      greeting: request.greeting,
      created_at: now,
      expires_at: now + request.lifetimeMs,
      state: 'open',
      used_by: null,
    })
    .execute()
  return { ok: true, changed: true }
}

/** What an invite says before it is used. Uses nothing up. */
export const lookAtInvite = async (tx: Transaction, inviteId: InviteId, now: Instant): Promise<InviteGreeting | Refusal> => {
  const invite = await findInvite(tx, inviteId)
  if (!invite) return refuse('invite-unknown')
  const refused = refuseState(stateOf(invite, now))
  if (refused) return refused
  if (invite.greeting === null) return refuse('invite-expired')
  return { ok: true, spaceId: invite.space_id as SpaceId, greeting: invite.greeting, expiresAt: invite.expires_at }
}

/**
 * Takes seat b, once: an open invite means that the seat is free, since a join uses it up and a full space gets none. The same device with the same token gets its answer again until it has confirmed that it holds the keys,
 * so that a lost answer locks nobody out.
 */
export const redeemInvite = async (tx: Transaction, request: RedeemInvite, now: Instant): Promise<Entered | Refusal> => {
  const { inviteId, device } = request
  const invite = await findInvite(tx, inviteId)
  if (!invite) return refuse('invite-unknown')
  const spaceId = invite.space_id as SpaceId
  if (invite.state === 'used') return redeemAgain(tx, invite, request, now)
  const refused = refuseState(stateOf(invite, now))
  if (refused) return refused
  if (invite.sealed_keys === null) return refuse('invite-expired')
  if (!isCertified(spaceId, 'b', request.seatKeys.sign, device)) return refuse('bad-certificate')
  const taken = (await refuseTaken(tx, device)) ?? (await refuseTakenRecovery(tx, request.recovery))
  if (taken) return taken

  await tx.updateTable('invites').set({ state: 'used', used_by: device.deviceId }).where('invite_id', '=', inviteId).execute()
  const { seatKeys: keys, recovery, joinProof } = request
  await addSeat(tx, { spaceId, seat: 'b', keys, recovery, joinProof, profile: null, keyBox: null, at: now })
  await addDevice(tx, { spaceId, seat: 'b', label: null }, device, now)
  return { ok: true, answer: { ok: true, spaceId, seat: 'b', sealedKeys: invite.sealed_keys }, changed: true }
}

const redeemAgain = async (
  tx: Transaction,
  invite: InviteRow,
  { device }: RedeemInvite,
  now: Instant,
): Promise<Entered | Refusal> => {
  const spaceId = invite.space_id as SpaceId
  if (invite.used_by !== device.deviceId || !(await isKnown(tx, spaceId, 'b', device))) return refuse('invite-used')
  if (invite.expires_at <= now && invite.sealed_keys !== null) return refuse('invite-expired')
  if (invite.sealed_keys === null) return refuse('invite-used')
  return { ok: true, answer: { ok: true, spaceId, seat: 'b', sealedKeys: invite.sealed_keys }, changed: false }
}

/** The joiner holds the keys now: the server forgets them. */
export const confirmJoin = async (tx: Transaction, spaceId: SpaceId): Promise<void> => {
  await tx
    .updateTable('invites')
    .set(ERASED)
    .where('space_id', '=', spaceId)
    .where('state', '=', 'used')
    .where('sealed_keys', 'is not', null)
    .execute()
}

/** Takes an open invite back. Once more is no error. */
export const revokeInvite = async (
  tx: Transaction,
  access: Access,
  inviteId: InviteId,
  now: Instant,
): Promise<InviteChange | Refusal> => {
  if (access.seat !== 'a') return refuse('not-yours')
  const invite = await findInvite(tx, inviteId)
  if (!invite) return refuse('invite-unknown')
  if (invite.space_id !== access.spaceId) return refuse('not-yours')
  const state = stateOf(invite, now)
  if (state === 'revoked') return { ok: true, changed: false }
  const refused = refuseState(state)
  if (refused) return refused
  await tx
    .updateTable('invites')
    .set({ state: 'revoked', ...ERASED })
    .where('invite_id', '=', inviteId)
    .execute()
  return { ok: true, changed: true }
}

/** The open invite, else the latest, as its creator sees it. */
export const viewInvite = async (tx: Transaction, spaceId: SpaceId, now: Instant): Promise<SpaceView['invite']> => {
  const invite = await tx
    .selectFrom('invites')
    .selectAll()
    .where('space_id', '=', spaceId)
    .orderBy(eb => eb.case().when('state', '=', 'open').then(0).else(1).end())
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
  return invite ? { inviteId: invite.invite_id as InviteId, state: stateOf(invite, now), expiresAt: invite.expires_at } : null
}

/** Erases what expired invites held. Run from time to time, since nobody asks for most of them again. */
export const eraseExpiredInvites = async (tx: Transaction, now: Instant): Promise<void> => {
  await tx.updateTable('invites').set(ERASED).where('expires_at', '<=', now).where('sealed_keys', 'is not', null).execute()
}
