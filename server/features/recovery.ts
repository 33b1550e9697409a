import { type Refusal, refuse } from '../../shared/errors.ts'
import type { DeviceId, Instant, SpaceId } from '../../shared/ids.ts'
import type { LookAtRecovery, Recover, Recovered } from '../../shared/spaces.ts'
import type { Database } from '../storage/schema.ts'
import type { Transaction } from '../storage/store.ts'
import { hashOf32 } from './access.ts'
import { addDevice, bringBack, findEnded, isCertified, isKnown, makeRoom, refuseTaken, roomForNew } from './devices.ts'

type SeatRow = Database['seats'] & { key_box: string }

/** Where recovery words lead. The same answer for words that name no seat and for a wrong proof, after the same work. */
export const lookAtRecovery = async (tx: Transaction, request: LookAtRecovery, now: Instant): Promise<Recovered | Refusal> => {
  const seat = await findSeat(tx, request)
  if (!seat) return refuse('recovery-unknown')
  const room = await roomForNew(tx, seat.space_id as SpaceId, seat.seat, now)
  return room.ok ? recovered(seat) : { ...recovered(seat), noNewDevice: room }
}

export interface Entered {
  ok: true
  answer: Recovered
  /** False for a resend. */
  changed: boolean
  /** Devices of the seat whose access ended to make room. */
  ended: DeviceId[]
}

/**
 * A device for the seat these words name, certified by its seat key: a new one, or the one that it was before, whose access had
 * ended or that this database does not know. A resend is answered like the first. Who lost their phones must get in: nobody is refused
 * for the devices that have access, but only so many come new in a day, and none in the place of one whose signature counts.
 */
export const recover = async (tx: Transaction, request: Recover, now: Instant): Promise<Entered | Refusal> => {
  const seat = await findSeat(tx, request)
  if (!seat) return refuse('recovery-unknown')
  const spaceId = seat.space_id as SpaceId
  if (!isCertified(spaceId, seat.seat, seat.sign_key, request.device)) return refuse('bad-certificate')
  if (await isKnown(tx, spaceId, seat.seat, request.device))
    return { ok: true, answer: recovered(seat), changed: false, ended: [] }
  const back = await findEnded(tx, spaceId, seat.seat, request.device)
  const taken = back ? undefined : await refuseTaken(tx, request.device)
  if (taken) return taken
  const room = await makeRoom(tx, spaceId, seat.seat, now, back)
  if (!room.ok) return room
  if (back) await bringBack(tx, request.device, now)
  else await addDevice(tx, { spaceId, seat: seat.seat, label: null }, request.device, now)
  return { ok: true, answer: recovered(seat), changed: true, ended: room.ended }
}

const recovered = (seat: SeatRow): Recovered => ({
  ok: true,
  spaceId: seat.space_id as SpaceId,
  seat: seat.seat,
  keyBox: seat.key_box,
})

/** A seat whose joiner never confirmed has no key box: its words lead nowhere yet. */
const findSeat = async (tx: Transaction, { recoveryId, proof }: LookAtRecovery): Promise<SeatRow | undefined> => {
  const seat = await tx.selectFrom('seats').selectAll().where('recovery_id', '=', recoveryId).executeTakeFirst()
  const given = hashOf32(proof) ?? ''
  const proven = sameText(given, seat?.recovery_proof_hash ?? 'x'.repeat(43))
  return seat && proven && seat.key_box !== null ? { ...seat, key_box: seat.key_box } : undefined
}

/** Compares hashes without stopping at the first difference. */
const sameText = (one: string, other: string): boolean => {
  let difference = one.length ^ other.length
  for (let at = 0; at < other.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at)
  return difference === 0
}
