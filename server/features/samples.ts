import { type Refusal, refuse } from '../../shared/errors.ts'
import type { DeviceId } from '../../shared/ids.ts'
import type { Transaction } from '../storage/store.ts'
import type { Access } from './access.ts'
import { removeSpace } from './spaces.ts'

/** Either phone of a sample couple may remove the whole space at once. Real spaces are left, not removed by one. */
export const endSample = async (tx: Transaction, access: Access): Promise<{ ok: true; devices: DeviceId[] } | Refusal> => {
  const space = await tx
    .selectFrom('spaces')
    .select('space_id')
    .where('space_id', '=', access.spaceId)
    .where('sample', '=', 1)
    .executeTakeFirst()
  if (!space) return refuse('sample-only')
  return { ok: true, devices: await removeSpace(tx, access.spaceId) }
}
