import type { StoredEvent } from './events.ts'
import type { Instant } from './ids.ts'
import { applyPause, type PauseLimits, type PauseState } from './pause.ts'

/**
 * The pause after one more entry of the log. The server stores accepted steps only, with `heldMs` as it counted, so server and
 * client come to the same state; an entry of another kind, or one that does not apply, leaves it as it was.
 */
export const applyPauseEvent = (state: PauseState, event: StoredEvent, limits: PauseLimits): PauseState => {
  if (event.kind !== 'pause' && event.kind !== 'pause-due') return state
  const input = event.kind === 'pause' ? { seat: event.seat, step: event.step, heldMs: event.heldMs } : { step: event.step }
  const result = applyPause(state, input, event.at, limits)
  return result.ok ? result.state : state
}

/** The pause after a whole log, given in the order of `seq`. */
export const foldPause = (events: Iterable<StoredEvent>, limits: PauseLimits): PauseState => {
  let state: PauseState = { kind: 'none' }
  for (const event of events) state = applyPauseEvent(state, event, limits)
  return state
}

/** When both came back by this very event; null when the pause goes on, or ended in another way. */
export const reunitedBy = (before: PauseState, event: StoredEvent, after: PauseState): Instant | null => {
  const returned = event.kind === 'pause' && event.step.kind === 'return'
  return returned && before.kind === 'paused' && after.kind === 'none' ? event.at : null
}
