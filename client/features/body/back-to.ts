import type { SessionState } from '../../sync/session.ts'

/** A signal leads back to its own screen for so long, ms; after that it is Now. */
const SIGNAL_MS = 3_600_000

/** Where one tap leads back to: the pause that runs, one's own signal that waits for an answer, or Now. `now`: the server's clock. */
export const backTo = ({ pause, signals }: Pick<SessionState, 'pause' | 'signals'>, now: number): 'pause' | 'signal' | 'now' => {
  if (pause.state.kind === 'paused') return 'pause'
  const last = signals.findLast(({ mine }) => mine)
  return last && !last.takenBack && !last.answer && last.pressedAt > now - SIGNAL_MS ? 'signal' : 'now'
}
