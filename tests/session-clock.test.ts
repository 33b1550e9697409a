import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { shownSignal } from '../client/features/signal/stage.ts'
import { CACHED_CLOCK, HEARD_CLOCK } from '../client/sync/clock.ts'
import type { Session } from '../client/sync/session.ts'
import { HEAD_EVERY_MS } from '../shared/relay.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { type Couple, lighthouse, movedClock, openCouple, openPhone, until, untilOnline } from './support/sessions.ts'

const MINUTE = 60_000
/** What two presses, or a press and its event, may be apart here. */
const SOON = 3_000

const clock = movedClock()
/** A phone's own clock: the true time and its error. */
const phone = { error: 0, now: () => clock.now() + phone.error }

let server: TestServer
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  phone.error = 0
  server = await startTestServer({ now: clock.now })
})
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  vi.useRealTimers()
})

const couple = (): Promise<Couple> => openCouple(server.url, { a: { deviceNow: phone.now }, b: { deviceNow: clock.now } })
const reopened = ({ a }: Couple) => openPhone(server.url, { store: a.store, deviceNow: phone.now, offline: true })
const returnTime = (session: Session): Promise<number> =>
  until(session, ({ pause }) => pause.state.kind === 'paused' && pause.state.returnAt)
const confirmed = (session: Session) => until(session, ({ pause }) => !pause.unconfirmed && pause.state.kind === 'paused')

test.each([10, -10])(
  '[SES9] a phone whose clock is %i minutes off names the return time of a pause that both then have, without a network and on a page just opened',
  async minutes => {
    phone.error = minutes * MINUTE
    await using pair = await couple()
    await pair.a.session[Symbol.asyncDispose]()
    await using again = await reopened(pair)
    expect(Math.abs(again.session.now() - clock.now())).toBeLessThan(SOON)
    await again.session.startPause(25)
    const named = await returnTime(again.session)
    again.session.setOffline(false)
    await confirmed(again.session)
    expect(await returnTime(pair.b.session)).toBe(named)
    expect(await returnTime(again.session)).toBe(named)
  },
)

test.each([10, -10])(
  '[CLK3] a clock moved by %i minutes while the page was connected is known to the next page, also without a network',
  async minutes => {
    await using pair = await couple()
    phone.error = minutes * MINUTE
    // The next words of the server, whatever they are.
    vi.advanceTimersByTime(HEAD_EVERY_MS)
    await vi.waitUntil(async () => Math.abs(Number(await pair.a.store.readCache(CACHED_CLOCK)) + phone.error) < SOON)
    await pair.a.session[Symbol.asyncDispose]()
    await using again = await reopened(pair)
    expect(Math.abs(again.session.now() - clock.now())).toBeLessThan(SOON)
  },
)

test.each([10, -10])(
  '[SES2] 30 minutes are 30 minutes between phones %i minutes apart: sooner it alarms, later it is an earlier one',
  async minutes => {
    phone.error = minutes * MINUTE
    await using pair = await couple()
    const [a, b] = [pair.a.session, pair.b.session]
    for (const [held, earlier] of [
      [29 * MINUTE, false],
      [31 * MINUTE, true],
    ] as const) {
      a.setOffline(true)
      const pressed = clock.now()
      const id = await a.sendSignal(lighthouse)
      clock.advance(held)
      a.setOffline(false)
      await untilOnline(a)
      const there = await until(b, ({ signals }) => signals.find(signal => signal.id === id))
      const here = await until(a, ({ signals }) => signals.find(signal => signal.id === id && signal.state === 'sent'))
      expect(there.earlier).toBe(earlier)
      for (const { pressedAt } of [here, there]) expect(Math.abs(pressedAt - pressed)).toBeLessThan(SOON)
    }
  },
)

test.each([
  [10, 25, false],
  [-10, 35, true],
  [24 * 60, 1, false],
  [-24 * 60, 120, true],
])(
  '[CLK4] a clock moved by %i minutes while the page was closed: a signal %i minutes old is as old as it is (earlier: %s), then and after a reload',
  async (moved, age, earlier) => {
    await using pair = await couple()
    const { session, store } = pair.a
    await session[Symbol.asyncDispose]()
    const id = await pair.b.session.sendSignal(lighthouse)
    await until(pair.b.session, ({ signals }) => signals.find(signal => signal.id === id && signal.state === 'sent'))
    clock.advance(age * MINUTE)
    phone.error = moved * MINUTE
    const isEarlier = async (offline: boolean) => {
      await using page = await openPhone(server.url, { store, deviceNow: phone.now, offline })
      if (!offline) await untilOnline(page.session)
      const shown = await until(page.session, ({ signals }) => signals.find(signal => signal.id === id))
      return shown.earlier
    }
    expect(await isEarlier(false)).toBe(earlier)
    await vi.waitUntil(async () => (await store.read()).log.some(({ event }) => event.id === id))
    expect(await isEarlier(true)).toBe(earlier)
  },
)

