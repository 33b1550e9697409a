/** Every screen has so long to itself before the next thing covers it, ms: its keys can be reached, whatever comes. */
export const APART_MS = 10_000
/** So many alerts come at once in a minute: more than two people send each other. What follows on those is a flood, and waits. */
const AT_ONCE = 30
const AT_ONCE_MS = 60_000
/** What a cover shows does not change before its keys could be pressed, ms. */
export const STANDS_MS = 3_000

/** What covers the screen by itself. */
export interface Covers {
  /** How many are there. */
  up: number
  /** When the last alerts of signals went, with what follows from each, `AT_ONCE` of them: the last comes first. */
  alerts: readonly number[]
  /** When the last of anything went. */
  any: number
}

/** Those of this page. */
export const covers: Covers = { up: 0, alerts: [], any: 0 }

/**
 * Whether a signal that was not there before may cover the screen at `now`. It waits for the end of no other thing: only a
 * flood waits. An alert that stands has the pause on it all the while.
 */
export const mayAlert = ({ alerts }: Covers, now: number): boolean =>
  !isWithin(AT_ONCE_MS, alerts[AT_ONCE - 1] ?? Number.NEGATIVE_INFINITY, now)

/** An alert has gone. */
export const alertGone = ({ alerts }: Covers, now: number): readonly number[] => [now, ...alerts].slice(0, AT_ONCE)

/** Whether less than `ms` have passed since then; no clock that is set back holds anything. */
export const isWithin = (ms: number, since: number, now: number): boolean => now >= since && now < since + ms
