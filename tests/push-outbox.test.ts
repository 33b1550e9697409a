import { expect, test } from 'vitest'
import { sendOutbox } from '../client/push/send-outbox.ts'
import { type Api, openApi } from '../client/sync/api.ts'
import { closedPhone } from './support/notifications.ts'
import { startTestServer } from './support/server.ts'
import { lighthouse, movedClock, openCouple, openPhone, type Phone, until, untilOnline } from './support/sessions.ts'

const HOUR = 3_600_000

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
