import type { StoredEvent } from '../../shared/events.ts'
import { otherSeat, type Seat } from '../../shared/ids.ts'
import type { PauseState } from '../../shared/pause.ts'

const BOTH: Seat[] = ['a', 'b']

/**
 * The seats whose devices are called for an event, also those that have the app open. `pause` is what holds after it. A seat's own
 * doing calls nobody of its own; at the return time both are called back, and ten minutes later who is missing is asked.
 */
export const calledSeats = (event: StoredEvent, pause: PauseState): Seat[] => {
  switch (event.kind) {
    case 'signal':
    case 'answer':
    case 'take-back':
    case 'phrase':
    case 'repair':
    case 'drill':
      return [otherSeat(event.seat)]
    case 'pause':
      return event.step.kind === 'return' ? [] : [otherSeat(event.seat)]
    case 'pause-due':
      return calledWhenDue(event.step.kind, pause)
    case 'received':
    case 'assent':
    case 'version':
    case 'question':
      return []
  }
}

/**
 * Whose further devices an event quiets: what one device of a seat answered asks nobody on the others any more. A take-back quiets
 * none of its own seat, which was never called for what it pressed itself.
 */
export const quietedSeat = (event: StoredEvent): Seat | null => (event.kind === 'answer' ? event.seat : null)

type DueKind = Extract<StoredEvent, { kind: 'pause-due' }>['step']['kind']

const calledWhenDue = (kind: DueKind, pause: PauseState): Seat[] => {
  switch (kind) {
    case 'call-back':
      return BOTH
    case 'ask-missing':
      return pause.kind === 'paused' ? BOTH.filter(seat => !pause.returned.some(back => back.seat === seat)) : []
    case 'end':
    case 'seat-left':
      return []
  }
}
