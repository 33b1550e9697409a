/** When so much is left the phone is felt once, and a later time can be named, ms. */
export const LAST_MINUTES_MS = 5 * 60_000

/** Where a person may stay while a pause calls: getting help is never interrupted, nor is joining before the words are kept. */
const LEFT_ALONE = ['/help', '/join', '/pause']

/** What a pause calls a person for, each with what it is about: `running` when one begins, in its last minutes, at its time, and when both are back. */
export type Call = `running ${number}` | `soon ${number}` | `back ${number}` | `reunion ${number}`

/**
 * How a call reaches a person on a page. `line`: by a quiet line alone, as a start that follows on two that were taken back: nobody is
 * led about by a loop of them, wherever they are.
 */
export const reachesBy = (call: Call, path: string, startedAnew: boolean): 'screen' | 'feeling' | 'line' => {
  if (startedAnew && call.startsWith('running')) return 'line'
  return call.startsWith('soon') || LEFT_ALONE.some(place => path.startsWith(place)) ? 'feeling' : 'screen'
}
