import type { EventId } from '../../../shared/ids.ts'
import type { SignalView } from '../../sync/session.ts'
import { waitingSignals } from '../../sync/waiting-signals.ts'

type Ids = ReadonlySet<EventId>

/** `/repair` shows how far an own repair got for so long, and then offers a new one, ms. */
const OPEN_FOR_MS = 3 * 3_600_000
/** A repair comes over the screens for so long: it is not tied to its hour as a signal is, ms. */
const SHOWN_FOR_MS = 72 * 3_600_000
/** Its answer is told for so long, ms. */
const TELL_FOR_MS = 24 * 3_600_000

/** The own repair that was sent last, while it is fresh. */
export const openRepair = (repairs: readonly SignalView[], now: number): SignalView | null =>
  repairs.findLast(({ mine, pressedAt }) => mine && pressedAt > now - OPEN_FOR_MS) ?? null

/** The partner's repairs without an answer, newest first: one alert shows the newest, and one answer closes all that are there. */
export const waitingRepairs = (repairs: readonly SignalView[], closed: Ids, now: number): SignalView[] =>
  repairs
    .filter(({ id, mine, answer, pressedAt }) => !mine && !answer && !closed.has(id) && pressedAt > now - SHOWN_FOR_MS)
    .reverse()

/** Whether a signal holds repairs back: one that its alert asks about, and no other. `closed`: null until that is read. */
export const comesSecond = (signals: SignalView[], closed: Ids | null): boolean =>
  closed === null || waitingSignals(signals, closed, null).length > 0

/** The answer to the last own repair that was not read yet. */
export const answerToTell = (repairs: readonly SignalView[], read: Ids, now: number): SignalView | null => {
  const last = repairs.findLast(({ mine }) => mine)
  return last?.answer && !last.over && last.answer.at > now - TELL_FOR_MS && !read.has(last.id) ? last : null
}
