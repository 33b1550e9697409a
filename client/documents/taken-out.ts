import type * as Y from 'yjs'
import type { Instant, Seat } from '../../shared/ids.ts'
import type { ClauseView } from './agreement-view.ts'
import { saysNothing, wordsOf } from './clause-words.ts'
import { isRemoved, readAnyClause } from './clauses.ts'

/** So many are read: whatever somebody puts there, a page stays a page. */
const MOST = 200

/** Who took a clause out of the draft, and when, as far as that is known. */
export interface TakenBy {
  readonly seat: Seat | null
  readonly at: Instant
}

/** A clause that is gone from the draft, with everything in it. */
export interface TakenOut {
  readonly clause: ClauseView
  readonly by: TakenBy | null
}

/** All that was taken out and says something, at most 200: the newest first, then that of which nobody knows when it was. */
export const readTakenOut = (clauses: Y.Map<unknown>, takenBy: (id: string) => TakenBy | null): readonly TakenOut[] => {
  const ids = [...clauses.entries()].filter(([, found]) => isRemoved(found)).map(([id]) => ({ id, by: takenBy(id) }))
  ids.sort((one, other) => (other.by?.at ?? -1) - (one.by?.at ?? -1) || (one.id < other.id ? 1 : -1))
  const read: TakenOut[] = []
  for (const { id, by } of ids) {
    if (read.length === MOST) break
    const clause = readAnyClause(id, clauses.get(id))
    if (clause && !saysNothing(wordsOf(clause))) read.push({ clause, by })
  }
  return read
}
