import { type Refusal, refuse } from '../../shared/errors.ts'
import type { Instant, Seat, SpaceId } from '../../shared/ids.ts'
import type { KeyBoxChange, RecoveryIntroduction, SeatKeys } from '../../shared/spaces.ts'
import type { Transaction } from '../storage/store.ts'
import type { Access } from './access.ts'

export interface NewSeat {
  spaceId: SpaceId
  seat: Seat
  keys: SeatKeys
  recovery: RecoveryIntroduction
  joinProof: string | null
  profile: string | null
  keyBox: string | null
  at: Instant
}

export const addSeat = async (tx: Transaction, seat: NewSeat): Promise<void> => {
  await tx
    .insertInto('seats')
    .values({
      space_id: seat.spaceId,
      seat: seat.seat,
      sign_key: seat.keys.sign,
      receive_key: seat.keys.receive,
      join_proof: seat.joinProof,
      joined_at: seat.at,
      profile: seat.profile,
      key_box: seat.keyBox,
      recovery_id: seat.recovery.recoveryId,
      recovery_proof_hash: seat.recovery.proofHash,
    })
    .execute()
}

/** Recovery words name one seat only, so that they can never lead to another couple's. */
export const refuseTakenRecovery = async (tx: Transaction, recovery: RecoveryIntroduction): Promise<Refusal | undefined> => {
  const taken = await tx.selectFrom('seats').select('seat').where('recovery_id', '=', recovery.recoveryId).executeTakeFirst()
  return taken && refuse('bad-request', { detail: 'recovery.recoveryId' })
}

/** Puts a key box in the place of the one that its device read. Refused where that is another by now; a resend changes nothing. */
export const replaceKeyBox = async (
  tx: Transaction,
  { spaceId, seat }: Access,
  { keyBox, keyBoxWas }: KeyBoxChange,
): Promise<{ ok: true; changed: boolean } | Refusal> => {
  if (keyBox === undefined) return { ok: true, changed: false }
  const known = await tx
    .selectFrom('seats')
    .select('key_box')
    .where('space_id', '=', spaceId)
    .where('seat', '=', seat)
    .executeTakeFirst()
  if (known?.key_box === keyBox) return { ok: true, changed: false }
  if ((known?.key_box ?? undefined) !== keyBoxWas) return refuse('key-box-changed')
  await tx.updateTable('seats').set({ key_box: keyBox }).where('space_id', '=', spaceId).where('seat', '=', seat).execute()
  return { ok: true, changed: true }
}
