import { expect, test } from 'vitest'
import { tellPages } from '../client/push/device.ts'
import { sendOutbox } from '../client/push/send-outbox.ts'
import { type Api, openApi } from '../client/sync/api.ts'
import { newEventId } from '../client/sync/event-id.ts'
import { closedPhone } from './support/notifications.ts'
import { startTestServer } from './support/server.ts'
import { lighthouse, movedClock, openCouple, openPhone, type Phone, until, untilOnline } from './support/sessions.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Waits before the first question until it is let go. */
const heldBack = (api: Api): { api: Api; asked: Promise<void>; letGo: () => void } => {
  const [asked, open] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  return {
    api: {
      call: async (...question) => {
        asked.resolve()
        await open.promise
        return api.call(...question)
      },
    },
    asked: asked.promise,
    letGo: open.resolve,
  }
}

test.each([true, false])(
  '[PSH29] what a page takes back (%s) while the worker sends what stands before it is not sent',
  async takesBack => {
    await using server = await startTestServer()
    await using pair = await openCouple(server.url)
    const { session } = pair.a
    session.setOffline(true)
    const first = await session.sendSignal(lighthouse)
    const second = await session.sendSignal({ ...lighthouse, word: 'Anchor' })
    const { api, asked, letGo } = heldBack(openApi(server.url, () => false))
    const sending = sendOutbox(await closedPhone(pair.a, { api, deviceNow: Date.now }))
    await asked
    if (takesBack) await session.takeBack(second)
    letGo()
    expect(await sending).toBe(true)
    await pair.b.session.sendRepair('Let me try again.')
    const after = await until(pair.b.session, state => state.repairs.some(({ state }) => state === 'sent') && state)
    expect(new Set(after.signals.map(({ id }) => id))).toEqual(new Set(takesBack ? [first] : [first, second]))
  },
)

test('[PSH29] a pause pressed without a network and sent two hours later with the page closed: the next page says that it did not count', async () => {
  const clock = movedClock()
  await using server = await startTestServer({ now: clock.now })
  await using pair = await openCouple(server.url, { a: { deviceNow: clock.now }, b: { deviceNow: clock.now } })
  const { session, store } = pair.a
  session.setOffline(true)
  await session.startPause(25)
  await session[Symbol.asyncDispose]()
  clock.advance(2 * HOUR)
  const api = openApi(server.url, () => false)
  expect(await sendOutbox(await closedPhone(pair.a, { api, deviceNow: clock.now }))).toBe(true)
  const next = async (): Promise<Phone> => openPhone(server.url, { store, deviceNow: clock.now })
  {
    await using again = await next()
    await untilOnline(again.session)
    expect(again.session.state()).toMatchObject({ refusal: { of: 'pause', code: 'stale' }, pause: { state: { kind: 'none' } } })
    // A page that closes before anybody read it takes nothing away.
  }
  await using third = await next()
  expect(third.session.state().refusal).toMatchObject({ code: 'stale' })
  third.session.dismissRefusal()
  expect(third.session.state().refusal).toBeNull()
  await using fourth = await next()
  expect(fourth.session.state().refusal).toBeNull()
})

/** A couple whose first phone's clock is not the server's: `set` ms ahead of it. Time goes by for all when the test says so. */
const setClocks = async (url: string, time: ReturnType<typeof movedClock>) => {
  const clock = { set: 0, now: () => time.now() + clock.set, steadyNow: () => performance.now() + time.now() - Date.now() }
  const pair = await openCouple(url, { a: { deviceNow: clock.now, steadyNow: clock.steadyNow }, b: { deviceNow: time.now } })
  return { clock, pair }
}

// Minutes that it waits, and by how many the phone's clock is set meanwhile.
const waits = [
  [1, 40],
  [22, 10],
  [35, -40],
  [35, -10],
] as const
test.each(waits.flatMap(wait => (['worker', 'next page'] as const).map(by => [...wait, by] as const)))(
  '[OBX11] a signal that waits %i minutes while the clock is set by %i is as old as that to the %s that sends it',
  async (waited, set, by) => {
    const time = movedClock()
    await using server = await startTestServer({ now: time.now })
    const { clock, pair } = await setClocks(server.url, time)
    await using both = pair
    const { a, b } = both
    a.session.setOffline(true)
    await a.session.sendSignal(lighthouse)
    time.advance(waited * MINUTE)
    clock.set = set * MINUTE
    const api = openApi(server.url, () => false)
    if (by === 'worker') await sendOutbox(await closedPhone(a, { api, deviceNow: clock.now }))
    await a.session[Symbol.asyncDispose]()
    const rest = { store: a.store, deviceNow: clock.now, steadyNow: clock.steadyNow, offline: by === 'worker' }
    await using _next = await openPhone(server.url, rest)
    const { earlier, pressedAt } = await until(b.session, ({ signals }) => signals[0])
    expect([earlier, Math.round((time.now() - pressedAt) / MINUTE)]).toEqual([waited > 30, waited])
  },
)

test.each([
  [1, 40],
  [35, -40],
])(
  '[OBX11] a worker knows too how old (%i minutes, the clock set by %i) a signal is that a page pressed which the server never told the time',
  async (waited, set) => {
    const time = movedClock()
    await using server = await startTestServer({ now: time.now })
    const { clock, pair } = await setClocks(server.url, time)
    await using both = pair
    await both.a.session[Symbol.asyncDispose]()
    await using cold = await openPhone(server.url, { store: both.a.store, deviceNow: clock.now, offline: true })
    await cold.session.sendSignal(lighthouse)
    time.advance(waited * MINUTE)
    clock.set = set * MINUTE
    await sendOutbox(await closedPhone(cold, { api: openApi(server.url, () => false), deviceNow: clock.now }))
    const { earlier } = await until(both.b.session, ({ signals }) => signals[0])
    expect(earlier).toBe(waited > 30)
  },
)

test('[OBX11] [PSH29] a pause pressed a minute ago stands, though the clock was set forward since; an open page says what the worker was refused', async () => {
  const time = movedClock()
  await using server = await startTestServer({ now: time.now })
  const { clock, pair } = await setClocks(server.url, time)
  await using both = pair
  const { session, store } = both.a
  // No screen tells of this one: it must not hide the other.
  await session.answer(newEventId(), 'I am here')
  await until(session, ({ refusal }) => refusal?.of === 'answer')
  session.setOffline(true)
  time.advance(HOUR)
  await session.startPause(25)
  time.advance(MINUTE)
  clock.set = 40 * MINUTE
  const parts = { api: openApi(server.url, () => false), deviceNow: clock.now, tellPages: () => tellPages(store.name) }
  await sendOutbox(await closedPhone(both.a, parts))
  await until(both.b.session, ({ pause }) => pause.state.kind === 'paused')
  time.advance(3 * HOUR)
  await session.returnFromPause()
  await session.extendPause(time.now() + HOUR)
  time.advance(2 * HOUR)
  await sendOutbox(await closedPhone(both.a, parts))
  expect(await until(session, ({ refusal }) => refusal?.of === 'pause' && refusal)).toMatchObject({ code: 'stale' })
  session.dismissRefusal()
  expect(session.state().refusal).toMatchObject({ of: 'answer' })
})
