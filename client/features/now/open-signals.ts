import type { SignalView } from '../../sync/session.ts'

/** An own signal without an answer, or an answer, is brought up again for so long, ms. */
const RECENT_MS = 3 * 3_600_000
/** A missed signal of the partner is brought up for so long, ms. */
const MISSED_MS = 24 * 3_600_000

/** The last own signal while it matters: not taken back, not older than three hours. `seen` holds answers already read. */
export const openSignal = (signals: SignalView[], now: number, seen: ReadonlySet<string>): SignalView | null => {
  const last = signals.findLast(signal => signal.mine)
  if (!last || last.takenBack || last.pressedAt < now - RECENT_MS) return null
  return last.answer && seen.has(last.id) ? null : last
}

/** Signals that came too late to alarm and wait for an answer, newest first. */
export const missedSignals = (signals: SignalView[], now: number): SignalView[] =>
  signals
    .filter(signal => !signal.mine && signal.earlier && !signal.takenBack && !signal.answer && signal.pressedAt > now - MISSED_MS)
    .reverse()
