import type { EventId, Instant } from '../../../shared/ids.ts'
import { SIGNAL_EARLIER_MS } from '../../../shared/signal.ts'
import { isWithin, STANDS_MS } from '../../shell/covers.ts'
import type { SignalView } from '../../sync/session.ts'
import { isOpen, isWaiting, waitingSignals } from '../../sync/waiting-signals.ts'

type Ids = ReadonlySet<EventId>

/** During a pause, alerts come no more often than this: what comes sooner waits on a quiet line, ms. */
export const APART_IN_PAUSE_MS = 2 * 60_000

/** The partner's signals that gave way to the pause that runs since `pausedAt`, oldest first: a line while it runs, and then cards on Now. */
export const gaveWay = (signals: SignalView[], pausedAt: Instant | null): SignalView[] =>
  pausedAt === null
    ? []
    : signals.filter(
        signal => isOpen(signal, signals) && signal.pressedAt < pausedAt && signal.pressedAt > pausedAt - SIGNAL_EARLIER_MS,
      )

/** What the alert shows, and since when. */
export interface Standing {
  signal: SignalView
  since: number
}

/** What an alert is decided from. `mayCome`: nothing stands in the way of a new one. */
interface Around {
  signals: SignalView[]
  closed: Ids
  pausedAt: Instant | null
  mayCome: boolean
}

/**
 * The alert at `now`, after the one that `stands`. Once there it stands until a person closes or answers it, or a pause takes its
 * place: its signal was taken back, or a newer one waits, and it says so, each for three seconds at least. What it shows may be
 * listed no more, so many came since.
 */
export const nextStanding = (stands: Standing | null, around: Around, now: Instant): Standing | null => {
  const { signals, closed, pausedAt, mayCome } = around
  const newest = waitingSignals(signals, closed, pausedAt).at(-1)
  const seen = stands && (signals.find(({ id }) => id === stands.signal.id) ?? stands.signal)
  const stays = seen && (isWaiting(seen, signals, closed, pausedAt) || isBack(seen, newest === undefined, pausedAt))
  if (stays && isWithin(STANDS_MS, stands.since, now)) return stands
  const next = newest ?? (stays ? seen : mayCome && pausedAt === null ? takenBackToTell(signals, closed) : null)
  if (!next || !(seen || mayCome)) return null
  const isSame = stands && stands.signal.id === next.id && (stands.signal.takenBack === null) === (next.takenBack === null)
  return isSame ? stands : { signal: next, since: now }
}

/** Taken back after it was drawn here; one that was not stands only until a newer one may take its place. */
const isBack = ({ takenBack, receiptSent, answer, pressedAt }: SignalView, isLast: boolean, pausedAt: Instant | null): boolean =>
  takenBack !== null && (receiptSent || !isLast) && !answer && (pausedAt === null || pressedAt >= pausedAt)

/** The partner's last signal, when it was seen here and then taken back; nothing newer came, and it was not told yet. */
export const takenBackToTell = (signals: SignalView[], closed: Ids): SignalView | null => {
  const last = signals.findLast(signal => !signal.mine)
  return last?.takenBack && last.receiptSent && !last.earlier && !last.over && !last.answer && !closed.has(last.id) ? last : null
}

/**
 * Whether an alert may cover the screen at `now`: the pause that runs since `pausedAt` is not broken into again and again.
 * `goneAt`: when the last alert went.
 */
export const mayCover = (pausedAt: number | null, goneAt: number, now: number): boolean =>
  pausedAt === null || goneAt < pausedAt || now >= goneAt + APART_IN_PAUSE_MS

/** Words that name a time get the clock. */
export const namesTime = (text: string): boolean =>
  /\d|\b(seconds?|minutes?|hours?|moment|soon|later|tonight|tomorrow)\b/i.test(text)
