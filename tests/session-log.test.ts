import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { ServerClock } from '../client/sync/clock.ts'
import { newEventId } from '../client/sync/event-id.ts'
import { LOG_WINDOW } from '../client/sync/local.ts'
import { SpaceLog } from '../client/sync/space-log.ts'
import { readLog } from '../client/sync/stored-log.ts'
import { DeviceId, type Seat } from '../shared/ids.ts'
import { PAUSE_LIMITS } from '../shared/pause.ts'
import { seed } from './support/seed.ts'

fc.configureGlobal({ seed })

const MINUTE = 60_000
const START = 1_700_000_000_000
const device = DeviceId.parse('01890a5d-ac96-774b-bcce-b302099a8058')

/** A log with pauses, phrases, receipts, and kinds from a release to come. */
const wholeLog = (length: number): Record<string, unknown>[] => {
  const shown: string[] = []
  return Array.from({ length }, (_, at) => {
    const seat: Seat = at % 3 === 0 ? 'a' : 'b'
    const base = { id: newEventId(), seq: at + 1, at: START + at * 21 * MINUTE, seat, deviceId: device, heldMs: 0 }
    const sealed = 'A'.repeat(60)
    switch (at % 7) {
      case 0:
        return { ...base, kind: 'pause', step: { kind: 'start', minutes: 25 } }
      case 1:
      case 2:
        return { ...base, seat: at % 7 === 1 ? 'a' : 'b', kind: 'pause', step: { kind: 'return' } }
      case 3:
        return { ...base, kind: 'phrase', sealed }
      case 4:
        shown.push(base.id)
        return { ...base, kind: 'signal', sealed }
      case 5:
        return { ...base, kind: 'received', about: shown.at(-1) }
      default:
        return { ...base, kind: 'something-new', more: { of: 'it' } }
    }
  })
}

test('[LOG1] told in any order, twice, or not at all: with what it then asks for, a device comes to the same as in order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat({ max: 39 }), { maxLength: 80 }), (length, told) => {
      const events = wholeLog(length)
      const inOrder = new SpaceLog([], PAUSE_LIMITS)
      inOrder.take(events, START)

      const log = new SpaceLog([], PAUSE_LIMITS)
      const applied = told.flatMap(at => (events[at] ? log.take([events[at]], START) : []))
      applied.push(...log.takeAnswer(log.last, events.slice(log.last), length, START))
      expect(applied.map(({ event }) => event.seq)).toEqual(events.map((_, at) => at + 1))
      expect(log.last).toBe(length)
      expect(log.hasGap).toBe(false)
      expect(log.folded).toEqual(inOrder.folded)
    }),
  )
})

test('[LOG1] a broken variant that applies entries as they come ends otherwise', () => {
  const events = wholeLog(14)
  const right = new SpaceLog([], PAUSE_LIMITS)
  right.take(events, START)
  const asTheyCome = [...events].reverse().reduce((log, event) => {
    log.take([{ ...event, seq: log.last + 1 }], START)
    return log
  }, new SpaceLog([], PAUSE_LIMITS))
  expect(asTheyCome.folded.pause).not.toEqual(right.folded.pause)
})

test('[LOG2] what comes early is held until the gap is closed', () => {
  const events = wholeLog(5)
  const log = new SpaceLog([], PAUSE_LIMITS)
  expect(log.take([events[2], events[1]], START)).toEqual([])
  expect(log.hasGap).toBe(true)
  expect(log.take([events[0]], START).map(({ event }) => event.seq)).toEqual([1, 2, 3])
  expect(log.hasGap).toBe(false)
})

test('[LOG3] kinds and garbage that this release does not know are kept or passed over, and stop nothing', () => {
  const log = new SpaceLog([], PAUSE_LIMITS)
  const [first, second] = wholeLog(7).slice(5)
  const unknown = { ...second, seq: 1 }
  expect(log.take([null, 7, 'text', { seq: 'x' }, unknown], START).map(({ event }) => event)).toEqual([unknown])
  expect(log.take([{ ...first, seq: 2, about: 'no id' }], START)).toHaveLength(1)
  expect(log.last).toBe(2)
  fc.assert(fc.property(fc.anything(), one => void log.take([one], START)))
})

