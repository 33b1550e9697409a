import { afterAll, beforeAll, expect, test } from 'vitest'
import { MAX_DEVICES_PER_SEAT, MAX_NEW_DEVICES, NEW_DEVICES_MS } from '../shared/spaces.ts'
import { dump, rowsWith } from './support/dump.ts'
import { ask, createPair, type Pair, post, recoverDevice } from './support/http.ts'
import { subscriptionAt } from './support/push-desk.ts'
import { type PushedServer, pushedServer, subscribe } from './support/pushed-server.ts'
import { connectClient } from './support/relay-client.ts'
import { shown } from './support/relay-events.ts'
import { startTestServer } from './support/server.ts'

let pushed: PushedServer
let pair: Pair
beforeAll(async () => {
  pushed = await pushedServer()
  pair = await createPair(pushed.url)
})
afterAll(() => pushed[Symbol.asyncDispose]())

const put = (body: unknown, token = pair.a.token) => ask(pushed.url, '/api/push', { method: 'PUT', token, body })
const remove = (token: string) => ask(pushed.url, '/api/push', { method: 'DELETE', token })
const endpointOf = async (token: string) => (await ask(pushed.url, '/api/push', { token })).body.endpoint

test('[PSH1] a device says where it is pushed to, sees it, replaces it and ends it; others have no part in it', async () => {
  const { url, service } = pushed
  const { a, b } = await createPair(url)
  expect(await endpointOf(a.token)).toBeNull()
  await subscribe(pushed, a.token, 'first')
  await subscribe(pushed, b.token, 'of-b')
  expect(await endpointOf(a.token)).toBe(`${service.url}/to/first`)
  await subscribe(pushed, a.token, 'second')
  await subscribe(pushed, a.token, 'second')
  expect(await endpointOf(a.token)).toBe(`${service.url}/to/second`)
  expect(rowsWith(dump(pushed.file), '/to/first')).toEqual([])
  expect((await remove(a.token)).body).toEqual({ ok: true })
  expect((await remove(a.token)).body).toEqual({ ok: true })
  expect(await endpointOf(a.token)).toBeNull()
  expect(await endpointOf(b.token)).toBe(`${service.url}/to/of-b`)
})

test('[PSH1] an endpoint belongs to the device that named it last, since a browser has one', async () => {
  const { a } = await createPair(pushed.url)
  const later = await createPair(pushed.url)
  await subscribe(pushed, a.token, 'shared')
  await subscribe(pushed, later.a.token, 'shared')
  expect(await endpointOf(a.token)).toBeNull()
  expect(await endpointOf(later.a.token)).toBe(`${pushed.service.url}/to/shared`)
})

test('[PSH1] it goes with the device: when its seat is undone, its sample ends, or a newer device takes its place', async () => {
  let later = 0
  await using pushed = await pushedServer({ now: () => Date.now() + later })
  const { url } = pushed
  const undone = await createPair(url)
  await subscribe(pushed, undone.b.token, 'undone')
  const sample = await createPair(url, true)
  await subscribe(pushed, sample.a.token, 'sample')
  const full = await createPair(url)
  await subscribe(pushed, full.b.token, 'oldest')
  const left = () => ['/to/undone', '/to/sample', '/to/oldest'].filter(name => rowsWith(dump(pushed.file), name).length > 0)
  expect(left()).toEqual(['/to/undone', '/to/sample', '/to/oldest'])
  await ask(url, '/api/space/joiner', { method: 'DELETE', token: undone.a.token })
  await ask(url, '/api/space', { method: 'DELETE', token: sample.b.token })
  expect(left()).toEqual(['/to/oldest'])
  for (let at = 0; at < MAX_DEVICES_PER_SEAT; at++) {
    later += NEW_DEVICES_MS / MAX_NEW_DEVICES
    await recoverDevice(url, full, 'b')
  }
  expect(left()).toEqual([])
})

