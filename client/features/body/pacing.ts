/** A breath in, ms. */
export const IN_MS = 4_000
/** How long a breath out may be chosen to last, seconds. */
export const OUT_SECONDS = [6, 7, 8] as const
export type OutSeconds = (typeof OUT_SECONDS)[number]

export interface Breath {
  phase: 'in' | 'out'
  /** Which second of it, from 1. */
  count: number
  /** Until the next count, ms. */
  nextMs: number
}

/** Where in its breath the pacer is, so many ms after it began. It follows from the time alone: a late timer never makes it drift. */
export const breathAt = (elapsedMs: number, out: OutSeconds): Breath => {
  const at = Math.max(0, elapsedMs) % (IN_MS + out * 1_000)
  const into = at < IN_MS ? at : at - IN_MS
  return { phase: at < IN_MS ? 'in' : 'out', count: Math.floor(into / 1_000) + 1, nextMs: 1_000 - (into % 1_000) }
}

export const nextOut = (out: OutSeconds): OutSeconds => OUT_SECONDS[(OUT_SECONDS.indexOf(out) + 1) % OUT_SECONDS.length] ?? 6
