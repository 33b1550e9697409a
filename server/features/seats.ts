import { type Refusal, refuse } from '../../shared/errors.ts'
import type { Instant, Seat, SpaceId } from '../../shared/ids.ts'
import type { RecoveryIntroduction, SeatKeys } from '../../shared/spaces.ts'
import type { Transaction } from '../storage/store.ts'

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
