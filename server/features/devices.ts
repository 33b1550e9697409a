import { ed25519 } from '@noble/curves/ed25519.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { base64urlnopad } from '@scure/base'
import { type Refusal, refuse } from '../../shared/errors.ts'
import type { DeviceId, Instant, Seat, SpaceId } from '../../shared/ids.ts'
import {
  certificateText,
  type DeviceIntroduction,
  type DeviceView,
  MAX_DEVICES_PER_SEAT,
  MAX_LISTED_PER_SEAT,
  MAX_NEW_DEVICES,
  NEW_DEVICES_MS,
} from '../../shared/spaces.ts'
import type { Transaction } from '../storage/store.ts'
import { isOfAnotherClock } from './heard.ts'
import { dropSubscriptions } from './push-subscriptions.ts'

/** Whether the seat's key signed this device for this space and seat. Foreign bytes are simply not a certificate. */
export const isCertified = (spaceId: SpaceId, seat: Seat, seatSignKey: string, device: DeviceIntroduction): boolean => {
  try {
    const text = utf8ToBytes(certificateText(spaceId, seat, device))
    return ed25519.verify(base64urlnopad.decode(device.certificate), text, base64urlnopad.decode(seatSignKey))
  } catch {
    return false
  }
}

/** A device that this seat already has under the same token: its request is a resend. */
export const isKnown = async (tx: Transaction, spaceId: SpaceId, seat: Seat, device: DeviceIntroduction): Promise<boolean> =>
  (await listedAs(tx, spaceId, seat, device, device.tokenHash).executeTakeFirst()) !== undefined

/** A device of this seat, as long as the list has it with this in the place of its token. */
const listedAs = (tx: Transaction, spaceId: SpaceId, seat: Seat, { deviceId }: DeviceIntroduction, tokenHash: string) =>
  tx
    .selectFrom('devices')
    .select('device_id')
    .where('device_id', '=', deviceId)
    .where('space_id', '=', spaceId)
    .where('seat', '=', seat)
    .where('token_hash', '=', tokenHash)

/** Refuses a device whose id or token someone else already uses. */
export const refuseTaken = async (tx: Transaction, device: DeviceIntroduction): Promise<Refusal | undefined> => {
  const taken = await tx
    .selectFrom('devices')
    .select('device_id')
    .where(where => where.or([where('device_id', '=', device.deviceId), where('token_hash', '=', device.tokenHash)]))
    .executeTakeFirst()
  if (!taken) return undefined
  return refuse('bad-request', { detail: taken.device_id === device.deviceId ? 'device.deviceId' : 'device.tokenHash' })
}

/** A new device of a seat. Its certificate was checked, its id is free. */
export const addDevice = async (
  tx: Transaction,
  place: { spaceId: SpaceId; seat: Seat; label: string | null },
  device: DeviceIntroduction,
  at: Instant,
): Promise<void> => {
  await tx
    .insertInto('devices')
    .values({
      device_id: device.deviceId,
      space_id: place.spaceId,
      seat: place.seat,
      sign_key: device.sign,
      receive_key: device.receive,
      certificate: device.certificate,
      token_hash: device.tokenHash,
      label: place.label,
      added_at: at,
      heard_at: at,
    })
    .execute()
}

/** Devices of a space, or of one seat of it, oldest first. */
export const viewDevices = async (tx: Transaction, spaceId: SpaceId): Promise<(DeviceView & { seat: Seat })[]> => {
  const rows = await tx.selectFrom('devices').selectAll().where('space_id', '=', spaceId).orderBy('added_at').execute()
  return rows.map(row => ({
    deviceId: row.device_id as DeviceId,
    seat: row.seat,
    sign: row.sign_key,
    receive: row.receive_key,
    certificate: row.certificate,
    label: row.label,
    addedAt: row.added_at,
  }))
}

/** What stands for the token of a device whose access ended: no hash looks like it. */
const ENDED = 'ended '
const isEnded = (row: { token_hash: string }): boolean => row.token_hash.startsWith(ENDED)

/** Tokens that are known as ended, of each space: the newest. */
const MAX_ENDED_TOKENS = 512

/** Ends the access of a seat's devices. Says which, so that their sockets can be closed. */
export const endSeatDevices = async (tx: Transaction, spaceId: SpaceId, seat: Seat, at: Instant): Promise<DeviceId[]> => {
  const removed = await tx
    .deleteFrom('devices')
    .where('space_id', '=', spaceId)
    .where('seat', '=', seat)
    .returning(['device_id', 'token_hash'])
    .execute()
  await noteEnded(tx, spaceId, removed, at)
  return removed.map(row => row.device_id as DeviceId)
}

/** So that these devices are told for certain, whenever they come. */
const noteEnded = async (tx: Transaction, spaceId: SpaceId, rows: { token_hash: string }[], at: Instant): Promise<void> => {
  for (const row of rows) {
    if (isEnded(row)) continue
    const ended = { token_hash: row.token_hash, space_id: spaceId, ended_at: at }
    await tx
      .insertInto('ended_tokens')
      .values(ended)
      .onConflict(known => known.column('token_hash').doUpdateSet({ ended_at: at }))
      .execute()
  }
  const ofSpace = tx.selectFrom('ended_tokens').select('token_hash').where('space_id', '=', spaceId)
  const newest = await ofSpace.orderBy('ended_at', 'desc').limit(MAX_ENDED_TOKENS).execute()
  if (newest.length < MAX_ENDED_TOKENS) return
  const kept = newest.map(row => row.token_hash)
  await tx.deleteFrom('ended_tokens').where('space_id', '=', spaceId).where('token_hash', 'not in', kept).execute()
}

