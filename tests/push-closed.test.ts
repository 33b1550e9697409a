import { expect, test, vi } from 'vitest'
import { NOTHING_CHOSEN } from '../client/push/choices.ts'
import type { Device } from '../client/push/device.ts'
import { answerFromNotification, sendReceipt } from '../client/push/say.ts'
import { sendOutbox } from '../client/push/send-outbox.ts'
import { showPush, showUnsent } from '../client/push/show-push.ts'
import { PushWorker } from '../client/push/worker.ts'
import { type Api, openApi } from '../client/sync/api.ts'
import type { LocalStore } from '../client/sync/local.ts'
import type { EventId } from '../shared/ids.ts'
import { closedPhone, workerScope } from './support/notifications.ts'
import { answerTo, newEventId, shown } from './support/relay-events.ts'
import { startTestServer } from './support/server.ts'
import { lighthouse, movedClock, openCouple, openPhone, type Phone, until, untilOnline, untilSignal } from './support/sessions.ts'

const HOUR = 3_600_000

/** Storage from which everything can be read and that takes nothing more. */
const full = (store: LocalStore): LocalStore => {
  const refuse = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
  return Object.create(store, {
    name: { value: store.name },
    readCache: { value: store.readCache.bind(store) },
    readOutbox: { value: store.readOutbox.bind(store) },
    removeFromOutbox: { value: store.removeFromOutbox.bind(store) },
    addToOutbox: { value: refuse },
    writeCache: { value: refuse },
  })
}

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

const offline: Api = { call: async () => ({ ok: false, code: 'offline' }) }

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

const messageOf = ({ member }: Device, event = { ...shown(), seq: 1, at: Date.now(), seat: 'a', deviceId: newEventId() }) => ({
  space: member.spaceId,
  id: event.id,
  seq: event.seq,
  event,
})

test('[PSH21] storage that is full keeps no push from being shown, nor its receipt from being sent', async () => {
  await using server = await startTestServer()
  await using pair = await openCouple(server.url)
  const device = await closedPhone(pair.b, { api: offline, deviceNow: Date.now, store: full(pair.b.store) })
  const { scope, onScreen } = workerScope(server.url)
  const message = messageOf(device)
  expect(await showPush(scope, device, message)).toBe(message.id)
  expect(onScreen).toMatchObject([{ title: 'Reminder', tag: message.id, silent: false }])
  const signal = await pair.a.session.sendSignal(lighthouse)
  await untilSignal(pair.a.session, 'sent')
  const api = openApi(server.url, () => false)
  expect(await sendReceipt({ ...device, api }, signal)).toBe('sent')
  await untilSignal(pair.a.session, 'reached')
})

test('[PSH23] "I am here" is sent where storage takes nothing; where there is no network either, the notification comes back', async () => {
  await using server = await startTestServer()
  await using pair = await openCouple(server.url)
  const signal = await pair.a.session.sendSignal(lighthouse)
  await untilSignal(pair.a.session, 'sent')
  const device = await closedPhone(pair.b, { api: offline, deviceNow: Date.now, store: full(pair.b.store) })
  expect(await answerFromNotification(device, signal)).toBe('lost')
  expect(await answerFromNotification({ ...device, store: pair.b.store }, signal)).toBe('kept')
  const { scope, onScreen } = workerScope(server.url)
  await showUnsent(scope, signal)
  expect(onScreen).toMatchObject([{ tag: signal, data: { id: signal }, actions: [{ action: 'here' }, { action: 'open' }] }])
  expect(await answerFromNotification({ ...device, api: openApi(server.url, () => false) }, signal)).toBe('sent')
  await untilSignal(pair.a.session, 'answered')
})

/** What Mei's phone sent, as a push of it that comes later. */
const pushOf = async (phone: Phone, kind: 'signal' | 'repair') => {
  const { log } = await phone.store.read()
  const event = log.map(one => one.event).findLast(one => one.kind === kind)
  if (!event) throw new Error('it is not in the log')
  return { id: event.id, message: (space: string) => ({ space, id: event.id, seq: event.seq, event }) }
}
const inWords = { ...NOTHING_CHOSEN, wording: 'words' } as const
const quietly = (title: string) => [{ title, silent: true, requireInteraction: false, actions: [{ action: 'open' }] }]

