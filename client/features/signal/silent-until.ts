import { ALARM_AGAIN_MS, mayAlarm } from '../../../shared/alarm.ts'
import type { Instant } from '../../../shared/ids.ts'
import { SIGNAL_EARLIER_MS } from '../../../shared/signal.ts'
import type { SignalView } from '../../sync/session.ts'

interface Rang {
  signal: SignalView
  at: Instant
}

/**
 * Until when the phone that shows this own signal makes no new sound for one, where it made none for this: it rang for earlier ones
 * (SIG8). By the server's clock; null where it may have sounded or may sound now, and where nothing is known. Only what was on the same
 * phone when this was pressed counts.
 */
export const silentUntil = (signal: SignalView, signals: SignalView[], now: Instant): Instant | null => {
  const { reached, answer, takenBack, pressedAt } = signal
  if (!reached || answer || takenBack) return null
  const rang = rangFor(
    signals.filter(({ mine, reached: other }) => mine && other?.device === reached.device && other.at <= pressedAt),
    signals,
  )
  if (maySound(rang, signals, reached.at) || maySound(rang, signals, now)) return null
  const ends = rang.map(({ at }) => at + ALARM_AGAIN_MS).filter(at => at > now)
  return ends.find(at => maySound(rang, signals, at)) ?? null
}

/** For which of these a phone rang, as far as it follows from their receipts, oldest first. What was held too long makes no sound. */
const rangFor = (shown: SignalView[], signals: SignalView[]): Rang[] => {
  const arrived = shown
    .flatMap(signal => (signal.reached ? [{ signal, at: signal.reached.at }] : []))
    .filter(({ signal, at }) => at - signal.pressedAt <= SIGNAL_EARLIER_MS)
    .sort((one, other) => one.at - other.at)
  const rang: Rang[] = []
  for (const one of arrived) if (maySound(rang, signals, one.at)) rang.push(one)
  return rang
}

/** Whether that phone may sound at that instant, by what was answered and taken back by then. */
const maySound = (rang: Rang[], signals: SignalView[], at: Instant): boolean => {
  const answers = signals.flatMap(({ mine, answer }) => (mine && answer && answer.pressedAt <= at ? [answer.at] : []))
  const alarms = rang.map(one => ({ at: one.at, takenBack: one.signal.takenBack !== null && one.signal.takenBack.at <= at }))
  return mayAlarm({ alarms, answeredAt: answers.length > 0 ? Math.max(...answers) : null, quietUntil: null }, at)
}
