import { generateNKeysBetween } from 'fractional-indexing'
import type { ClauseView } from './agreement-view.ts'
import { isPlace } from './clauses.ts'

type Placed = Pick<ClauseView, 'id' | 'order'>

/**
 * New places, by id, that bring a clause to stand at `to` (from 0) among these others of its kind, which stand in their order. Where
 * some of them got the same place, as two that were added at once do, those behind it get places of their own; where there is none
 * between two, all of them do.
 */
export const placesToMove = (others: readonly Placed[], id: string, to: number): ReadonlyMap<string, string> => {
  const at = Math.min(Math.max(0, to), others.length)
  const before = others[at - 1]?.order
  const behind = others.slice(at)
  const end = behind.findIndex(({ order }) => before === undefined || order > before)
  const giveWay = end < 0 ? behind : behind.slice(0, end)
  const moved = [id, ...giveWay.map(one => one.id)]
  const places = placesBetween(before, behind[giveWay.length]?.order, moved.length)
  if (places) return together(moved, places)
  const all = others.map(one => one.id).toSpliced(at, 0, id)
  return together(all, generateNKeysBetween(null, null, all.length))
}

const together = (ids: readonly string[], places: readonly string[]): ReadonlyMap<string, string> =>
  new Map(ids.map((id, at) => [id, places[at] ?? '']))

/** Null where there are none between what stands there. */
const placesBetween = (before: string | undefined, after: string | undefined, count: number): readonly string[] | null => {
  if (before !== undefined && !isPlace(before)) return null
  try {
    const places = generateNKeysBetween(before ?? null, after !== undefined && isPlace(after) ? after : null, count)
    return places.every(isPlace) ? places : null
  } catch {
    return null
  }
}