test('[PSH1] what waited for a subscription goes with it', async () => {
  const { url, service } = pushed
  const couple = await createPair(url)
  service.answers.set('waits', { status: 503, headers: { 'Retry-After': '600' } })
  await subscribe(pushed, couple.b.token, 'waits')
  await using a = await connectClient(url, couple.a)
  await a.send(shown())
  await service.until(() => service.delivered.some(one => one.to === 'waits'))
  expect(rowsWith(dump(pushed.file), couple.b.deviceId).some(row => row.startsWith('pushes:'))).toBe(true)
  await remove(couple.b.token)
  expect(rowsWith(dump(pushed.file), couple.b.deviceId).filter(row => row.startsWith('push'))).toEqual([])
})

const good = subscriptionAt('https://push.example/to/someone')

test('[PSH2] what is no subscription is refused naming the field, and changes nothing', async () => {
  const offCurve = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]).toString('base64url')
  const cases: [unknown, string][] = [
    [{ ...good, endpoint: 'http://push.example/to/someone' }, 'endpoint'],
    [{ ...good, endpoint: 'push.example' }, 'endpoint'],
    [{ ...good, endpoint: 'https://someone:secret@push.example/' }, 'endpoint'],
    [{ ...good, endpoint: 'https://push.example/#fragment' }, 'endpoint'],
    [{ ...good, endpoint: 'https://push.example/a b' }, 'endpoint'],
    [{ ...good, endpoint: 'https:///nowhere' }, 'endpoint'],
    [{ ...good, endpoint: `https://push.example/${'x'.repeat(1_024)}` }, 'endpoint'],
    [{ ...good, endpoint: 'file:///etc/passwd' }, 'endpoint'],
    [{ ...good, p256dh: offCurve }, 'p256dh'],
    [{ ...good, p256dh: Buffer.alloc(65).toString('base64url') }, 'p256dh'],
    [{ ...good, p256dh: good.p256dh.slice(0, -1) }, 'p256dh'],
    [{ ...good, auth: `${good.auth}A` }, 'auth'],
    [{ ...good, auth: undefined }, 'auth'],
    [{ ...good, expirationTime: null }, 'expirationTime'],
  ]
  const before = dump(pushed.file)
  for (const [body, detail] of cases) {
    const answer = await put(body)
    expect({ status: answer.status, ...answer.body }, JSON.stringify(body)).toEqual({
      status: 400,
      ok: false,
      code: 'bad-request',
      detail,
    })
  }
  for (const token of ['', 'x'.repeat(43)]) expect((await put(good, token)).status).toBe(401)
  expect(dump(pushed.file)).toEqual(before)
  expect((await put(good)).body).toEqual({ ok: true })
})

test('[PSH6] a server that is not tested takes no endpoint on this machine, in a private network, by number or at another port', async () => {
  await using plain = await startTestServer()
  const { a } = await createPair(plain.url)
  const refused = async (endpoint: string) =>
    (await ask(plain.url, '/api/push', { method: 'PUT', token: a.token, body: { ...good, endpoint } })).body.code ?? 'taken'
  const bad = [
    'https://127.0.0.1/to/x',
    'https://127.0.0.1:8443/to/x',
    'https://0x7f.1/to/x',
    'https://2130706433/to/x',
    'https://localhost/to/x',
    'https://10.0.0.1/to/x',
    'https://8.8.8.8/to/x',
    'https://[::1]/to/x',
    'https://[::ffff:127.0.0.1]/to/x',
    'https://[2606:4700::1]/to/x',
    'https://push.example:8443/to/x',
    'https://push.example:22/to/x',
    'https://router/to/x',
    'https://router./to/x',
  ]
  for (const endpoint of bad) expect(await refused(endpoint), endpoint).toBe('bad-request')
  for (const endpoint of ['https://push.example/to/x', 'https://push.example:443/to/x', 'https://push.example?to=x'])
    expect(await refused(endpoint), endpoint).toBe('taken')
})

test('[PSH2] a device that changes its subscription over and over is told to wait', async () => {
  const { a, b } = await createPair(pushed.url)
  let last = 200
  for (let at = 0; at < 130 && last === 200; at++)
    last = (await put(subscriptionAt(`https://push.example/${at}`), a.token)).status
  expect(last).toBe(429)
  expect((await post(pushed.url, '/api/events', shown(), a.token)).status).toBe(200)
  expect((await put(subscriptionAt('https://push.example/b'), b.token)).status).toBe(200)
})
