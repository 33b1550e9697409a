import { z } from 'zod/mini'
import { type Refusal, refuse } from '../../shared/errors.ts'
import type { Instant } from '../../shared/ids.ts'
import { PROTOCOL_VERSION, RelayHandshake } from '../../shared/relay.ts'
import { type Access, findAccess, hashToken } from '../features/access.ts'
import { lastHeard } from '../features/heard.ts'
import type { Store } from '../storage/store.ts'

/** A handshake that holds, and when its device had last been heard from. */
export interface Admitted {
  ok: true
  access: Access
  tokenHash: string
  since: number
  heardAt: Instant
}

/** Only what tells an old client from a broken one. */
const AnyHandshake = z.looseObject({ protocol: z.int(), token: z.optional(z.unknown()) })

/**
 * Decides whether a socket may come in. Refusals: `bad-request`, `old-protocol`, `no-token`, `wrong-token`,
 * `not-yours`.
 */
export const admit = async (store: Store, auth: unknown): Promise<Admitted | Refusal> => {
  const any = AnyHandshake.safeParse(auth)
  if (!any.success) return refuse('bad-request', { detail: 'protocol' })
  if (any.data.protocol !== PROTOCOL_VERSION) return refuse('old-protocol')
  if (any.data.token === undefined) return refuse('no-token')
  const handshake = RelayHandshake.safeParse(auth)
  if (!handshake.success) return refuse('bad-request', { detail: fieldOf(handshake.error, 'handshake') })
  const { token, deviceId, since } = handshake.data
  const tokenHash = hashToken(token)
  if (tokenHash === undefined) return refuse('wrong-token')
  return store.read(async tx => {
    const access = await findAccess(tx, tokenHash)
    if (!access.ok) return access
    if (access.deviceId !== deviceId) return refuse('not-yours')
    return { ok: true, access, tokenHash, since, heardAt: await lastHeard(tx, deviceId) }
  })
}

/** The path of the first field that does not parse; never its value. */
export const fieldOf = (error: z.core.$ZodError, whole: string): string => error.issues[0]?.path.join('.') || whole
