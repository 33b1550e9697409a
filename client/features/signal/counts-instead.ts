import type { SignalView } from '../../sync/session.ts'

/** What the partner reads in place of `text`, which was answered here: this seat had answered elsewhere before. Null where it is this, or not known yet. */
export const countsInstead = (signal: SignalView | undefined, text: string): string | null => {
  const answer = signal?.answer
  return answer && !answer.unsent && answer.text !== text ? answer.text : null
}
