/** What one looks for, one after the other, and how many of each. */
export const SENSES = [
  { sense: 'see', count: 5 },
  { sense: 'touch', count: 4 },
  { sense: 'hear', count: 3 },
  { sense: 'smell', count: 2 },
  { sense: 'taste', count: 1 },
] as const
export type Sense = (typeof SENSES)[number]['sense']

/** Taps that bring it to its end. */
export const GROUNDING_TAPS = SENSES.reduce((sum, { count }) => sum + count, 0)

/** What is looked for after so many taps, and how many of it are found; null at the end. */
export const groundingAt = (taps: number): { sense: Sense; count: number; found: number } | null => {
  let before = 0
  for (const { sense, count } of SENSES) {
    if (taps < before + count) return { sense, count, found: taps - before }
    before += count
  }
  return null
}

/** Taps with which the next sense begins: what cannot be found is passed by. */
export const passBy = (taps: number): number => {
  const now = groundingAt(taps)
  return now ? taps + now.count - now.found : taps
}
