import { APART_MS, type Covers, isWithin, STANDS_MS } from './covers.ts'

/** Whether anything but a signal may cover the screen at `now`: it comes over nothing that is there, and not soon after anything. */
export const mayComeOver = ({ up, any }: Covers, now: number): boolean => up === 0 && !isWithin(APART_MS, any, now)

/** What a cover shows is this and what came before it, since when. */
export interface Shown<Id> {
  id: Id
  since: number
}

/**
 * What a cover shows of the `ids` that wait, oldest first: nothing until it may come; then the newest, for three seconds at least.
 * `mayCome`: nothing stands in the way of a new cover.
 */
export const nextShown = <Id>(shown: Shown<Id> | null, ids: readonly Id[], mayCome: boolean, now: number): Shown<Id> | null => {
  const newest = ids.at(-1)
  if (newest === undefined) return null
  const stands = shown !== null && ids.includes(shown.id)
  if (!(stands || mayCome)) return null
  if (stands && (shown.id === newest || isWithin(STANDS_MS, shown.since, now))) return shown
  return { id: newest, since: now }
}
