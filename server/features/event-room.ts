import { type Refusal, refuse } from '../../shared/errors.ts'
import { type AgreementKind, MOST_OF_AGREEMENT, MOST_PAUSE_STEPS_A_DAY, type OutgoingEvent } from '../../shared/events.ts'
import type { Instant, Seat, SpaceId } from '../../shared/ids.ts'
import type { Transaction } from '../storage/store.ts'
import type { Access } from './access.ts'

const DAY_MS = 86_400_000

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

const joinedAt = async (tx: Transaction, spaceId: SpaceId, seat: Seat): Promise<Instant> => {
  const row = await tx
    .selectFrom('seats')
    .select('joined_at')
    .where('space_id', '=', spaceId)
    .where('seat', '=', seat)
    .executeTakeFirst()
  return Number(row?.joined_at ?? 0)
}

/** When the nth newest event of a kind was stored that this seat sent since it joined; null when there are not so many since then. */
const nthNewest = async (
  tx: Transaction,
  { spaceId, seat }: Access,
  kind: AgreementKind | 'pause',
  n: number,
  since: Instant,
): Promise<Instant | null> => {
  const from = Math.max(since, await joinedAt(tx, spaceId, seat))
  const row = await tx
    .selectFrom('events')
    .select('at')
    .where('space_id', '=', spaceId)
    .where('seat', '=', seat)
    .where('kind', '=', kind)
    .where('at', '>=', from)
    .orderBy('at', 'desc')
    .limit(1)
    .offset(n - 1)
    .executeTakeFirst()
  return row ? Number(row.at) : null
}
