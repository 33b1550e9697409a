import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { soundPractice } from '../client/features/drill/practice-sound.ts'
import { feel } from '../client/features/pause/feel.ts'
import { soundAlarm } from '../client/features/signal/alarm.ts'
import { showPush } from '../client/push/show-push.ts'
import { keepQuietUntil, turn } from '../client/shell/choose-attention.ts'
import { EMPTY_STATE } from '../client/sync/view.ts'
import { ALARM_AGAIN_MS, ALARMS_MOST, type Alarm, mayAlarm } from '../shared/alarm.ts'
import { isQuiet, QUIET_MOST_MS } from '../shared/signal.ts'
import { closedPhone, workerScope } from './support/notifications.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'
import { startTestServer } from './support/server.ts'
import { type Couple, lighthouse, openCouple, until, untilSignal } from './support/sessions.ts'

const T0 = Date.UTC(2026, 2, 3, 20, 0, 0)
const MINUTE = 60_000

interface Happening {
  /** Since the one before, ms. */
  after: number
  /** `loop`: pressed and at once taken back. */
  kind: 'signal' | 'loop' | 'take-back' | 'answer'
}

const evenings = fc.array(
  fc.record<Happening>({
    after: fc.oneof(fc.integer({ min: 0, max: MINUTE / 4 }), fc.integer({ min: 0, max: 5 * MINUTE })),
    kind: fc.constantFrom('signal', 'signal', 'loop', 'loop', 'take-back', 'answer'),
  }),
  { minLength: 2, maxLength: 30 },
)

interface Heard extends Alarm {
  /** An answer lay between the alarm before and this one. */
  answered: boolean
  /** The signal of the alarm before was taken back by then. */
  free: boolean
}

/** What a device does with an evening: when it alarms. A take-back is of the last signal, if that one alarmed. */
const alarmsOf = (rule: typeof mayAlarm, evening: Happening[]) => {
  const heard: Heard[] = []
  let answeredAt: number | null = null
  let lastAlarmed = false
  let now = T0
  for (const { after, kind } of evening) {
    now += after
    const last = heard.at(-1)
    if (kind === 'answer') answeredAt = now
    else if (kind === 'take-back') {
      if (last && lastAlarmed) last.takenBack = true
    } else {
      lastAlarmed = rule({ alarms: heard, answeredAt, quietUntil: null }, now)
      const answered = answeredAt !== null && answeredAt >= (last?.at ?? 0)
      if (lastAlarmed) heard.push({ at: now, takenBack: kind === 'loop', answered, free: last?.takenBack ?? false })
    }
  }
  return heard
}

const neverSooner = (rule: typeof mayAlarm) =>
  fc.property(evenings, evening => {
    const alarms = alarmsOf(rule, evening)
    for (const [n, { at, answered, free }] of alarms.entries()) {
      const before = alarms[n - 1]
      if (before && !answered && !free) expect(at - before.at).toBeGreaterThanOrEqual(ALARM_AGAIN_MS)
      const row = alarms.slice(Math.max(0, n - ALARMS_MOST), n + 1)
      const isLoop = row.length > ALARMS_MOST && row.slice(1).every(one => !one.answered)
      if (isLoop) expect(at - (row[0]?.at ?? 0)).toBeGreaterThanOrEqual(ALARM_AGAIN_MS)
    }
    if (evening.some(({ kind }) => kind === 'signal' || kind === 'loop')) expect(alarms.length).toBeGreaterThan(0)
  })

test('[SIG8] whatever is pressed and taken back, alarms keep their distance until an answer; rules that forget are caught', () => {
  fc.assert(neverSooner(mayAlarm), { seed, numRuns: 1_000 })
  const forgetful: typeof mayAlarm = (known, now) => mayAlarm({ ...known, alarms: [] }, now)
  // Whatever was taken back is as if it never was: a loop rings without an end.
  const endless: typeof mayAlarm = (known, now) =>
    mayAlarm({ ...known, alarms: known.alarms.filter(({ takenBack }) => !takenBack) }, now)
  for (const broken of [forgetful, endless])
    expect(fc.check(neverSooner(broken), { seed: CONTROL_SEED, numRuns: 1_000 }).failed).toBe(true)
})

