import { sha256 } from '@noble/hashes/sha2.js'
import { base64urlnopad } from '@scure/base'
import type { Refusal } from '../../shared/errors.ts'
import type { DeviceId, Seat, SpaceId } from '../../shared/ids.ts'
import type { Transaction } from '../storage/store.ts'

/** Who a token speaks for. */
export interface Access {
  ok: true
  spaceId: SpaceId
  seat: Seat
  deviceId: DeviceId
}

/** `access-ended` is certain; `wrong-token` says no more than that this database does not know the token. */
export type NoAccess = Refusal & { code: 'wrong-token' | 'access-ended' }

/** How the server knows a token: SHA-256 of its 32 bytes, base64url. Undefined for what cannot be a token. */
export const hashToken = (token: string): string | undefined => hashOf32(token)

/** SHA-256 of 32 bytes given and returned as base64url; undefined when it is not 32 bytes. */
export const hashOf32 = (text: string): string | undefined => {
  if (!/^[A-Za-z0-9_-]{43}$/.test(text)) return undefined
  try {
    return base64urlnopad.encode(sha256(base64urlnopad.decode(text)))
  } catch {
    return undefined
  }
}

/** Looks up a token by its SHA-256 (base64url). Asked at every request, handshake and, for long-lived sockets, at every write. */
export const findAccess = async (tx: Transaction, tokenHash: string): Promise<Access | NoAccess> => {
  const device = await tx
    .selectFrom('devices')
    .select(['device_id', 'space_id', 'seat'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  if (!device) return { ok: false, code: (await hasEnded(tx, tokenHash)) ? 'access-ended' : 'wrong-token' }
  return { ok: true, spaceId: device.space_id as SpaceId, seat: device.seat, deviceId: device.device_id as DeviceId }
}

const hasEnded = async (tx: Transaction, tokenHash: string): Promise<boolean> => {
  const ended = await tx.selectFrom('ended_tokens').select('token_hash').where('token_hash', '=', tokenHash).executeTakeFirst()
  return ended !== undefined
}
