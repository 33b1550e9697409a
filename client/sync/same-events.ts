import type { AgreementEvent } from '../../shared/events.ts'

/** Gives the same array until something in it changes. */
export const sameEvents = () => {
  let last: readonly AgreementEvent[] = []
  return (events: readonly AgreementEvent[]): readonly AgreementEvent[] => {
    if (events.length !== last.length || !events.every((event, at) => isSame(event, last[at]))) last = events
    return last
  }
}

const isSame = (one: AgreementEvent, other: AgreementEvent | undefined): boolean =>
  one.id === other?.id && one.seq === other.seq && one.sealed === other.sealed
