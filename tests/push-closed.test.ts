import { expect, test, vi } from 'vitest'
import { NOTHING_CHOSEN } from '../client/push/choices.ts'
import type { Device } from '../client/push/device.ts'
import { answerFromNotification, sendReceipt } from '../client/push/say.ts'
import { showPush, showUnsent } from '../client/push/show-push.ts'
import { PushWorker } from '../client/push/worker.ts'
import { type Api, openApi } from '../client/sync/api.ts'
import type { LocalStore } from '../client/sync/local.ts'
import { closedPhone, workerScope } from './support/notifications.ts'
import { newEventId, shown } from './support/relay-events.ts'
import { startTestServer } from './support/server.ts'
import { lighthouse, openCouple, untilSignal } from './support/sessions.ts'

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

const offline: Api = { call: async () => ({ ok: false, code: 'offline' }) }

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