test.each([
  [10, 25, 'is open', false],
  [-10, 35, 'is open', true],
  [12_000, 0, 'is open', false],
  [60, 0, 'was closed', false],
  [-24 * 60, 120, 'was closed', true],
])(
  '[SIG7] [SIG10] a clock moved by %i minutes while a signal waited %i minutes for the network, on a page that %s: it is as old as it is (earlier: %s)',
  async (moved, age, page, earlier) => {
    const own = { deviceNow: phone.now, steadyNow: clock.now }
    await using pair = await openCouple(server.url, { a: own, b: { deviceNow: clock.now } })
    pair.a.session.setOffline(true)
    const id = await pair.a.session.sendSignal(lighthouse)
    const isClosed = page === 'was closed'
    if (isClosed) await pair.a.session[Symbol.asyncDispose]()
    clock.advance(age * MINUTE)
    phone.error = moved * MINUTE
    await using again = isClosed ? await openPhone(server.url, { store: pair.a.store, ...own }) : pair.a
    again.session.setOffline(false)
    const there = await until(pair.b.session, ({ signals }) => signals.find(signal => signal.id === id))
    const here = await until(again.session, ({ signals }) => signals.find(signal => signal.id === id && signal.state === 'sent'))
    expect(there.earlier).toBe(earlier)
    for (const { pressedAt } of [here, there]) expect(Math.abs(clock.now() - age * MINUTE - pressedAt)).toBeLessThan(SOON)
  },
)

test('[CLK5] a clock set back while the page was closed: what is pressed without a network is the last signal, there and on a page after it', async () => {
  await using pair = await couple()
  const { session, store } = pair.a
  await session.sendSignal(lighthouse)
  await until(session, ({ signals }) => signals[0]?.state === 'sent')
  await session[Symbol.asyncDispose]()
  // As an earlier version of the app left it, which kept no time that it had heard.
  await store.writeCache(HEARD_CLOCK, 0)
  phone.error = -10 * MINUTE
  await using again = await reopened(pair)
  const id = await again.session.sendSignal(lighthouse)
  const { signals } = again.session.state()
  // The control: by its clock it is the older one.
  expect(signals[0]?.pressedAt).toBeGreaterThan(signals[1]?.pressedAt ?? Number.NaN)
  for (const { session: page } of [again, await openPhone(server.url, { store, deviceNow: phone.now, offline: true })]) {
    expect(shownSignal(page.state().signals, page.now())?.id).toBe(id)
    await page[Symbol.asyncDispose]()
  }
})

test.each([
  [-10, true],
  [10, false],
])(
  '[CLK7] a clock moved by %i minutes while the page was closed: a page without a network counts on from the last time the server told (%s), and says that nobody told it the time',
  async (moved, fromHeard) => {
    await using pair = await couple()
    const { session, store } = pair.a
    await session.startPause(25)
    await confirmed(session)
    const returnAt = await returnTime(session)
    clock.advance(5 * MINUTE)
    vi.advanceTimersByTime(HEAD_EVERY_MS)
    await vi.waitUntil(async () => Math.abs(Number(await store.readCache(HEARD_CLOCK)) - clock.now()) < SOON)
    expect(session.isTimeTold()).toBe(true)
    const before = returnAt - clock.now()
    await session[Symbol.asyncDispose]()
    phone.error = moved * MINUTE
    await using again = await reopened(pair)
    expect(again.session.isTimeTold()).toBe(false)
    const left = returnAt - again.session.now()
    // Never more than there was. That a clock was set forward looks as if time had gone by.
    expect(left).toBeLessThanOrEqual(before + SOON)
    expect(Math.abs(left - before) < SOON).toBe(fromHeard)
    // What is pressed there goes by the same clock.
    await again.session.sendSignal(lighthouse)
    expect(Math.abs((again.session.state().signals[0]?.pressedAt ?? 0) - again.session.now())).toBeLessThan(SOON)
    again.session.setOffline(false)
    await untilOnline(again.session)
    expect(again.session.isTimeTold()).toBe(true)
    expect(Math.abs(again.session.now() - clock.now())).toBeLessThan(SOON)
  },
)

test('[SIG10] a signal that claims to have been held for years is listed on both phones, as six days old', async () => {
  await using pair = await couple()
  await pair.a.session[Symbol.asyncDispose]()
  await using late = await reopened(pair)
  const id = await late.session.sendSignal(lighthouse)
  await late.session[Symbol.asyncDispose]()
  // As an earlier release left it: the next page knows no better, since nothing says what the server's time was.
  const { store } = pair.a
  const [entry] = await store.readOutbox()
  await store.removeFromOutbox(id)
  if (entry) await store.addToOutbox({ event: entry.event, pressedAt: entry.pressedAt })
  phone.error = 3 * 365 * 24 * 60 * MINUTE
  await using again = await openPhone(server.url, { store, deviceNow: phone.now })
  const days = (pressedAt: number) => Math.round((clock.now() - pressedAt) / (24 * 60 * MINUTE))
  for (const { session } of [pair.b, again]) {
    const signal = await until(session, ({ signals }) => signals.find(one => one.id === id && days(one.pressedAt) === 6))
    expect(signal.earlier).toBe(true)
  }
})
