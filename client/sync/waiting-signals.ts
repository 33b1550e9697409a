import type { EventId, Instant } from '../../shared/ids.ts'
import { isAnsweredWithNewer } from './own-signals.ts'
import type { SignalView } from './session.ts'

type Ids = ReadonlySet<EventId>

/**
 * The partner's signals that ask for an answer now, oldest first: one alert shows the newest. Earlier ones (over 30 minutes old
 * when they got here) raise no alarm, what was `closed` waits on Now, and what is older than the pause that runs since `pausedAt`
 * gives way to it.
 */
export const waitingSignals = (signals: SignalView[], closed: Ids, pausedAt: Instant | null): SignalView[] =>
  signals.filter(signal => isWaiting(signal, signals, closed, pausedAt))

/** Whether it is one of those; it may be listed among the `signals` no more. */
export const isWaiting = (signal: SignalView, signals: SignalView[], closed: Ids, pausedAt: Instant | null): boolean =>
  isOpen(signal, signals) && !closed.has(signal.id) && (pausedAt === null || signal.pressedAt >= pausedAt)

/** Whether a signal of the partner's asks for an answer, whatever was closed on this device. */
export const isOpen = (signal: SignalView, signals: SignalView[]): boolean =>
  !(signal.mine || signal.earlier || isOver(signal, signals))

/** Whether it was answered, by itself or with a later one, or taken back, on whichever device. */
export const isOver = (signal: SignalView, signals: SignalView[]): boolean =>
  signal.answer !== null || signal.takenBack !== null || isAnsweredWithNewer(signal, signals) || isClosedByAnswer(signal, signals)

/**
 * Whether a later press was answered when this one was there: one answer closes all that wait, on every device of the seat. What
 * came only after the answer, held on another of the sender's devices, was not there to be closed.
 */
export const isClosedByAnswer = ({ mine, pressedAt, sentAt }: SignalView, signals: SignalView[]): boolean =>
  signals.some(
    other =>
      other.mine === mine && other.answer && other.pressedAt > pressedAt && sentAt !== null && sentAt <= other.answer.pressedAt,
  )
