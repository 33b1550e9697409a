import type { SignalView } from './session.ts'

/** An own signal without an answer is brought up again for so long, ms. */
const RECENT_MS = 3 * 3_600_000
/** An answer that was not read is brought up for so long after its signal, ms. */
const ANSWER_MS = 24 * 3_600_000

/** Of the own signals of the last day that were answered and whose answer was not `read`, the one that was answered last. */
export const lastAnswered = (signals: SignalView[], read: ReadonlySet<string>, now: number): SignalView | null =>
  signals
    .filter(({ id, mine, answer, over, pressedAt }) => mine && answer && !over && !read.has(id) && pressedAt > now - ANSWER_MS)
    .sort((one, other) => (one.answer?.at ?? 0) - (other.answer?.at ?? 0))
    .at(-1) ?? null

/**
 * The own signal that matters on Now. First one whose answer was not read (`seen`), unless both came back from a pause since it was
 * pressed (`backAt`): that has had its time. Then the last of three hours that waits for an answer, whatever was taken back since.
 * A press after that answer was given comes before it: an answer to an earlier one must not read as its own.
 */
export const openSignal = (
  signals: SignalView[],
  now: number,
  seen: ReadonlySet<string>,
  backAt = Number.NEGATIVE_INFINITY,
): SignalView | null => {
  const answered = lastAnswered(
    signals.filter(({ pressedAt }) => pressedAt >= backAt),
    seen,
    now,
  )
  const waiting = signals.findLast(
    one => isUnanswered(one) && !isAnsweredWithNewer(one, signals) && one.pressedAt >= now - RECENT_MS,
  )
  const isAfter = waiting?.state === 'waiting' || (waiting?.pressedAt ?? 0) > (answered?.answer?.at ?? 0)
  return (isAfter ? waiting : (answered ?? waiting)) ?? null
}

const isUnanswered = ({ mine, answer, takenBack }: SignalView): boolean => mine && !answer && !takenBack

/** Whether the same signal was pressed again later and that was answered: the answer is for this press too. */
export const isAnsweredWithNewer = (signal: SignalView, signals: SignalView[]): boolean =>
  signals.some(other => other.answer !== null && isAgain(other, signal))

/** Whether `other` is the same signal of the same person, pressed again later. */
export const isAgain = (other: SignalView, signal: SignalView): boolean =>
  other.mine === signal.mine &&
  other.pressedAt > signal.pressedAt &&
  other.content.clauseId === signal.content.clauseId &&
  other.content.word === signal.content.word