test('[SIG8] the first alarms, one pressed again within three minutes does not, after that and after an answer it does', () => {
  const known = { alarms: [{ at: T0, takenBack: false }], answeredAt: null, quietUntil: null }
  expect(mayAlarm({ ...known, alarms: [] }, T0)).toBe(true)
  expect(mayAlarm(known, T0 + ALARM_AGAIN_MS - 1)).toBe(false)
  expect(mayAlarm(known, T0 + ALARM_AGAIN_MS)).toBe(true)
  expect(mayAlarm({ ...known, answeredAt: T0 + 1 }, T0 + 2)).toBe(true)
  expect(mayAlarm({ ...known, answeredAt: T0 - 1 }, T0 + 2)).toBe(false)
  // A clock set back by ten minutes.
  expect(mayAlarm(known, T0 - 10 * MINUTE)).toBe(true)
  expect(ALARM_AGAIN_MS).toBe(3 * MINUTE)
})

test('[SIG8] the first press after one that was taken back alarms; the fourth in three minutes does not, nor one after what still waits', () => {
  const back = (...seconds: number[]) => seconds.map(after => ({ at: T0 + after * 1_000, takenBack: true }))
  const known = { answeredAt: null, quietUntil: null }
  expect(mayAlarm({ ...known, alarms: back(0) }, T0 + 5_000)).toBe(true)
  expect(mayAlarm({ ...known, alarms: back(0, 10) }, T0 + 15_000)).toBe(true)
  expect(mayAlarm({ ...known, alarms: back(0, 10, 20) }, T0 + 25_000)).toBe(false)
  expect(mayAlarm({ ...known, alarms: back(0, 10, 20) }, T0 + ALARM_AGAIN_MS)).toBe(true)
  expect(mayAlarm({ ...known, alarms: [...back(0), { at: T0 + 10_000, takenBack: false }] }, T0 + 15_000)).toBe(false)
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
      expect(mayAlarm({ alarms: [], answeredAt: null, quietUntil: until }, now)).toBe(!quiet(until, now))
    },
  )

test('[SIG9] at rest nothing alarms, and it comes back by itself; a rest that a changed clock makes endless is caught', () => {
  fc.assert(silentThenBack(isQuiet), { seed, numRuns: 1_000 })
  const endless: typeof isQuiet = (until, now) => until !== null && now < until
  expect(fc.check(silentThenBack(endless), { seed: CONTROL_SEED, numRuns: 1_000 }).failed).toBe(true)
  expect(isQuiet(null, T0)).toBe(false)
})

/** A phone that was touched once, and what it did since. */
const feltPhone = (hasBeenActive = true): string[] => {
  const felt: string[] = []
  vi.stubGlobal('navigator', { userActivation: { hasBeenActive }, vibrate: () => felt.push('buzz') })
  vi.stubGlobal(
    'AudioContext',
    class {
      constructor() {
        felt.push('bell')
      }
    },
  )
  return felt
}
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
  keepQuietUntil(null)
  turn('sound', true)
  turn('vibration', true)
})

/** Seat b's one device, page and service worker: what each does for a signal that is pressed now. */
const oneDevice = async ({ a, b }: Couple) => {
  const { scope, onScreen } = workerScope('https://holdfast.example')
  const device = await closedPhone(b, {
    api: { call: async () => ({ ok: false, code: 'offline' }) },
    deviceNow: () => b.session.now(),
  })
  const press = async () => {
    const id = await a.session.sendSignal(lighthouse)
    await until(b.session, ({ signals }) => signals.find(one => one.id === id))
    return id
  }
  /** Whether the page buzzes for it. */
  const page = async (id: Awaited<ReturnType<typeof press>>) => {
    const felt = feltPhone()
    await soundAlarm(b.session, id)
    return felt.includes('buzz')
  }
  /** Whether its notification rings. */
  const push = async (id: Awaited<ReturnType<typeof press>>) => {
    const { log } = await b.store.read()
    const event = log.find(one => one.event.id === id)?.event
    await showPush(scope, device, { space: device.member.spaceId, id, seq: event?.seq, event })
    return onScreen.findLast(({ tag }) => tag === id)?.silent === false
  }
  return { press, page, push }
}

test('[SIG8] [PSH31] a page and the notifications of a closed one count as one device: whichever rang, the other keeps the distance, and an answer or a take-back frees both', async () => {
  await using server = await startTestServer()
  await using pair = await openCouple(server.url)
  const { press, page, push } = await oneDevice(pair)
  expect(await push(await press())).toBe(true)
  // The app is opened, and pressed again.
  const second = await press()
  expect(await page(second)).toBe(false)
  await pair.b.session.answer(second, 'here')
  // Answered: the page rings, and the push of the same signal, which may be the one that is heard.
  const third = await press()
  expect(await page(third)).toBe(true)
  expect(await push(third)).toBe(true)
  // The app is closed, and pressed again.
  expect(await push(await press())).toBe(false)
})

