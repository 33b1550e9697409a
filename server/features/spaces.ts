import { type Refusal, refuse } from '../../shared/errors.ts'
import type { DeviceId, Instant, Seat, SpaceId } from '../../shared/ids.ts'
import { type CreateSpace, type Done, SAMPLE_LIFETIME_MS, type SpaceView, type UpdateSeat } from '../../shared/spaces.ts'
import type { Transaction } from '../storage/store.ts'
import type { Access } from './access.ts'
import { addDevice, isCertified, isKnown, refuseTaken, removeDevices, viewDevices } from './devices.ts'
import { confirmJoin, viewInvite } from './invites.ts'
import { pushedSeats } from './push-subscriptions.ts'
import { addSeat, refuseTakenRecovery, replaceKeyBox } from './seats.ts'

/** Makes a space with its creator in seat a. A resend by the same device with the same token is answered like the first. */
export const createSpace = async (tx: Transaction, request: CreateSpace, now: Instant): Promise<Done | Refusal> => {
  const { spaceId, device } = request
  const existing = await tx.selectFrom('spaces').select('space_id').where('space_id', '=', spaceId).executeTakeFirst()
  if (existing) return (await isKnown(tx, spaceId, 'a', device)) ? { ok: true } : refuse('space-exists')
  if (!isCertified(spaceId, 'a', request.seatKeys.sign, device)) return refuse('bad-certificate')
  const taken = (await refuseTaken(tx, device)) ?? (await refuseTakenRecovery(tx, request.recovery))
  if (taken) return taken

  const expiresAt = request.sample ? now + SAMPLE_LIFETIME_MS : null
  await tx
    .insertInto('spaces')
    .values({
      space_id: spaceId,
      sample: request.sample ? 1 : 0,
      created_at: now,
      expires_at: expiresAt,
      head: 0,
      pause: JSON.stringify({ kind: 'none' }),
    })
    .execute()
  await addSeat(tx, {
    spaceId,
    seat: 'a',
    keys: request.seatKeys,
    recovery: request.recovery,
    joinProof: null,
    profile: request.profile,
    keyBox: request.keyBox,
    at: now,
  })
  await addDevice(tx, { spaceId, seat: 'a', label: request.label }, device, now)
  if (expiresAt !== null)
    await tx
      .insertInto('jobs')
      .values({ space_id: spaceId, kind: 'sample-end', due_at: expiresAt, claimed_until: null })
      .execute()
  return { ok: true }
}

/** What a device may know of its space: both seats, of its own the key box, and to the creator the latest invite. */
export const viewSpace = async (tx: Transaction, access: Access, now: Instant): Promise<SpaceView | Refusal> => {
  const space = await tx.selectFrom('spaces').select('sample').where('space_id', '=', access.spaceId).executeTakeFirst()
  if (!space) return refuse('wrong-token')
  const seats = await tx.selectFrom('seats').selectAll().where('space_id', '=', access.spaceId).orderBy('seat').execute()
  const devices = await viewDevices(tx, access.spaceId)
  const pushed = await pushedSeats(tx, access.spaceId)
  return {
    ok: true,
    spaceId: access.spaceId,
    seat: access.seat,
    sample: space.sample === 1,
    seats: seats.map(row => ({
      seat: row.seat,
      keys: { sign: row.sign_key, receive: row.receive_key },
      joinProof: row.join_proof,
      joinedAt: row.joined_at,
      profile: row.profile,
      push: pushed.includes(row.seat),
      devices: devices.filter(device => device.seat === row.seat).map(({ seat, ...device }) => device),
    })),
    invite: access.seat === 'a' ? await viewInvite(tx, access.spaceId, now) : null,
    keyBox: seats.find(row => row.seat === access.seat)?.key_box ?? null,
    now,
  }
}

/** An accepted request, and whether anything that devices are shown is another than before. */
export interface Changed {
  ok: true
  changed: boolean
}

/**
 * What a seat says of itself, its key box, and the asking device's label. The first by a joiner confirms the join, which counts from
 * then. Refused whole where the key box is another than the device read.
 */
export const updateSeat = async (
  tx: Transaction,
  access: Access,
  request: UpdateSeat,
  now: Instant,
): Promise<Changed | Refusal> => {
  const { profile, label } = request
  const box = await replaceKeyBox(tx, access, request)
  if (!box.ok) return box
  if (access.seat === 'b') await confirmJoin(tx, access.spaceId)
  const seat = profile !== undefined && (await sayOfSeat(tx, access, profile, now))
  const device = label !== undefined && (await labelDevice(tx, access, label))
  return { ok: true, changed: box.changed || seat || device }
}

const sayOfSeat = async (tx: Transaction, { spaceId, seat }: Access, profile: string, now: Instant): Promise<boolean> => {
  const known = await tx
    .selectFrom('seats')
    .select('profile')
    .where('space_id', '=', spaceId)
    .where('seat', '=', seat)
    .executeTakeFirst()
  if (profile === known?.profile) return false
  const joins = known?.profile === null && seat === 'b' ? { joined_at: now } : {}
  await tx
    .updateTable('seats')
    .set({ profile, ...joins })
    .where('space_id', '=', spaceId)
    .where('seat', '=', seat)
    .execute()
  return true
}

const labelDevice = async (tx: Transaction, { deviceId }: Access, label: string): Promise<boolean> => {
  const known = await tx.selectFrom('devices').select('label').where('device_id', '=', deviceId).executeTakeFirst()
  if (known?.label === label) return false
  await tx.updateTable('devices').set({ label }).where('device_id', '=', deviceId).execute()
  return true
}

/**
 * Deletes every row of a space: seats, devices, invites, events and jobs go with it, its documents and both journals too.
 * Says whose access ended, so that their sockets can be closed after the commit.
 */
export const removeSpace = async (tx: Transaction, spaceId: SpaceId): Promise<DeviceId[]> => {
  const devices = await removeDevices(tx, spaceId)
  await removeDocuments(tx, [spaceId, journalOwner(spaceId, 'a'), journalOwner(spaceId, 'b')])
  await tx.deleteFrom('spaces').where('space_id', '=', spaceId).execute()
  return devices
}

/** Whose log a seat's own documents rest in. */
export const journalOwner = (spaceId: SpaceId, seat: Seat): string => `${spaceId}/${seat}`

export const removeDocuments = async (tx: Transaction, owners: string[]): Promise<void> => {
  await tx.deleteFrom('document_updates').where('owner', 'in', owners).execute()
  await tx.deleteFrom('document_authors').where('owner', 'in', owners).execute()
}
