import type { EventId, Instant } from '../../../shared/ids.ts'
import { SIGNAL_EARLIER_MS } from '../../../shared/signal.ts'
import { isAnsweredWithNewer } from '../../sync/own-signals.ts'
import type { SignalView } from '../../sync/session.ts'

type Ids = ReadonlySet<EventId>

/** During a pause, alerts come no more often than this: what comes sooner waits on a quiet line, ms. */
export const APART_IN_PAUSE_MS = 2 * 60_000

/**
 * The partner's signals that ask for an answer now, oldest first: one alert shows the newest. Earlier ones (over 30 minutes old
 * when they got here) raise no alarm, what was `closed` with a newer one waits on Now, and what is older than the pause that runs
 * since `pausedAt` gives way to it.
 */
export const waitingSignals = (signals: SignalView[], closed: Ids, pausedAt: Instant | null): SignalView[] =>
  signals.filter(
    signal => isOpen(signal, signals) && !closed.has(signal.id) && (pausedAt === null || signal.pressedAt >= pausedAt),
  )

/** The partner's signals that gave way to the pause that runs since `pausedAt`, oldest first: a line while it runs, and then cards on Now. */
export const gaveWay = (signals: SignalView[], pausedAt: Instant | null): SignalView[] =>
  pausedAt === null
    ? []
    : signals.filter(
        signal => isOpen(signal, signals) && signal.pressedAt < pausedAt && signal.pressedAt > pausedAt - SIGNAL_EARLIER_MS,
      )

const isOpen = (signal: SignalView, signals: SignalView[]): boolean => {
  const { mine, earlier, answer, takenBack } = signal
  return !(mine || earlier || answer || takenBack || isAnsweredWithNewer(signal, signals))
}

/** An alert that came up is not exchanged for a newer one before its keys could be pressed, ms. */
export const STANDS_MS = 3_000

/** What an alert shows, and since when. */
export interface Standing {
  signal: SignalView
  since: number
}

/**
 * The signal of the alert: the newest that waits, unless the one that `stands` came up a moment ago and still waits. So many may have
 * come since that it is not listed any more.
 */
export const alertOf = (
  signals: SignalView[],
  closed: Ids,
  stands: Standing | null,
  pausedAt: Instant | null,
  now: Instant,
): SignalView | null => {
  const newest = waitingSignals(signals, closed, pausedAt).at(-1) ?? null
  if (!stands || !newest || now >= stands.since + STANDS_MS) return newest
  const standing = signals.find(({ id }) => id === stands.signal.id) ?? stands.signal
  return waitingSignals([standing], closed, pausedAt)[0] ?? newest
}

/** The partner's last signal, when it was seen here and then taken back; nothing newer came, and it was not told yet. */
export const takenBackToTell = (signals: SignalView[], closed: Ids): SignalView | null => {
  const last = signals.findLast(signal => !signal.mine)
  return last?.takenBack && last.receiptSent && !last.earlier && !last.answer && !closed.has(last.id) ? last : null
}

/**
 * Whether an alert may cover the screen at `now`: the pause that runs since `pausedAt` is not broken into again and again.
 * `answeredAt`: when the last alert was answered.
 */
export const mayCover = (pausedAt: number | null, answeredAt: number | null, now: number): boolean =>
  pausedAt === null || answeredAt === null || answeredAt < pausedAt || now >= answeredAt + APART_IN_PAUSE_MS

/** Words that name a time get the clock. */
export const namesTime = (text: string): boolean =>
  /\d|\b(seconds?|minutes?|hours?|moment|soon|later|tonight|tomorrow)\b/i.test(text)
