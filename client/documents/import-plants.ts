import { generateNKeysBetween } from 'fractional-indexing'
import { v7 } from 'uuid'
import type * as Y from 'yjs'
import { orderBetween } from './agreement-reading.ts'
import type { ClauseKind, ClauseView } from './agreement-view.ts'
import { newClause } from './clauses.ts'
import type { Place } from './import-plan.ts'

/** A clause that comes, hidden at first, under an id that no other phone and no other import gives; or a place for one that is there or comes back. */
export interface Plant {
  id: string
  clause: Y.Map<unknown> | null
  /** Null when it stays where it is. */
  order: string | null
}

export const plantsOf = (here: readonly ClauseView[], kind: ClauseKind, places: readonly Place[]): Plant[] => {
  const orders = ordersFor(here, places)
  return places.map((place, at) => {
    const order = orders[at] ?? null
    if ('id' in place) return { id: place.id, clause: null, order }
    if ('back' in place) return { id: place.back, clause: null, order }
    const { seat, texts } = place.words
    return { id: v7(), clause: newClause(kind, { order: order ?? 'a0', starter: false, seat, texts, shown: false }), order }
  })
}

/** Places for those that come or come back, and for all when any of those that stay changes its place. */
const ordersFor = (here: readonly ClauseView[], places: readonly Place[]): (string | null)[] => {
  const stays = places.flatMap(place => ('id' in place ? [place.id] : []))
  const before = here.filter(({ id }) => stays.includes(id))
  const onlyAtTheEnd = stays.every((id, at) => before[at]?.id === id && 'id' in (places[at] ?? {}))
  if (!onlyAtTheEnd) return generateNKeysBetween(null, null, places.length)
  let last = here.at(-1)?.order
  return places.map(place => {
    if ('id' in place) return null
    last = orderBetween(last, undefined)
    return last
  })
}
