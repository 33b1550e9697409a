import type { EventId, Instant } from '../../../shared/ids.ts'
import { lastAnswered } from '../../sync/own-signals.ts'
import type { SignalView } from '../../sync/session.ts'

type Ids = ReadonlySet<EventId>

/** The answer of the last day that came last, to whichever own signal, while it is news: not `told` by a screen that has it, not `read`. */
export const answerToTell = (signals: SignalView[], told: Ids, read: Ids, now: Instant): SignalView | null =>
  lastAnswered(
    signals.filter(({ id }) => !told.has(id)),
    read,
    now,
  )