test('[LOG4] what an answer of the server leaves out is not waited for', () => {
  const events = wholeLog(6)
  const log = new SpaceLog([], PAUSE_LIMITS)
  log.takeAnswer(0, [events[0], events[2], 'unreadable', events[4]], 6, START)
  expect(log.last).toBe(5)
  log.takeAnswer(5, [], 6, START)
  expect(log.last).toBe(6)
})

test('[LOG4] a log that claims to be longer than anybody could count is no more work, and what comes then still counts', () => {
  const [first, second, third] = wholeLog(3)
  const log = new SpaceLog([], PAUSE_LIMITS)
  const far = Number.MAX_SAFE_INTEGER - 7
  expect(log.take([{ ...second, seq: far }], START)).toEqual([])
  expect(log.takeAnswer(0, [first], 1, START)).toHaveLength(1)
  expect(log.takeAnswer(1, [], far - 1, START).map(({ event }) => event.seq)).toEqual([far])
  expect(log.take([{ ...third, seq: far + 1 }], START)).toHaveLength(1)
})

test('[LOG3] a time that no calendar has is garbage too; one a day before the end is not', () => {
  const log = new SpaceLog([], PAUSE_LIMITS)
  const [event] = wholeLog(1)
  const last = Date.UTC(10_000, 0) - 1
  for (const at of [last + 1, 8.64e15, Number.MAX_SAFE_INTEGER]) expect(log.take([{ ...event, at }], START)).toEqual([])
  const [taken] = log.take([{ ...event, at: last }], START)
  expect(new Date((taken?.event.at ?? Number.NaN) + 2 * PAUSE_LIMITS.ceilingMs).toISOString()).toBe('+010000-01-02T23:59:59.999Z')
})

test('[LOG5] the server’s limits, once known, tell the whole log anew', () => {
  const start = wholeLog(1)
  const log = new SpaceLog([], PAUSE_LIMITS)
  log.take([{ ...start[0], step: { kind: 'start', minutes: 1 } }], START)
  const { pause } = log.folded
  log.setLimits({ floorMs: 1_000, ceilingMs: PAUSE_LIMITS.ceilingMs })
  expect(log.folded.pause).not.toEqual(pause)
  expect(log.folded.pause).toMatchObject({ returnAt: START + (5 * MINUTE - (START % (5 * MINUTE))) })
})

test('[CLK1] the server’s clock is known to half the shortest round trip, whatever the ways there and back take', () => {
  const delay = fc.integer({ min: 0, max: 3_000 })
  fc.assert(
    fc.property(
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.array(fc.tuple(delay, delay, delay), { minLength: 1, maxLength: 10 }),
      (ahead, trips) => {
        let device = START
        const clock = new ServerClock(() => device, 12_345)
        let shortest = Number.POSITIVE_INFINITY
        for (const [there, back, later] of trips) {
          const askedAt = device
          const serverNow = device + there + ahead
          device += there + back
          clock.answered(serverNow, askedAt)
          shortest = Math.min(shortest, there + back)
          device += later
          clock.told(device + ahead - Math.min(later, 50))
        }
        expect(Math.abs(clock.now() - (device + ahead))).toBeLessThanOrEqual(shortest / 2 + 1)
      },
    ),
  )
})

/** A device whose clock may be changed and that may sleep, and what its page takes the time to be. */
const changeable = () => {
  const device = { clock: START, steady: 7_000 }
  const clock = new ServerClock(
    () => device.clock,
    0,
    () => device.steady,
  )
  clock.answered(START + 500, START)
  const pass = (ms: number) => {
    device.clock += ms
    device.steady += ms
  }
  return { device, clock, pass }
}

