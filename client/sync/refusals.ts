import { z } from 'zod/mini'
import { ErrorCode, type Refusal } from '../../shared/errors.ts'
import { agreementKinds, type OutgoingEvent } from '../../shared/events.ts'
import type { MemberStore } from './local.ts'

/** Under this name rests what was refused while no page was there to say so. */
export const REFUSALS = 'refusals'

/** Of these a refusal is told: the others come by themselves, or say nothing that is missed. */
const TOLD = ['signal', 'answer', 'take-back', 'pause', 'phrase', ...agreementKinds] as const
const ToldRefusal = z.object({ of: z.enum(TOLD), code: ErrorCode, acceptedAt: z.optional(z.number()) })
export type ToldRefusal = z.infer<typeof ToldRefusal>
/** The newest: a page tells one at a time. */
const MOST_KEPT = 10

/** What a person is told of it; null where it is none of their business. */
export const toldOf = ({ kind }: OutgoingEvent, { code, acceptedAt }: Refusal): ToldRefusal | null => {
  const of = TOLD.find(told => told === kind)
  return of ? { of, code, ...(acceptedAt !== undefined && { acceptedAt }) } : null
}

export const refusalsOf = (stored: unknown): ToldRefusal[] => z.catch(z.array(ToldRefusal), []).parse(stored)

/** Keeps it for the next page to tell, where pages tell of it: of the steps of a pause. Never throws. */
export const keepRefusal = async (store: MemberStore, event: OutgoingEvent, refusal: Refusal): Promise<void> => {
  const told = toldOf(event, refusal)
  if (told?.of !== 'pause') return
  const kept = refusalsOf(await store.readCache(REFUSALS).catch(() => []))
  await store.writeCache(REFUSALS, [...kept, told].slice(-MOST_KEPT)).catch(() => {})
}
