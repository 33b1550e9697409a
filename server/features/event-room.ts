import { type Refusal, refuse } from '../../shared/errors.ts'
import { type AgreementKind, MOST_OF_AGREEMENT, MOST_PAUSE_STEPS_A_DAY, type OutgoingEvent } from '../../shared/events.ts'
import type { Instant, Seat, SpaceId } from '../../shared/ids.ts'
import type { PauseStep } from '../../shared/pause.ts'
import type { Transaction } from '../storage/store.ts'
import type { Access } from './access.ts'

const DAY_MS = 86_400_000
/**
 * So many pauses a seat may take back in `TAKE_BACKS_WITHIN_MS`; a further one stands. Nobody changes their mind so often; a program that
 * does moves the other phone's keys away from under every thumb.
 */
export const MOST_TAKE_BACKS = 4
export const TAKE_BACKS_WITHIN_MS = 10 * 60_000
/**
 * A seat's taking back waits until the last one is so long ago, ms: of any five seconds a screen is then left for one (SCS45). The phone
 * sends it again by itself, before the ten seconds are over in which it counts.
 */
export const TAKE_BACKS_APART_MS = 5_000
/** As the log holds it. */
const CANCEL = JSON.stringify({ kind: 'cancel' } satisfies PauseStep)

/**
 * Whether the log takes one more of this kind of that seat; else why not. What it takes, every phone of both keeps: no seat can push out of the
 * other's phone what both agreed to, or the pause that runs. Who had the seat before, and was undone, is not counted with it.
 */
export const roomFor = async (
  tx: Transaction,
  access: Access,
  kind: OutgoingEvent['kind'],
  now: Instant,
): Promise<Refusal | null> => {
  switch (kind) {
    case 'assent':
    case 'version':
    case 'question':
      return (await nthNewest(tx, access, kind, MOST_OF_AGREEMENT, 0)) === null ? null : refuse('log-full')
    case 'pause': {
      const first = await nthNewest(tx, access, kind, MOST_PAUSE_STEPS_A_DAY, now - DAY_MS)
      return first === null ? null : refuse('too-many', { retryAfterMs: first + DAY_MS - now })
    }
    default:
      return null
  }
}

/** Why this seat may not take back one more pause at `now`, if so. Counted in the log: over all its devices, and over a restart. */
export const refuseTakeBack = async (tx: Transaction, access: Access, now: Instant): Promise<Refusal | null> => {
  const nth = (n: number, withinMs: number) => nthNewest(tx, access, 'pause', n, now - withinMs, CANCEL)
  if ((await nth(MOST_TAKE_BACKS, TAKE_BACKS_WITHIN_MS)) !== null) return refuse('pause-changed')
  const last = await nth(1, TAKE_BACKS_APART_MS - 1)
  return last === null || last > now ? null : refuse('too-many', { retryAfterMs: last + TAKE_BACKS_APART_MS - now })
}

const joinedAt = async (tx: Transaction, spaceId: SpaceId, seat: Seat): Promise<Instant> => {
  const row = await tx
    .selectFrom('seats')
    .select('joined_at')
    .where('space_id', '=', spaceId)
    .where('seat', '=', seat)
    .executeTakeFirst()
  return Number(row?.joined_at ?? 0)
}

/** When the nth newest event of a kind (and `step`) was stored that this seat sent since it joined; null when there are not so many since then. */
const nthNewest = async (
  tx: Transaction,
  { spaceId, seat }: Access,
  kind: AgreementKind | 'pause',
  n: number,
  since: Instant,
  step?: string,
): Promise<Instant | null> => {
  const from = Math.max(since, await joinedAt(tx, spaceId, seat))
  const row = await tx
    .selectFrom('events')
    .select('at')
    .where('space_id', '=', spaceId)
    .where('seat', '=', seat)
    .where('kind', '=', kind)
    .where('at', '>=', from)
    .$if(step !== undefined, query => query.where('step', '=', step ?? null))
    .orderBy('at', 'desc')
    .limit(1)
    .offset(n - 1)
    .executeTakeFirst()
  return row ? Number(row.at) : null
}