test('[PSH33] a signal, or a repair, that was answered on this device before its push came asks nothing, makes no sound and goes', async () => {
  await using server = await startTestServer()
  await using pair = await openCouple(server.url)
  const [a, b] = [pair.a.session, pair.b.session]
  const device = await closedPhone(pair.b, { api: offline, deviceNow: Date.now, choices: inWords })
  const late = async (of: 'signal' | 'repair') => {
    const { message } = await pushOf(pair.b, of)
    const { scope, onScreen } = workerScope(server.url)
    const receipt = await showPush(scope, device, message(device.member.spaceId))
    return { receipt, onScreen, gone: () => vi.waitUntil(() => onScreen.length === 0, { timeout: 4_000 }) }
  }
  const id = await a.sendSignal(lighthouse)
  await until(b, ({ signals }) => signals.some(one => one.id === id))
  // The control: nobody answered it yet.
  const fresh = await late('signal')
  expect([fresh.receipt, fresh.onScreen]).toMatchObject([id, [{ title: 'Amira sent “Lighthouse”', requireInteraction: true }]])
  await device.store.writeCache('push-shown', null)
  b.setOffline(true)
  await b.answer(id, 'I am here.')
  const waiting = await late('signal')
  expect([waiting.receipt, waiting.onScreen]).toMatchObject([null, quietly('Answered')])
  await waiting.gone()
  await device.store.writeCache('push-shown', null)
  b.setOffline(false)
  await untilSignal(a, 'answered')
  await vi.waitUntil(async () => (await device.store.readOutbox()).length === 0)
  const stored = await late('signal')
  expect(stored.onScreen).toMatchObject(quietly('Answered'))
  // Once more: it rings no more either.
  const again = await late('signal')
  expect(again.onScreen).toMatchObject(quietly('Reminder'))
  await again.gone()
  const repair = await a.sendRepair('Let me try again.')
  await until(b, ({ repairs }) => repairs.some(one => one.id === repair))
  await b.answer(repair, 'Thank you.')
  expect((await late('repair')).onScreen).toMatchObject(quietly('Answered'))
})

test('[PSH33] a signal that was taken back before its push came is not shown as one to answer', async () => {
  await using server = await startTestServer()
  await using pair = await openCouple(server.url)
  const [a, b] = [pair.a.session, pair.b.session]
  const first = await a.sendSignal(lighthouse)
  await until(b, ({ signals }) => signals.some(one => one.id === first))
  await b.answer(first, 'I am here.')
  const id = await a.sendSignal({ ...lighthouse, word: 'Anchor' })
  await untilSignal(a, 'sent')
  await a.takeBack(id)
  await until(b, ({ signals }) => signals.some(one => one.takenBack))
  await vi.waitUntil(async () => (await pair.b.store.read()).log.some(({ event }) => event.kind === 'take-back'))
  const device = await closedPhone(pair.b, { api: offline, deviceNow: Date.now, choices: inWords })
  const { scope, onScreen } = workerScope(server.url)
  const { message } = await pushOf(pair.b, 'signal')
  expect(await showPush(scope, device, message(device.member.spaceId))).toBeNull()
  expect(onScreen).toMatchObject(quietly('Amira took it back'))
  // Neutral text stays neutral; and where the log cannot be read, it is shown as it came.
  const failing = { ...device, choices: NOTHING_CHOSEN, logged: () => Promise.reject(new DOMException('gone', 'AbortError')) }
  for (const [of, expected] of [
    [
      { ...device, choices: NOTHING_CHOSEN },
      { title: 'Reminder', silent: true, actions: [{ action: 'open' }] },
    ],
    [failing, { title: 'Reminder', silent: false, actions: [{ action: 'here' }, { action: 'open' }] }],
  ] as const) {
    await device.store.writeCache('push-shown', null)
    const world = workerScope(server.url)
    await showPush(world.scope, of, message(device.member.spaceId))
    expect(world.onScreen).toMatchObject([expected])
  }
})

test.each([true, false])(
  '[PSH23] "I am here" on a device without access opens the app (%s), or brings the notification back, and counts as sent nowhere',
  async opens => {
    await using server = await startTestServer()
    await using pair = await openCouple(server.url)
    const signal = await pair.a.session.sendSignal(lighthouse)
    await untilSignal(pair.a.session, 'sent')
    const device = await closedPhone(pair.b, { api: openApi(server.url, () => false), deviceNow: Date.now })
    const removed = { ...device, member: { ...device.member, device: { ...device.member.device, token: 'A'.repeat(43) } } }
    const { scope, onScreen } = workerScope(server.url)
    const opened: string[] = []
    scope.clients.openWindow = async path => {
      if (!opens) throw new DOMException('not allowed', 'InvalidAccessError')
      opened.push(path)
    }
    await new PushWorker(scope, async () => removed).clicked('here', { id: signal, path: '/' })
    expect([opened, onScreen.map(({ tag }) => tag)]).toEqual(opens ? [['/'], []] : [[], [signal]])
    // The control: with access it is sent, and nothing opens.
    await new PushWorker(scope, async () => device).clicked('here', { id: signal, path: '/' })
    await untilSignal(pair.a.session, 'answered')
    expect(opened).toHaveLength(opens ? 1 : 0)
  },
)