test('[CLK6] what a person sees and is called for does not jump with the device’s clock, however soon it is looked at; the server’s next answer holds', () => {
  for (const jump of [600_000, -600_000, 86_400_000, 30_000]) {
    const { device, clock, pass } = changeable()
    const seen = (read: () => number): boolean => {
      const first = read()
      pass(40)
      return Math.abs(read() - first - 40) <= 400
    }
    pass(60_000)
    clock.shown()
    device.clock += jump
    expect(clock.shown()).toBe(START + 60_500)
    expect(seen(() => clock.shown())).toBe(true)
    // Not yet asked anew: words on their way are no sign of how late they are.
    const askedAt = device.clock
    pass(80)
    clock.answered(START + 60_600, askedAt)
    expect(Math.abs(clock.shown() - (START + 60_600))).toBeLessThanOrEqual(40)
    pass(60_000)
    expect(Math.abs(clock.shown() - (START + 120_600))).toBeLessThanOrEqual(40)
  }
  // The broken variant: the device's clock as it says.
  const { device, clock, pass } = changeable()
  const before = clock.now()
  device.clock += 600_000
  pass(40)
  expect(clock.now() - before).toBeGreaterThan(590_000)
})

test('[CLK6] an answer that was asked for before the clock was set forward does not make the jump believed', () => {
  const { device, clock, pass } = changeable()
  const askedAt = device.clock
  pass(40)
  device.clock += 600_000
  clock.answered(START + 520, askedAt)
  expect(Math.abs(clock.shown() - (START + 540))).toBeLessThanOrEqual(40)
})

test('[CLK6] a device that slept counts on as soon as the server has spoken, and without a network after five seconds', () => {
  const slept = () => {
    const given = changeable()
    given.device.clock += 3_600_000
    expect(given.clock.shown()).toBe(START + 500)
    return given
  }
  const online = slept()
  online.clock.answered(online.device.clock + 500, online.device.clock)
  expect(online.clock.shown()).toBe(START + 3_600_500)
  const offline = slept()
  offline.pass(4_900)
  expect(offline.clock.shown()).toBe(START + 5_400)
  offline.pass(100)
  expect(offline.clock.shown()).toBe(START + 3_605_500)
  offline.pass(1_000)
  expect(offline.clock.shown()).toBe(START + 3_606_500)
})

test('[CLK2] when the device’s clock is changed, the next answer sets it right', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e8, max: 1e8 }), jump => {
      let device = START
      const clock = new ServerClock(() => device)
      clock.answered(START + 500, START)
      device += jump
      clock.answered(START + 600, device)
      expect(Math.abs(clock.now() - (START + 600))).toBeLessThanOrEqual(500)
    }),
  )
})

test('[CLK2] a change of the device’s clock by more than a minute shows even in words that nobody asked for', () => {
  for (const jump of [-3_600_000, 3_600_000]) {
    let device = START
    const clock = new ServerClock(() => device)
    clock.answered(START, START)
    device += jump
    clock.told(START + 20_000)
    expect(clock.now()).toBe(START + 20_000)
  }
})

/** A browser's store of such entries: what is asked for is answered with all of them, since all lie in what a start reads. */
const storeOf = (seqs: number[]) => {
  const records = wholeLog(Math.max(...seqs)).filter(({ seq }) => seqs.includes(Number(seq)))
  return {
    openKeyCursor: async () => ({ key: seqs.at(-1) }),
    getAllKeys: async () => seqs,
    getAll: async () => records.map(event => ({ event, arrivedAt: START })),
    index: () => ({ getAllKeys: async () => [], getAll: async () => [] }),
  } as unknown as Parameters<typeof readLog>[0]
}

test('[LOG6] a log whose beginning is missing is none; one with a hole, or longer than what a start reads, is one', async () => {
  vi.stubGlobal('IDBKeyRange', { lowerBound: () => null, bound: () => null })
  const readOf = async (from: number, to: number, hole?: number) => {
    const seqs = Array.from({ length: to - from + 1 }, (_, at) => from + at).filter(seq => seq !== hole)
    return (await readLog(storeOf(seqs))).length > 0
  }
  expect(await readOf(1, 9)).toBe(true)
  expect(await readOf(1, 9, 5)).toBe(true)
  expect(await readOf(4, 9), 'the control: what another tab went on with').toBe(false)
  expect(await readOf(51, 50 + LOG_WINDOW)).toBe(true)
  vi.unstubAllGlobals()
})
