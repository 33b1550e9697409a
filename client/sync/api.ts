import { z } from 'zod/mini'
import { ErrorCode, type Refusal } from '../../shared/errors.ts'

/** How long an answer is waited for, ms. */
const ANSWER_WITHIN_MS = 15_000

/** Tolerant: a newer server may know codes that this client does not. */
export const AnyRefusal = z.object({
  ok: z.literal(false),
  code: z.catch(ErrorCode, 'bad-request'),
  detail: z.catch(z.optional(z.string()), undefined),
  retryAfterMs: z.catch(z.optional(z.int()), undefined),
  acceptedAt: z.catch(z.optional(z.int()), undefined),
})

/** `offline`: no answer came, so that nobody can say whether the request had an effect. */
export type NoAnswer = { ok: false; code: 'offline' }
export type Answer<T> = T | Refusal | NoAnswer

export interface Api {
  call<T extends { ok: true }>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    schema: z.ZodMiniType<T>,
    body?: unknown,
    token?: string,
  ): Promise<Answer<T>>
}

/** The server's HTTP side at `url`. `isOffline`: the both-sides switch. Never throws: a broken answer counts as none. */
export const openApi = (url: string, isOffline: () => boolean): Api => ({
  call: async (method, path, schema, body, token) => {
    if (isOffline()) return { ok: false, code: 'offline' }
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        cache: 'no-store',
        credentials: 'omit',
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      })
      const answer: unknown = await response.json()
      const refused = AnyRefusal.safeParse(answer)
      if (refused.success) return withoutGaps(refused.data)
      const parsed = schema.safeParse(answer)
      return parsed.success ? parsed.data : { ok: false, code: 'offline' }
    } catch {
      return { ok: false, code: 'offline' }
    }
  },
})

/** A refusal with only the fields it has. */
export const withoutGaps = ({ ok, code, detail, retryAfterMs, acceptedAt }: z.infer<typeof AnyRefusal>): Refusal => ({
  ok,
  code,
  ...(detail !== undefined && { detail }),
  ...(retryAfterMs !== undefined && { retryAfterMs }),
  ...(acceptedAt !== undefined && { acceptedAt }),
})

/** Whether the same request may succeed later, unchanged. */
export const mayRetry = (code: string): boolean =>
  code === 'offline' || code === 'not-stored' || code === 'stopping' || code === 'too-many'
