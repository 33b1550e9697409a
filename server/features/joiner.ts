import { type Refusal, refuse } from '../../shared/errors.ts'
import type { DeviceId, Instant } from '../../shared/ids.ts'
import { UNDO_JOIN_MS, type UndoJoin } from '../../shared/spaces.ts'
import type { Transaction } from '../storage/store.ts'
import type { Access } from './access.ts'
import { endSeatDevices } from './devices.ts'
import { confirmJoin } from './invites.ts'
import { recordSeatLeft } from './pauses.ts'
import { replaceKeyBox } from './seats.ts'
import { journalOwner, removeDocuments } from './spaces.ts'

export interface UndoneJoin {
  ok: true
  devices: DeviceId[]
  /** Where the log says that the seat is free again. */
  seq: number | null
}

/**
 * The creator undoes a wrong joiner: seat b, its devices and its own journal go at once, a running pause ends. What it wrote
 * in the shared documents stays, and so do its author rows: nobody may ever write under its names. The creator's key box with the next
 * epoch takes its place in the same moment: nobody is removed without one, and no two of the creator's devices make one each.
 */
export const undoJoin = async (
  tx: Transaction,
  access: Access,
  request: UndoJoin,
  now: Instant,
): Promise<UndoneJoin | Refusal> => {
  if (access.seat !== 'a') return refuse('not-yours')
  const joiner = await tx
    .selectFrom('seats')
    .select(['joined_at', 'profile'])
    .where('space_id', '=', access.spaceId)
    .where('seat', '=', 'b')
    .executeTakeFirst()
  if (!joiner) return refuse('no-joiner')
  // Who never said a name holds no keys, and may have lost the only answer that brought them: the seat would be nobody's for good.
  if (joiner.profile !== null && now - joiner.joined_at > UNDO_JOIN_MS) return refuse('undo-over')
  const box = await replaceKeyBox(tx, access, request ?? {})
  if (!box.ok) return box
  const devices = await endSeatDevices(tx, access.spaceId, 'b', now)
  await tx.deleteFrom('seats').where('space_id', '=', access.spaceId).where('seat', '=', 'b').execute()
  await removeDocuments(tx, [journalOwner(access.spaceId, 'b')])
  await confirmJoin(tx, access.spaceId)
  return { ok: true, devices, seq: await recordSeatLeft(tx, access.spaceId, now) }
}
