import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod/mini'
import { type Refusal, refuse } from '../../shared/errors.ts'
import { type Access, findAccess, hashToken } from '../features/access.ts'
import { addressKey, type Limiter } from '../limits.ts'
import type { Store, Transaction } from '../storage/store.ts'
import { answerRefusal, refuseUnparsed } from './refusals.ts'

type Accepted = { ok: true }

/** A route that takes no body, or an empty one. */
export const Nothing = z.optional(z.strictObject({}))

export interface OpenRoute<B, A extends Accepted> {
  body: z.ZodMiniType<B>
  limiter: Limiter
  work: (tx: Transaction, body: B) => Promise<A | Refusal>
  /** After the commit of an accepted request: what others are told, and what is answered (the result itself when left out). */
  after?: (result: A) => object | undefined
}

/** For requests without a token: counted per address. */
export const openRoute =
  <B, A extends Accepted>(store: Store, route: OpenRoute<B, A>): RequestHandler =>
  async (request, response) => {
    const body = route.body.safeParse(request.body)
    if (!body.success) return answerRefusal(response, refuseUnparsed(body.error))
    const wait = await route.limiter.take(addressKey(request.ip))
    if (wait !== null) return answerRefusal(response, refuse('too-many', { retryAfterMs: wait }))
    const result = await store.write(tx => route.work(tx, body.data))
    answer(response, result, route.after)
  }

export interface DeviceRoute<B, A extends Accepted> {
  body: z.ZodMiniType<B>
  limiter: Limiter
  /** Whom the limiter counts; the device when left out. */
  counts?: (access: Access) => string
  /** Decides in the transaction that also found the token valid. */
  work: (tx: Transaction, access: Access, body: B, request: Request) => Promise<A | Refusal>
  after?: (result: A, access: Access) => object | undefined
}

/** For requests with a token. */
export const deviceRoute =
  <B, A extends Accepted>(store: Store, route: DeviceRoute<B, A>): RequestHandler =>
  async (request, response) => {
    if (bearerOf(request) === undefined) return answerRefusal(response, refuse('no-token'))
    const tokenHash = tokenHashOf(request)
    if (tokenHash === undefined) return answerRefusal(response, refuse('wrong-token'))
    const known = await store.read(tx => findAccess(tx, tokenHash))
    if (!known.ok) return answerRefusal(response, known)
    const wait = await route.limiter.take(route.counts?.(known) ?? known.deviceId)
    if (wait !== null) return answerRefusal(response, refuse('too-many', { retryAfterMs: wait }))
    const body = route.body.safeParse(request.body)
    if (!body.success) return answerRefusal(response, refuseUnparsed(body.error))
    const result = await store.write<A | Refusal>(async tx => {
      // Asked again: access may have ended while the limiter was asked.
      const access = await findAccess(tx, tokenHash)
      return access.ok ? route.work(tx, access, body.data, request) : access
    })
    answer(response, result, accepted => route.after?.(accepted, known))
  }

const answer = <A extends Accepted>(
  response: Response,
  result: A | Refusal,
  after: ((result: A) => object | undefined) | undefined,
): void => {
  if (result.ok) response.set('Cache-Control', 'no-store').json(after?.(result) ?? result)
  else answerRefusal(response, result)
}

/** How the server knows the token that a request carries; undefined for none, and for what cannot be one. */
export const tokenHashOf = (request: Request): string | undefined => {
  const token = bearerOf(request)
  return token === undefined ? undefined : hashToken(token)
}

const bearerOf = (request: Request): string | undefined => {
  const [scheme, token, ...rest] = (request.headers.authorization ?? '').split(' ')
  return scheme?.toLowerCase() === 'bearer' && token && rest.length === 0 ? token : undefined
}
