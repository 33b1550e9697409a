import type { Instant } from './ids.ts'

/** A phrase helped when a whole day without a new pause followed it, ms. */
export const CALM_AFTER_MS = 24 * 3_600_000

interface Said {
  text: string
  at: Instant
}

/**
 * The couple's reconnection phrases, those first after which a calm day came most often, whoever of the two said them; among equals
 * as they were agreed. `said`: at earlier reunions; `starts`: of pauses; `at`: when both came back. Never a number on a screen.
 */
export const byHelp = (phrases: readonly string[], said: readonly Said[], starts: readonly Instant[], at: Instant): string[] => {
  const calm = said.filter(one => one.at + CALM_AFTER_MS <= at && !starts.some(start => isWithinADay(one.at, start)))
  const times = (phrase: string): number => calm.filter(({ text }) => text === phrase).length
  return [...phrases].sort((one, other) => times(other) - times(one))
}

const isWithinADay = (saidAt: Instant, start: Instant): boolean => start > saidAt && start < saidAt + CALM_AFTER_MS
