import type { Instant } from './ids.ts'
import { isQuiet } from './signal.ts'

/** A further signal, while one waits for its answer, alarms at the earliest so long after the last alarm, ms. */
export const ALARM_AGAIN_MS = 3 * 60_000
/** So many alarms come in those three minutes without an answer, though the signal of each was taken back before the next. */
export const ALARMS_MOST = 3

/** That a device sounded or buzzed for a signal. */
export interface Alarm {
  at: Instant
  /** The signal was taken back since. */
  takenBack: boolean
}

/** What a device knows of its own alarms. Instants by the server's clock; null: never. */
export interface Alarms {
  /** Its last ones. */
  alarms: readonly Alarm[]
  /** When this seat last answered a signal. */
  answeredAt: Instant | null
  quietUntil: Instant | null
}

/**
 * Whether a signal that comes in now may sound and buzz. Its alert shows in any case. What was taken back holds no other signal
 * back, but whoever presses and takes back again and again is bounded too.
 */
export const mayAlarm = ({ alarms, answeredAt, quietUntil }: Alarms, now: Instant): boolean => {
  if (isQuiet(quietUntil, now)) return false
  const unanswered = unansweredAlarms(alarms, answeredAt, now)
  return unanswered.length < ALARMS_MOST && unanswered.every(({ takenBack }) => takenBack)
}

/** Those of the last three minutes that no answer came after. A clock that was set back by more must not keep the next alarm from anyone. */
export const unansweredAlarms = <One extends { at: Instant }>(
  alarms: readonly One[],
  answeredAt: Instant | null,
  now: Instant,
): One[] => alarms.filter(({ at }) => (answeredAt === null || answeredAt < at) && Math.abs(now - at) < ALARM_AGAIN_MS)
