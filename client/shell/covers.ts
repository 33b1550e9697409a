/** Every screen has at least so long to itself before the next thing covers it, ms: its keys can be reached, whatever comes. */
export const APART_MS = 10_000
/** What a cover shows does not change before its keys could be pressed, ms. */
export const STANDS_MS = 3_000

/** What covers the screen by itself. */
export interface Covers {
  /** How many are there. */
  up: number
  /** When the last alert of a signal went, with what follows from it. */
  alert: number
  /** When the last of anything went. */
  any: number
}

/** Those of this page. */
export const covers: Covers = { up: 0, alert: 0, any: 0 }

/**
 * Whether a signal that was not there before may cover the screen at `now`. It waits for the end of no other thing, only for its
 * distance to the last one: the first after a quiet time comes at once.
 */
export const mayAlert = ({ alert }: Covers, now: number): boolean => !isWithin(APART_MS, alert, now)

/** Whether less than `ms` have passed since then; no clock that is set back holds anything. */
export const isWithin = (ms: number, since: number, now: number): boolean => now >= since && now < since + ms
