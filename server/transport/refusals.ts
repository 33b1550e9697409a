import type { Response } from 'express'
import type { z } from 'zod/mini'
import { httpStatus, type Refusal, refuse } from '../../shared/errors.ts'

/** Names the field that does not parse, never its value. A field that should not be there is named only when it looks like a name. */
export const refuseUnparsed = (error: z.core.$ZodError): Refusal => {
  const [issue] = error.issues
  if (!issue) return refuse('bad-request')
  const extra = issue.code === 'unrecognized_keys' ? issue.keys.filter(key => /^[A-Za-z]{1,32}$/.test(key)).slice(0, 1) : []
  const path = [...issue.path, ...extra].filter(part => typeof part !== 'symbol').join('.')
  return refuse('bad-request', { detail: path || 'body' })
}

export const answerRefusal = (response: Response, refusal: Refusal): void => {
  if (refusal.retryAfterMs !== undefined) response.set('Retry-After', String(Math.ceil(refusal.retryAfterMs / 1000)))
  response.status(httpStatus(refusal.code)).json(refusal)
}
