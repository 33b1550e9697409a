import type { Instant } from '../../../shared/ids.ts'
import type { SessionState, SignalView } from '../../sync/session.ts'

/** A press is on its way for a moment before anything is said about the network, ms. */
const SENDING_MS = 1_000

/** What the head of the screen says. Each is a fact this device knows. A repair has no hurry: "not there" is only what has not left. */
export type Stage = 'sending' | 'sent' | 'reached' | 'not-there' | 'answered'

/** How far an own repair is said to be, at `now` on the server's clock. */
export const stageOf = ({ state, pressedAt }: SignalView, connection: SessionState['connection'], now: Instant): Stage => {
  switch (state) {
    case 'answered':
    case 'reached':
    case 'sent':
      return state
    case 'waiting':
    case 'taken-back': {
      const mayBeSending = connection === 'online' || connection === 'connecting'
      return mayBeSending && now - pressedAt < SENDING_MS ? 'sending' : 'not-there'
    }
  }
}
