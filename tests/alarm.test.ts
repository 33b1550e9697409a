import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ALARM_AGAIN_MS, type Alarms, isQuiet, mayAlarm, QUIET_MOST_MS } from '../shared/signal.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

const T0 = Date.UTC(2026, 2, 3, 20, 0, 0)
const MINUTE = 60_000

interface Happening {
  /** Since the one before, ms. */
  after: number
  kind: 'signal' | 'answer'
}

const evenings = fc.array(
  fc.record<Happening>({
    after: fc.integer({ min: 0, max: 5 * MINUTE }),
    kind: fc.constantFrom('signal', 'signal', 'signal', 'answer'),
  }),
  { minLength: 2, maxLength: 30 },
)

/** What a device does with an evening: when it alarms, and whether an answer lay between that and the alarm before. */
const alarmsOf = (rule: typeof mayAlarm, evening: Happening[], quietUntil: number | null = null) => {
  const alarms: { at: number; answered: boolean }[] = []
  const known: Alarms = { alarmedAt: null, answeredAt: null, quietUntil }
  let now = T0
  for (const { after, kind } of evening) {
    now += after
    if (kind === 'answer') known.answeredAt = now
    else if (rule(known, now)) {
      alarms.push({ at: now, answered: known.answeredAt !== null && known.answeredAt >= (known.alarmedAt ?? 0) })
      known.alarmedAt = now
    }
  }
  return alarms
}

const neverSooner = (rule: typeof mayAlarm) =>
  fc.property(evenings, evening => {
    const alarms = alarmsOf(rule, evening)
    for (const [n, { at, answered }] of alarms.entries()) {
      const before = alarms[n - 1]
      if (before && !answered) expect(at - before.at).toBeGreaterThanOrEqual(ALARM_AGAIN_MS)
    }
    if (evening.some(({ kind }) => kind === 'signal')) expect(alarms.length).toBeGreaterThan(0)
  })

test('[SIG8] whatever is pressed, alarms come three minutes apart until an answer, and one that forgets the last alarm is caught', () => {
  fc.assert(neverSooner(mayAlarm), { seed, numRuns: 1_000 })
  const forgetful: typeof mayAlarm = (known, now) => mayAlarm({ ...known, alarmedAt: null }, now)
  expect(fc.check(neverSooner(forgetful), { seed: CONTROL_SEED, numRuns: 1_000 }).failed).toBe(true)
})

test('[SIG8] the first alarms, one pressed again within three minutes does not, after that and after an answer it does', () => {
  const known = { alarmedAt: T0, answeredAt: null, quietUntil: null }
  expect(mayAlarm({ ...known, alarmedAt: null }, T0)).toBe(true)
  expect(mayAlarm(known, T0 + ALARM_AGAIN_MS - 1)).toBe(false)
  expect(mayAlarm(known, T0 + ALARM_AGAIN_MS)).toBe(true)
  expect(mayAlarm({ ...known, answeredAt: T0 + 1 }, T0 + 2)).toBe(true)
  expect(mayAlarm({ ...known, answeredAt: T0 - 1 }, T0 + 2)).toBe(false)
  // A clock set back by ten minutes.
  expect(mayAlarm(known, T0 - 10 * MINUTE)).toBe(true)
  expect(ALARM_AGAIN_MS).toBe(3 * MINUTE)
})

const silentThenBack = (quiet: typeof isQuiet) =>
  fc.property(
    fc.integer({ min: 1, max: QUIET_MOST_MS }),
    fc.integer({ min: -QUIET_MOST_MS, max: 2 * QUIET_MOST_MS }),
    (time, later) => {
      const until = T0 + time
      const now = T0 + later
      expect(quiet(until, now)).toBe(now < until && until - now <= QUIET_MOST_MS)
      // However the clock is set, some moment within the longest rest is not quiet any more.
      expect(quiet(until, now + QUIET_MOST_MS + 1) && quiet(until, now)).toBe(false)
      expect(mayAlarm({ alarmedAt: null, answeredAt: null, quietUntil: until }, now)).toBe(!quiet(until, now))
    },
  )

test('[SIG9] at rest nothing alarms, and it comes back by itself; a rest that a changed clock makes endless is caught', () => {
  fc.assert(silentThenBack(isQuiet), { seed, numRuns: 1_000 })
  const endless: typeof isQuiet = (until, now) => until !== null && now < until
  expect(fc.check(silentThenBack(endless), { seed: CONTROL_SEED, numRuns: 1_000 }).failed).toBe(true)
  expect(isQuiet(null, T0)).toBe(false)
})
