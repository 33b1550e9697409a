import { expect, test, vi } from 'vitest'
import { NOTHING_CHOSEN } from '../client/push/choices.ts'
import { showPush } from '../client/push/show-push.ts'
import { PushWorker } from '../client/push/worker.ts'
import { type Api, openApi } from '../client/sync/api.ts'
import type { EventId } from '../shared/ids.ts'
import { closedPhone, workerScope } from './support/notifications.ts'
import { answerTo, newEventId } from './support/relay-events.ts'
import { startTestServer } from './support/server.ts'
import { lighthouse, openCouple, type Phone, until, untilSignal } from './support/sessions.ts'

const offline: Api = { call: async () => ({ ok: false, code: 'offline' }) }

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
