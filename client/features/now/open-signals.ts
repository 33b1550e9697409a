import { isAgain, isAnsweredWithNewer } from '../../sync/own-signals.ts'
import type { SignalView, TestView } from '../../sync/session.ts'
import { isClosedByAnswer } from '../../sync/waiting-signals.ts'

/** A signal that no phone showed for this long is said to be not there, ms. */
export const UNREACHED_AFTER_MS = 5_000
/** The last signal tells whether the partner's phone can be reached for so long, ms. */
const TELLS_FOR_MS = 24 * 3_600_000

/** Whether the last own signal or test of the last day was shown by no phone of the partner's. The later of both tells. */
export const isUnreached = (signals: SignalView[], tests: TestView[], now: number): boolean => {
  const signal = signals.findLast(({ mine, takenBack }) => mine && !takenBack)
  const test = tests.findLast(({ mine }) => mine)
  const last = signal && test ? (test.pressedAt > signal.pressedAt ? test : signal) : (signal ?? test)
  if (!last || last.reached) return false
  const age = now - last.pressedAt
  return age > UNREACHED_AFTER_MS && age < TELLS_FOR_MS
}

/** A missed signal of the partner is brought up for so long, ms. */
const MISSED_MS = 24 * 3_600_000

/**
 * Signals that wait for an answer without alarm, newest first: they came too late, gave way when a newer one was answered on whichever
 * device, or were `closed` here. Of one that was pressed again and again only the last: its answer is for all.
 */
export const missedSignals = (signals: SignalView[], now: number, closed: ReadonlySet<string>): SignalView[] =>
  signals
    .filter(signal => !signal.mine && (signal.earlier || closed.has(signal.id) || isClosedByAnswer(signal, signals)))
    .filter(signal => !signal.takenBack && !signal.answer && signal.pressedAt > now - MISSED_MS)
    .filter(signal => !isAnsweredWithNewer(signal, signals))
    .filter((signal, _, missed) => !missed.some(other => isAgain(other, signal)))
    .reverse()
