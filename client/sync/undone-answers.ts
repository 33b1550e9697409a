import type { StoredEvent } from '../../shared/events.ts'
import type { EventId, Seat } from '../../shared/ids.ts'
import type { FactsById } from '../../shared/signal.ts'
import type { Folded } from './space-log.ts'

/** A pause that was taken back, by the event that began it; `seq` of the taking back. */
export interface Undone {
  by: Seat
  start: EventId
  seq: number
}

/** A pause and the answer to a signal that it was are pressed no further apart, ms; nobody does both by hand so soon. */
const ONE_PRESS_MS = 1_200
/** When the device of a press made its id (UUIDv7), ms: unlike its age, no network is in it. */
const madeAt = (id: EventId): number => Number.parseInt(id.slice(0, 13).replace('-', ''), 16)
export const isOnePress = (one: EventId, other: EventId): boolean => Math.abs(madeAt(one) - madeAt(other)) < ONE_PRESS_MS

interface Pressed {
  id: EventId
  seat: Seat
  seq: number
}

/** Of further entries, and of what was folded before them, all but the answers that were pauses taken back since: the next answer counts. */
export const withoutUndone = (
  { facts, undone: before }: Folded,
  undone: readonly Undone[],
  events: readonly StoredEvent[],
): [StoredEvent[], FactsById] => {
  const isUndone = ({ id, seat, seq }: Pressed) =>
    undone.some(one => one.by === seat && seq < one.seq && isOnePress(one.start, id))
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
