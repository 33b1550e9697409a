import type { StoredEvent } from '../../shared/events.ts'
import type { Instant, Seat } from '../../shared/ids.ts'
import { type FactsById, pressedAt } from '../../shared/signal.ts'
import type { Folded } from './space-log.ts'

/** A pause that was taken back; `seq` of the taking back. */
export interface Undone {
  by: Seat
  startedAt: Instant
  seq: number
}

/** A pause and the answer to a signal that it was are pressed no further apart, ms; nobody does both by hand so soon. */
const ONE_PRESS_MS = 3_000
export const isOnePress = (one: Instant, other: Instant): boolean => Math.abs(one - other) < ONE_PRESS_MS

interface Pressed {
  seat: Seat
  at: Instant
  heldMs: number
  seq: number
}

/** Of further entries, and of what was folded before them, all but the answers that were pauses taken back since: the next answer counts. */
export const withoutUndone = (
  { facts, undone: before }: Folded,
  undone: readonly Undone[],
  events: readonly StoredEvent[],
): [StoredEvent[], FactsById] => {
  const isUndone = ({ seat, at, heldMs, seq }: Pressed) =>
    undone.some(one => one.by === seat && seq < one.seq && isOnePress(one.startedAt, pressedAt(at, heldMs)))
  const stand = events.filter(event => !(event.kind === 'answer' && isUndone(event)))
  return [stand, undone === before ? facts : withoutAnswers(facts, isUndone)]
}

const withoutAnswers = (facts: FactsById, areGone: (answer: Pressed) => boolean): FactsById =>
  new Map(
    [...facts].map(([id, one]) => {
      const answers = Object.entries(one.answers).filter(([, answer]) => !areGone(answer))
      return [id, { ...one, answers: Object.fromEntries(answers) }]
    }),
  )