test('[PSH31] what the page rang for and its log has as taken back, or answered elsewhere, keeps no push silent', async () => {
  await using server = await startTestServer()
  await using pair = await openCouple(server.url)
  const { press, page, push } = await oneDevice(pair)
  const first = await press()
  expect(await page(first)).toBe(true)
  await pair.a.session.takeBack(first)
  await untilSignal(pair.b.session, 'taken-back')
  expect(await push(await press())).toBe(true)
  const third = await press()
  expect(await push(third)).toBe(false)
  // As where another device of the seat answers: nothing here but the log says so.
  const rang = await pair.b.store.readCache('local:alarms')
  await pair.b.session.answer(third, 'here')
  await until(pair.b.session, ({ unsent }) => unsent === 0)
  await pair.b.store.writeCache('local:alarms', rang)
  expect(await push(await press())).toBe(true)
})

test('[SIG8] a page that was never touched, or whose sound and buzz are off, holds no notification back', async () => {
  await using server = await startTestServer()
  for (const silenced of [false, true]) {
    await using pair = await openCouple(server.url)
    const { press, page, push } = await oneDevice(pair)
    const first = await press()
    if (silenced) {
      turn('sound', false)
      turn('vibration', false)
      await page(first)
    } else {
      feltPhone(false)
      await soundAlarm(pair.b.session, first)
    }
    expect(await push(await press())).toBe(true)
  }
})

test('[SCS51] what is taken back after a device sounded for it, and before it was drawn there, had arrived; of what nothing sounded for nobody says that it had', async () => {
  await using server = await startTestServer()
  for (const sounds of [true, false]) {
    await using pair = await openCouple(server.url)
    const [a, b] = [pair.a.session, pair.b.session]
    const felt = feltPhone()
    const id = await a.sendSignal(lighthouse)
    await until(b, ({ signals }) => signals[0])
    if (sounds) await soundAlarm(b, id)
    expect(felt).toEqual(sounds ? ['buzz'] : [])
    await a.takeBack(id)
    await until(b, ({ signals, unsent }) => signals[0]?.takenBack && unsent === 0)
    const known = await until(a, ({ signals, unsent }) =>
      signals.find(one => unsent === 0 && one.takenBack && one.takenBack.hadReached === (sounds || null)),
    )
    expect(known.state).toBe('taken-back')
    // And nothing sounds for what is taken back already.
    const before = felt.filter(one => one === 'buzz').length
    await soundAlarm(b, id)
    expect(felt.filter(one => one === 'buzz')).toHaveLength(before)
  }
})

test('[SIG9] a signal of practice makes neither buzz nor sound while both rest', () => {
  vi.useFakeTimers()
  const heard = (quietUntil: number | null) => {
    const felt = feltPhone()
    keepQuietUntil(quietUntil)
    soundPractice(T0)
    vi.advanceTimersByTime(1_000)
    return felt
  }
  expect(heard(T0 + 60 * MINUTE)).toEqual([])
  // The control: they do not rest, or do no more.
  expect(heard(null)).toEqual(['buzz', 'bell'])
  expect(heard(T0 - 1)).toEqual(['buzz', 'bell'])
})

test('[SCS35] a pause by the partner, its last minutes and its return time make neither buzz nor sound while both rest', async () => {
  vi.useFakeTimers()
  vi.stubGlobal('document', { visibilityState: 'visible' })
  const session = { state: () => EMPTY_STATE, now: () => T0, readLocal: async () => undefined, writeLocal: async () => {} }
  const heard = async (quietUntil: number | null) => {
    const felt = feltPhone()
    keepQuietUntil(quietUntil)
    for (const call of ['running 1', 'soon 1', 'back 1'] as const) await feel(session, call)
    vi.advanceTimersByTime(1_000)
    return felt
  }
  expect(await heard(T0 + 60 * MINUTE)).toEqual([])
  // The control: they do not rest, or do no more.
  expect(await heard(null)).toEqual(['buzz', 'buzz', 'bell'])
  expect(await heard(T0 - 1)).toEqual(['buzz', 'buzz', 'bell'])
})
