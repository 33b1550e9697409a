import { expect, test } from 'vitest'
import type { OutgoingEvent } from '../shared/events.ts'
import { PUSH_MESSAGE_BYTES, type PushMessage } from '../shared/push.ts'
import { MINUTE, NOON } from './support/couple-at-noon.ts'
import { ask, createPair, type Pair, post, recoverDevice } from './support/http.ts'
import { ownedClock } from './support/owned-clock.ts'
import { readVapid } from './support/push-sealing.ts'
import { type PushedServer, pushedServer, subscribe } from './support/pushed-server.ts'
import { connectClient } from './support/relay-client.ts'
import { answerTo, largest, pauseStep, shown, startPause } from './support/relay-events.ts'

const settings = (url: string, token: string) => ask(url, '/api/push', { token })
const names = ({ service }: PushedServer) => service.delivered.map(one => one.to)

test('[PSH4] a signal is pushed to every device of the other seat, also to those that are connected', async () => {
  await using pushed = await pushedServer()
  const { url, service } = pushed
  const pair = await createPair(url)
  const second = await recoverDevice(url, pair, 'b')
  await subscribe(pushed, pair.a.token, 'a')
  await subscribe(pushed, pair.b.token, 'b1')
  await subscribe(pushed, second.token, 'b2')
  await using a = await connectClient(url, pair.a)
  await using b = await connectClient(url, pair.b)
  const signal = shown()
  expect(await a.send(signal)).toMatchObject({ ok: true, seq: 1 })
  await service.until(() => service.delivered.length === 2)
  expect(names(pushed).sort()).toEqual(['b1', 'b2'])
  await b.send(answerTo(signal.id))
  await service.until(() => service.delivered.length === 3)
  expect(names(pushed).at(-1)).toBe('a')
})

test('[PSH4] at the return time both are pushed, and ten minutes later who is missing alone', async () => {
  const clock = ownedClock(NOON)
  await using pushed = await pushedServer({ ...clock })
  const { url, service } = pushed
  const { a, b } = await createPair(url)
  await subscribe(pushed, a.token, 'a')
  await subscribe(pushed, b.token, 'b')
  const send = (token: string, event: OutgoingEvent) => post(url, '/api/events', event, token)
  await send(a.token, startPause(25))
  await service.until(() => service.delivered.length === 1)
  clock.advance(25 * MINUTE)
  await service.until(() => service.delivered.length === 3)
  await send(a.token, pauseStep({ kind: 'return' }))
  clock.advance(10 * MINUTE)
  await service.until(() => service.delivered.length === 4)
  const kinds = service.delivered.map(
    ({ to, message }) => `${to} ${stepOf(message)} ${((message.returnAt ?? 0) - NOON) / MINUTE}`,
  )
  expect(kinds.slice(1, 3).sort()).toEqual(['a call-back 25', 'b call-back 25'])
  expect([kinds[0], kinds[3]]).toEqual(['b start 25', 'b ask-missing 25'])
})

const stepOf = ({ event }: PushMessage): unknown =>
  event && 'step' in event && event.step !== null && typeof event.step === 'object' && 'kind' in event.step && event.step.kind

test('[PSH5] a push is sealed for that browser alone, signed by the server, urgent, kept half an hour, and says all of the event', async () => {
  await using pushed = await pushedServer()
  const { url, service } = pushed
  const pair = await createPair(url)
  await subscribe(pushed, pair.b.token, 'b')
  const { vapidKey } = (await settings(url, pair.b.token)).body
  await using a = await connectClient(url, pair.a)
  const signal = shown()
  const stored = await a.send(signal)
  if (!stored.ok) throw new Error(stored.code)
  await service.until(() => service.delivered.length === 1)
  const [first] = service.delivered
  if (!first) throw new Error('nothing was delivered')
  const { headers, message, body, text } = first
  expect(message).toEqual({
    space: pair.spaceId,
    id: signal.id,
    seq: 1,
    event: { ...signal, seq: 1, at: stored.at, seat: 'a', deviceId: pair.a.deviceId },
  })
  expect(headers).toMatchObject({ urgency: 'high', 'content-encoding': 'aes128gcm', topic: expect.stringMatching(/^[\w-]{32}$/) })
  expect(Number(headers['ttl'])).toBeGreaterThan(1_790)
  expect(Number(headers['ttl'])).toBeLessThanOrEqual(1_800)
  const { publicKey, claims } = readVapid(headers.authorization)
  expect(publicKey).toBe(vapidKey)
  expect(claims.aud).toBe(service.url)
  expect(claims.exp * 1000).toBeGreaterThan(Date.now())
  expect(claims.exp * 1000).toBeLessThanOrEqual(Date.now() + 86_400_000)
  expect(claims.sub).toMatch(/^(mailto:|https:)/)
  // All that the push service sees.
  const outside = `${JSON.stringify(headers)} ${body.toString('latin1')}`
  for (const inside of ['signal', signal.id, pair.spaceId, pair.a.deviceId, pair.b.deviceId, signal.sealed.slice(0, 40)])
    expect({ outside: outside.includes(inside), inside: text.includes(inside) }).toEqual({
      outside: false,
      inside: inside !== pair.b.deviceId,
    })
})

