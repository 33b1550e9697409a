import type { SetAlarm } from '../../server/features/jobs.ts'
import type { Instant } from '../../shared/ids.ts'

/** A clock that only the test moves, and the alarms set on it. */
export interface OwnedClock {
  now: () => Instant
  setAlarm: SetAlarm
  /** Moves on, and rings what is due by then. */
  advance(ms: number): void
}

export const ownedClock = (start: Instant): OwnedClock => {
  let at = start
  const alarms = new Map<object, { at: Instant; ring: () => void }>()
  return {
    now: () => at,
    setAlarm: (ring, ms) => {
      const key = {}
      alarms.set(key, { at: at + ms, ring })
      return { [Symbol.dispose]: () => alarms.delete(key) }
    },
    advance: ms => {
      at += ms
      for (const [key, alarm] of alarms) {
        if (alarm.at > at) continue
        alarms.delete(key)
        alarm.ring()
      }
    },
  }
}