test('[PSH35] a push is shown while the browser changes its subscription and the push service never answers', async () => {
  await using server = await startTestServer()
  await using pair = await openCouple(server.url)
  const api = openApi(server.url, () => false)
  const choices = { ...NOTHING_CHOSEN, wanted: true }
  const device = await closedPhone(pair.b, { api, deviceNow: Date.now, choices })
  const { scope, onScreen } = workerScope(server.url)
  const asked = Promise.withResolvers<void>()
  const manager = { getSubscription: async () => null, subscribe: () => new Promise<never>(() => asked.resolve()) }
  Object.assign(scope.registration, { pushManager: manager })
  const worker = new PushWorker(scope, async () => device)
  void worker.subscriptionChanged()
  await asked.promise
  const message = messageOf(device)
  await worker.pushed(() => message)
  expect(onScreen).toMatchObject([{ tag: message.id, silent: false }])
})

test('[PSH35] neither storage that never answers nor a notification that never comes keeps later pushes for more than five seconds', async () => {
  await using server = await startTestServer()
  await using pair = await openCouple(server.url)
  const device = await closedPhone(pair.b, { api: offline, deviceNow: Date.now })
  const never = () => new Promise<never>(() => {})
  const silent = { value: never }
  const store = Object.create(full(pair.b.store), { readCache: silent, readOutbox: silent, writeCache: silent })
  const stuck: Device = { ...device, logged: never, store }
  const { scope, onScreen } = workerScope(server.url)
  const show = scope.registration.showNotification
  const [first, second, third] = [messageOf(device), messageOf(device), messageOf(device)]
  scope.registration.showNotification = (title, settings) => (settings.tag === second.id ? never() : show(title, settings))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const worker = new PushWorker(scope, async () => stuck)
    for (const message of [first, second, third]) void worker.pushed(() => message)
    await vi.advanceTimersByTimeAsync(4_999)
    expect(onScreen, 'until then storage may still say what is known').toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    await vi.waitUntil(() => onScreen.length === 2)
    expect(onScreen).toMatchObject([first, third].map(({ id }) => ({ tag: id, silent: false })))
  } finally {
    vi.useRealTimers()
  }
})

test('[PSH36] an answer closes the notifications of the signals before it, given there or on another device; later ones, and what asks nothing, stay', async () => {
  await using server = await startTestServer()
  await using pair = await openCouple(server.url)
  const { session } = pair.a
  const sent: EventId[] = []
  for (const word of ['Lighthouse', 'Lighthouse', 'Feather']) sent.push(await session.sendSignal({ ...lighthouse, word }))
  const logged = async () => (await pair.a.store.read()).log.map(({ event }) => event)
  await vi.waitUntil(async () => (await logged()).length === sent.length)
  const events = await logged()
  const device = await closedPhone(pair.b, { api: openApi(server.url, () => false), deviceNow: Date.now })
  const space = device.member.spaceId
  for (const elsewhere of [false, true]) {
    await device.store.writeCache('push-shown', null)
    const { scope, onScreen } = workerScope(server.url)
    const worker = new PushWorker(scope, async () => device)
    const pushed = (event: { id: string; seq: number }) => worker.pushed(() => ({ space, id: event.id, seq: event.seq, event }))
    for (const id of sent) await pushed(events.find(event => event.id === id) ?? fail())
    const [first, second, third] = sent
    expect(onScreen.map(({ tag }) => tag)).toEqual(sent)
    const [, touched] = onScreen
    if (elsewhere) {
      const answer = { ...answerTo(second ?? fail()), seq: 9, at: Date.now(), seat: 'b', deviceId: newEventId() }
      await pushed(answer)
    } else await worker.clicked('here', touched?.data)
    const left = onScreen.map(({ tag }) => tag)
    expect(left).not.toContain(first)
    expect(left).toContain(third)
  }
})

const fail = (): never => {
  throw new Error('it was not sent')
}