test('[PSH5] every message has the same length and no topic is another’s; over 3 KB all but its words is in it', async () => {
  await using pushed = await pushedServer()
  const { url, service } = pushed
  const pair = await createPair(url)
  await subscribe(pushed, pair.b.token, 'b1')
  await subscribe(pushed, (await recoverDevice(url, pair, 'b')).token, 'b2')
  await using a = await connectClient(url, pair.a)
  const big = largest()
  const all = [shown(), startPause(25), pauseStep({ kind: 'cancel' }), shown('phrase'), big]
  for (const event of all) await a.send(event)
  await service.until(() => service.delivered.length === 2 * all.length)
  expect(new Set(service.delivered.map(({ body }) => body.length)).size).toBe(1)
  expect(new Set(service.delivered.map(({ text }) => text.length))).toEqual(new Set([PUSH_MESSAGE_BYTES]))
  expect(new Set(service.delivered.map(({ headers }) => headers.topic)).size).toBe(2 * all.length)
  const last = service.delivered.find(({ message }) => message.id === big.id)?.message
  expect(last).toEqual({
    space: pair.spaceId,
    id: big.id,
    seq: 5,
    wordless: { id: big.id, kind: 'signal', seq: 5, at: expect.any(Number), heldMs: 0, seat: 'a', deviceId: pair.a.deviceId },
  })
})

test('[PSH5] a step of a pause brings the return time that holds, and none once no pause runs', async () => {
  await using pushed = await pushedServer()
  const { url, service } = pushed
  const pair = await createPair(url)
  await subscribe(pushed, pair.b.token, 'b')
  await using a = await connectClient(url, pair.a)
  const stored = await a.send(startPause(25))
  await service.until(() => service.delivered.length === 1)
  await a.send(pauseStep({ kind: 'cancel' }))
  await service.until(() => service.delivered.length === 2)
  const [started, cancelled] = service.delivered.map(({ message }) => message.returnAt)
  const at = stored.ok ? stored.at : 0
  expect(started).toBe(Math.ceil((at + 25 * 60_000) / 300_000) * 300_000)
  expect(cancelled).toBeNull()
})

test('[PSH5] sealed for one browser, a push stays closed to another', async () => {
  await using pushed = await pushedServer()
  const { url, service } = pushed
  const pair = await createPair(url)
  const { auth } = service.subscription('other')
  const own = service.subscription('b')
  await ask(url, '/api/push', { method: 'PUT', token: pair.b.token, body: { ...own, auth } })
  await using a = await connectClient(url, pair.a)
  await a.send(shown())
  await service.until(() => service.unopened.length === 1)
  expect(service.delivered).toEqual([])
})

test('[PSH3] the keys by which push services know the server stay over restarts, and are another server’s own', async () => {
  const key = async (server: { url: string }, pair: Pair) => (await settings(server.url, pair.a.token)).body.vapidKey
  await using pushed = await pushedServer()
  const pair = await createPair(pushed.url)
  const first = await key(pushed, pair)
  expect(Buffer.from(first, 'base64url')).toHaveLength(65)
  await pushed.restart()
  expect(await key(pushed, pair)).toBe(first)
  await using other = await pushedServer()
  expect(await key(other, await createPair(other.url))).not.toBe(first)
})

test('[PSH13] the partner hears at once whether a seat can be reached while its app is closed, and nothing more', async () => {
  await using pushed = await pushedServer()
  const { url } = pushed
  const pair = await createPair(url)
  const second = await recoverDevice(url, pair, 'b')
  await using a = await connectClient(url, pair.a)
  const reach = async () => {
    const { seats } = (await ask(url, '/api/space', { token: pair.a.token })).body
    expect(JSON.stringify(seats)).not.toContain('/to/')
    return seats.map((seat: { push: boolean }) => seat.push)
  }
  const changesTo = async (changes: number, expected: boolean[]) => {
    await a.until(() => a.spaceChanges === changes)
    expect(await reach()).toEqual(expected)
  }
  expect(await reach()).toEqual([false, false])
  await subscribe(pushed, pair.b.token, 'b1')
  await changesTo(1, [false, true])
  // None of this is for the partner to know: a further device, one that goes, and the same said again, as at every opening of the app.
  await subscribe(pushed, second.token, 'b2')
  await subscribe(pushed, pair.b.token, 'b1')
  await ask(url, '/api/push', { method: 'DELETE', token: second.token })
  pushed.service.answers.set('b1', { status: 410 })
  await a.send(shown())
  await changesTo(2, [false, false])
  await subscribe(pushed, second.token, 'b2')
  await changesTo(3, [false, true])
  await ask(url, '/api/push', { method: 'DELETE', token: second.token })
  await changesTo(4, [false, false])
})
