import type { EventId } from '../../../shared/ids.ts'
import type { SignalView } from '../../sync/session.ts'

/**
 * The partner's signal that asks for an answer now: the newest first, one after the other. Earlier ones (over 30 minutes old when
 * they got here) raise no alarm; one taken back is told only to who had seen it, until that was read (`closed`).
 */
export const signalToShow = (signals: SignalView[], closed: ReadonlySet<EventId>): SignalView | null =>
  waiting(signals, closed).at(-1) ?? null

/** How many more wait behind the one shown. */
export const moreWaiting = (signals: SignalView[], closed: ReadonlySet<EventId>): number =>
  Math.max(0, waiting(signals, closed).length - 1)

const waiting = (signals: SignalView[], closed: ReadonlySet<EventId>): SignalView[] =>
  signals.filter(signal => {
    if (signal.mine || signal.earlier || signal.answer || closed.has(signal.id)) return false
    return signal.takenBack ? signal.receiptSent : true
  })
