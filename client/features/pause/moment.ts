import type { Seat } from '../../../shared/ids.ts'
import { PAUSE_ASK_AFTER_MS, type Paused, type PauseLimits, returnsFrom } from '../../../shared/pause.ts'
import type { PauseView, SessionState } from '../../sync/session.ts'

/** How long the starter's screen offers "Take it back", ms. The server would allow ten seconds. */
export const PAUSE_TAKE_BACK_MS = 5_000
/** The starter's first moment, with its later times, lasts for so long; the breathing float comes after it, ms. */
export const PAUSE_STARTING_MS = 10_000

/**
 * What `/pause` shows. `starting`: own start just now, nothing named since. `resting`: the pause runs. `called-back`: the return time
 * has come, or this person is back already. Unlike the server's `calledBack` it follows the clock, so it also works offline.
 */
export type Moment =
  | { kind: 'starting'; secondsToTakeBack: number; returnFrom: number }
  | { kind: 'resting'; canReturn: boolean; returnFrom: number }
  | { kind: 'called-back'; meBack: boolean; partnerBack: boolean; timeHasCome: boolean; asked: boolean }

/** The moment of a running pause for one seat, at `now` on the server's clock. */
export const momentOf = (state: Paused, me: Seat, limits: PauseLimits, now: number): Moment => {
  const mine = state.returned.some(back => back.seat === me)
  const theirs = state.returned.some(back => back.seat !== me)
  const timeHasCome = now >= state.returnAt
  if (timeHasCome || mine)
    return {
      kind: 'called-back',
      meBack: mine,
      partnerBack: theirs,
      timeHasCome,
      asked: state.asked || now >= state.returnAt + PAUSE_ASK_AFTER_MS,
    }
  const returnFrom = returnsFrom(state, now, limits)
  if (isStarting(state, me, now)) return { kind: 'starting', secondsToTakeBack: takeBackSeconds(state, now), returnFrom }
  return { kind: 'resting', canReturn: now >= returnFrom, returnFrom }
}

/** For who started, alone or at once with the other, and until anyone named a later time. */
const isStarting = ({ startedBy, startedAt, extended }: Paused, me: Seat, now: number): boolean =>
  !extended && startedBy.includes(me) && Math.abs(now - startedAt) < PAUSE_STARTING_MS

/** What both started, neither takes back alone. */
const takeBackSeconds = ({ startedAt, startedBy }: Paused, now: number): number =>
  startedBy.length > 1
    ? 0
    : Math.min(PAUSE_TAKE_BACK_MS / 1000, Math.max(0, Math.ceil((startedAt + PAUSE_TAKE_BACK_MS - now) / 1000)))

/** A press is on its way for a moment before anything is said about the network, and what the server has for a little longer, ms. */
const SENDING_MS = 1_000
const NOT_THERE_AFTER_MS = 5_000

/** Whether a step that was pressed here and is unconfirmed at `now` is known to wait. On a quick connection it never is. */
export const isHeldUp = (pressedAt: number, connection: SessionState['connection'], now: number): boolean =>
  now - pressedAt >= (connection === 'online' || connection === 'connecting' ? SENDING_MS : 0)

/** Whether a device of the other seat has shown this pause: `there`, not said yet for a moment, or plainly not. */
export type Reach = 'there' | 'on-its-way' | 'not-there'

/** How far the running pause got, at `now` on the server's clock. What the other seat named is there. */
export const reachOf = (
  { named, unsent }: Pick<PauseView, 'named' | 'unsent'>,
  { startedAt }: Paused,
  connection: SessionState['connection'],
  now: number,
): Reach => {
  if (!named?.mine || named.shown) return 'there'
  const isLate = unsent ? isHeldUp(startedAt, connection, now) : now - startedAt >= NOT_THERE_AFTER_MS
  return isLate ? 'not-there' : 'on-its-way'
}

/** The time after coming back that matters most, ms (PRACTICE, stage 3). Where motion is reduced it is marked in a few steps. */
const FIRST_MINUTES_MS = 3 * 60_000
const STILL_STEPS = 6

/** How much of the first three minutes since both came back is gone, from 0 to 1; `still`: in few steps. */
export const firstMinutes = (since: number, now: number): { gone: number; still: number } => {
  const gone = Math.min(1, Math.max(0, (now - since) / FIRST_MINUTES_MS))
  return { gone, still: Math.floor(gone * STILL_STEPS) / STILL_STEPS }
}

/** What is told aloud of the time left: ten minutes, five, one, and that it has come. Each once, and nothing between them. */
export type Mark = 'ten' | 'five' | 'one' | 'zero'

/** A mark is so for this many seconds: a screen that opens later must not say it. */
const MARK_SECONDS = 10

/** The mark that was just passed, with so many seconds left; null between the marks. That the time has come stays so. */
export const markAt = (seconds: number): Mark | null => {
  if (seconds <= 0) return 'zero'
  const isJust = (mark: number) => seconds <= mark && seconds > mark - MARK_SECONDS
  if (isJust(60)) return 'one'
  if (isJust(300)) return 'five'
  return isJust(600) ? 'ten' : null
}

/** Time left in whole seconds, the same on both phones: 0 when the return time has come. */
export const secondsLeft = (returnAt: number, now: number): number => Math.max(0, Math.ceil((returnAt - now) / 1000))

/** The first minute on the clock at which an instant has come: a time told is never too early. */
export const wholeMinute = (instant: number): number => Math.ceil(instant / 60_000) * 60_000

/** "14:32", or "1:02:09" from an hour on. */
export const countdown = (seconds: number): string => {
  const two = (value: number): string => String(value).padStart(2, '0')
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
