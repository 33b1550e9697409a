/** A pause is suggested above this, beats a minute, unless the person set a limit of their own (PRACTICE: about 100; about 80 for athletes). */
export const USUAL_LIMIT = 100
export const LOWEST_LIMIT = 60
export const HIGHEST_LIMIT = 160
export const LIMIT_STEP = 5

/** Of the last taps so many count, and so many gaps between them are needed before a number is said. */
const GAPS = 8
const GAPS_NEEDED = 4
/** Two taps closer than this are one beat tapped twice, ms (240 beats a minute). */
const CLOSEST_MS = 250
/** After a longer gap somebody stopped and begins anew, ms (30 beats a minute). */
const FURTHEST_MS = 2_000

/** The taps with one more, ms: a double tap is left out, and after a long gap counting begins anew. */
export const withTap = (taps: readonly number[], at: number): readonly number[] => {
  const last = taps.at(-1)
  if (last === undefined || at < last || at - last > FURTHEST_MS) return [at]
  return at - last < CLOSEST_MS ? taps : [...taps, at].slice(-(GAPS + 1))
}

/** Beats a minute, by the median gap of the last taps: one beat missed or tapped late moves it little. Null until there are enough. */
export const pulseOf = (taps: readonly number[]): number | null => {
  const gaps = taps.slice(1).map((at, n) => at - (taps[n] ?? at))
  if (gaps.length < GAPS_NEEDED) return null
  const sorted = gaps.toSorted((one, other) => one - other)
  const middle = sorted.length / 2
  const median = ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
  return Math.round(60_000 / median)
}

/** Taps still to come before a number can be said. */
export const tapsLeft = (taps: readonly number[]): number => Math.max(0, GAPS_NEEDED + 1 - taps.length)

export const withinLimits = (limit: number): number => Math.min(HIGHEST_LIMIT, Math.max(LOWEST_LIMIT, Math.round(limit)))
