import { type Refusal, refuse } from '../../shared/errors.ts'
import type { DeviceId, Seat, SpaceId } from '../../shared/ids.ts'
import type { Transaction } from '../storage/store.ts'

/** Who a token speaks for. */
export interface Access {
  ok: true
  spaceId: SpaceId
  seat: Seat
  deviceId: DeviceId
}

/** Looks up a token by its SHA-256 (base64url). Asked at every request, handshake and, for long-lived sockets, at every write. */
export const findAccess = async (tx: Transaction, tokenHash: string): Promise<Access | Refusal> => {
  const device = await tx
    .selectFrom('devices')
    .select(['device_id', 'space_id', 'seat'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  if (!device) return refuse('wrong-token')
  return { ok: true, spaceId: device.space_id as SpaceId, seat: device.seat, deviceId: device.device_id as DeviceId }
}
