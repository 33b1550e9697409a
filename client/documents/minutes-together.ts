import { refusePause } from './agreement-reading.ts'
import type { PauseMinutes } from './agreement-view.ts'

/** Minutes that were typed, by field, the latest last. `NaN` for what is no number. */
export type TypedMinutes = readonly (readonly [keyof PauseMinutes, number])[]

/**
 * Of the minutes that were typed, as many as can stand together beside those that hold, what came last before the rest. What could
 * not stand alone may do so with another: all are judged anew with each.
 */
export const minutesTogether = (minutes: PauseMinutes, typed: TypedMinutes): Partial<PauseMinutes> => {
  const choices = Array.from({ length: 2 ** typed.length }, (_, choice) => typed.filter((__, at) => choice & (2 ** at)))
  // Of as many, the later choice has what was typed later.
  for (const some of choices.toReversed().toSorted((one, other) => other.length - one.length)) {
    const change: Partial<PauseMinutes> = Object.fromEntries(some)
    if (refusePause({ ...minutes, ...change }, change) === null) return change
  }
  return {}
}
