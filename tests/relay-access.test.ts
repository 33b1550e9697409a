import { expect, test } from 'vitest'
import WebSocket from 'ws'
import type { Store } from '../server/storage/store.ts'
import type { Refusal } from '../shared/errors.ts'
import { RELAY_PATH } from '../shared/relay.ts'
import { relaySocketUrl } from './support/raw-relay.ts'
import { type ConnectOptions, connectClient, openClient } from './support/relay-client.ts'
import { shown } from './support/relay-events.ts'
import { addCouple, type Couple, startRelay } from './support/relay-server.ts'

/** Every row that a refused stranger must not touch. */
const everything = (store: Store) =>
  store.read(async tx => ({
    spaces: await tx.selectFrom('spaces').selectAll().execute(),
    devices: await tx.selectFrom('devices').selectAll().execute(),
    events: await tx.selectFrom('events').selectAll().execute(),
    jobs: await tx.selectFrom('jobs').selectAll().execute(),
  }))

const removeDevice = (store: Store, deviceId: string) =>
  store.write(tx => tx.deleteFrom('devices').where('device_id', '=', deviceId).execute())

const guessed = 'A'.repeat(43)
const handshakes: [string, (couple: Couple, other: Couple) => Record<string, unknown>, Partial<Refusal>][] = [
  ['an older protocol', ({ a }) => ({ protocol: 0, ...a, since: 0 }), { code: 'old-protocol' }],
  ['a newer protocol with fields of its own', () => ({ protocol: 2, key: 1 }), { code: 'old-protocol' }],
  ['no protocol', ({ a }) => ({ ...a, since: 0 }), { code: 'bad-request', detail: 'protocol' }],
  ['no token', ({ a }) => ({ protocol: 1, deviceId: a.deviceId, since: 0 }), { code: 'no-token' }],
  ['a guessed token', ({ a }) => ({ protocol: 1, ...a, token: guessed, since: 0 }), { code: 'wrong-token' }],
  ['a token of no length', ({ a }) => ({ protocol: 1, ...a, token: '', since: 0 }), { code: 'bad-request', detail: 'token' }],
  ['the partner’s token', ({ a, b }) => ({ protocol: 1, deviceId: a.deviceId, token: b.token, since: 0 }), { code: 'not-yours' }],
  ['another couple’s token', ({ a }, { b }) => ({ protocol: 1, ...a, token: b.token, since: 0 }), { code: 'not-yours' }],
  ['a since below nothing', ({ a }) => ({ protocol: 1, ...a, since: -1 }), { code: 'bad-request', detail: 'since' }],
  ['an unknown field', ({ a }) => ({ protocol: 1, ...a, since: 0, seat: 'b' }), { code: 'bad-request', detail: 'handshake' }],
]

test.each(handshakes)(
  '[REL9] a handshake with %s is refused with its own code, and changes nothing',
  async (_, auth, refusal) => {
    await using server = await startRelay()
    const couple = await addCouple(server.store)
    const other = await addCouple(server.store)
    const before = await everything(server.store)
    await using client = openClient(server.url, couple.a, { auth: auth(couple, other) })
    await client.until(() => client.refusal !== null)
    expect(client.refusal).toEqual({ ok: false, ...refusal })
    expect(await everything(server.store)).toEqual(before)
    expect(server.log.join()).not.toContain(couple.a.token)
  },
)

test('[REL9] a foreign Origin is refused before any handshake, and so is anything but a websocket', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  const before = await everything(server.store)
  const options: ConnectOptions = { origin: 'https://elsewhere.example' }
  await using client = openClient(server.url, couple.a, options)
  await client.until(() => client.unreachable)
  const { promise, resolve } = Promise.withResolvers<string>()
  const socket = new WebSocket(relaySocketUrl(server.url), { origin: 'null' })
  socket.on('error', () => undefined)
  socket.on('unexpected-response', (_, response) => response.on('data', body => resolve(String(body))))
  expect(await promise).toContain('foreign-origin')
  socket.terminate()
  const polling = await fetch(`${server.url}${RELAY_PATH}/?EIO=4&transport=polling`)
  expect(polling.status).toBe(400)
  expect(await everything(server.store)).toEqual(before)
  await using own = await connectClient(server.url, couple.a, { origin: server.url })
  expect(own.caughtUp).toHaveLength(1)
})

test('[REL10] when access ends the device’s sockets are told and closed at once; the other seat’s stay', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  await using b = await connectClient(server.url, couple.b)
  await using tab = await connectClient(server.url, couple.b)
  server.fanout.publish(couple.spaceId, { kind: 'access-ended', devices: [couple.b.deviceId], code: 'access-ended' })
  for (const client of [b, tab]) await client.until(() => client.ended === 'access-ended' && !client.socket.connected)
  expect((await a.send(shown())).ok).toBe(true)
  expect([...b.events, ...tab.events]).toEqual([])
  expect(a.ended).toBeNull()
})

test('[REL10] a space that changed is told to its own sockets only', async () => {
  await using server = await startRelay()
  const [couple, other] = [await addCouple(server.store), await addCouple(server.store)]
  await using a = await connectClient(server.url, couple.a)
  await using stranger = await connectClient(server.url, other.a)
  server.fanout.publish(couple.spaceId, { kind: 'space-changed' })
  await a.until(() => a.spaceChanges === 1)
  await stranger.since(0)
  expect(stranger.spaceChanges).toBe(0)
})

test('[REL10] a device whose end nobody announced is refused at its next call, which changes nothing', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  await using b = await connectClient(server.url, couple.b)
  await removeDevice(server.store, couple.a.deviceId)
  await removeDevice(server.store, couple.b.deviceId)
  const before = await everything(server.store)
  expect(await a.send(shown())).toEqual({ ok: false, code: 'wrong-token' })
  expect(await b.since(0)).toEqual({ ok: false, code: 'wrong-token' })
  for (const client of [a, b]) await client.until(() => client.ended === 'wrong-token' && !client.socket.connected)
  expect(await everything(server.store)).toEqual(before)
})

test('[REL10] a device removed between its handshake and its catch-up is told nothing of the log', async () => {
  let removal: (() => Promise<unknown>) | undefined
  const removeAfterFirstRead = (store: Store): Store => ({
    write: work => store.write(work),
    read: async work => {
      const value = await store.read(work)
      const remove = removal
      removal = undefined
      await remove?.()
      return value
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  })
  await using server = await startRelay({ wrap: removeAfterFirstRead })
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  await a.send(shown())
  removal = () => removeDevice(server.store, couple.b.deviceId)
  await using b = openClient(server.url, couple.b)
  await b.until(() => b.ended !== null && !b.socket.connected)
  expect(b.events).toEqual([])
})