/** Ends the access of all devices of a space that goes. Says which, so that their sockets can be closed. */
export const removeDevices = async (tx: Transaction, spaceId: SpaceId): Promise<DeviceId[]> => {
  const removed = await tx.deleteFrom('devices').where('space_id', '=', spaceId).returning('device_id').execute()
  return removed.map(row => row.device_id as DeviceId)
}

const devicesOf = (tx: Transaction, spaceId: SpaceId, seat: Seat) =>
  tx
    .selectFrom('devices')
    .select(['device_id', 'token_hash', 'added_at'])
    .where('space_id', '=', spaceId)
    .where('seat', '=', seat)
    .orderBy('heard_at', 'desc')
    .orderBy('added_at', 'desc')
    .execute()
type Listed = Awaited<ReturnType<typeof devicesOf>>[number]

/** Who came in so recently that it counts for how many may, the newest first. A clock that was set back since says nothing. */
const newest = (listed: Listed[], at: Instant): Listed[] =>
  listed
    .filter(({ added_at }) => added_at > at - NEW_DEVICES_MS && !isOfAnotherClock(added_at, at))
    .toSorted((one, other) => other.added_at - one.added_at)

/** Of a seat's devices, those that signed something for the agreement that the log holds. */
const signersOf = async (tx: Transaction, spaceId: SpaceId, seat: Seat): Promise<Set<string | null>> => {
  const rows = await tx
    .selectFrom('events')
    .select('device_id')
    .distinct()
    .where('space_id', '=', spaceId)
    .where('seat', '=', seat)
    .where('kind', 'in', ['assent', 'version'])
    .execute()
  return new Set(rows.map(row => row.device_id))
}

/** What lets a device that is new to the seat in: whose access ends by it, and who is listed no more. */
interface Room {
  ok: true
  ending: Listed[]
  forgotten: Listed[]
}

/**
 * Room for a device that is new to a seat. The access of the one heard from longest ago ends. It stays listed, since what it signed
 * counts only while it is; too many are listed no more, those heard from longest ago, and of those that signed none ever.
 */
export const roomForNew = async (tx: Transaction, spaceId: SpaceId, seat: Seat, at: Instant): Promise<Room | Refusal> => {
  const listed = await devicesOf(tx, spaceId, seat)
  const recent = newest(listed, at)
  const first = recent[MAX_NEW_DEVICES - 1]
  if (first) return refuse('too-many-devices', { retryAfterMs: Number(first.added_at) + NEW_DEVICES_MS - at })
  const withAccess = listed.filter(row => !isEnded(row))
  const ending = withAccess.slice(MAX_DEVICES_PER_SEAT - 1)
  const tooMany = listed.length + 1 - MAX_LISTED_PER_SEAT
  if (tooMany <= 0) return { ok: true, ending, forgotten: [] }
  const signers = await signersOf(tx, spaceId, seat)
  // Who came in today stays too: it is what the count of the day goes by.
  const staying = new Set([...withAccess.slice(0, MAX_DEVICES_PER_SEAT - 1), ...recent])
  const forgotten = listed.filter(row => !staying.has(row) && !signers.has(row.device_id)).slice(-tooMany)
  return forgotten.length < tooMany ? refuse('devices-full') : { ok: true, ending, forgotten }
}

/** Room for a device that the seat lists already: the access of the one heard from longest ago ends, and all stay listed. */
const roomForKnown = async (tx: Transaction, spaceId: SpaceId, seat: Seat): Promise<Room> => {
  const listed = await devicesOf(tx, spaceId, seat)
  return { ok: true, ending: listed.filter(row => !isEnded(row)).slice(MAX_DEVICES_PER_SEAT - 1), forgotten: [] }
}

/** Makes room for one more device of a seat, or for one that comes `back`. Says whose access ended. */
export const makeRoom = async (
  tx: Transaction,
  spaceId: SpaceId,
  seat: Seat,
  at: Instant,
  back?: DeviceId,
): Promise<{ ok: true; ended: DeviceId[] } | Refusal> => {
  const room = back ? await roomForKnown(tx, spaceId, seat) : await roomForNew(tx, spaceId, seat, at)
  if (!room.ok) return room
  const { ending, forgotten } = room
  await noteEnded(tx, spaceId, ending, at)
  for (const { device_id } of ending)
    await tx
      .updateTable('devices')
      .set({ token_hash: `${ENDED}${device_id}`, label: null })
      .where('device_id', '=', device_id)
      .execute()
  const ended = ending.map(row => row.device_id as DeviceId)
  await dropSubscriptions(tx, ended)
  for (const { device_id } of forgotten) await tx.deleteFrom('devices').where('device_id', '=', device_id).execute()
  return { ok: true, ended }
}

/** The same device of this seat, by its id and keys, whose access had ended. */
export const findEnded = async (
  tx: Transaction,
  spaceId: SpaceId,
  seat: Seat,
  device: DeviceIntroduction,
): Promise<DeviceId | undefined> => {
  const known = await listedAs(tx, spaceId, seat, device, `${ENDED}${device.deviceId}`)
    .where('sign_key', '=', device.sign)
    .where('receive_key', '=', device.receive)
    .executeTakeFirst()
  return known && device.deviceId
}

/** Gives a device access again under the token that it shows. */
export const bringBack = async (tx: Transaction, device: DeviceIntroduction, at: Instant): Promise<void> => {
  const again = { token_hash: device.tokenHash, certificate: device.certificate, heard_at: at }
  await tx.updateTable('devices').set(again).where('device_id', '=', device.deviceId).execute()
  await tx.deleteFrom('ended_tokens').where('token_hash', '=', device.tokenHash).execute()
}
