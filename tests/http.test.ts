import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addressKey, LIMITS } from '../server/limits.ts'
import { originCheck } from '../server/transport/origin.ts'
import { dump } from './support/dump.ts'
import { type Answer, ask, createPair, newCreator, newInvite, type Pair, post, random32 } from './support/http.ts'
import { rawRequest } from './support/raw-request.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
let url: string
let pair: Pair

beforeAll(async () => {
  server = await startTestServer()
  url = server.url
  pair = await createPair(url)
})
afterAll(() => server[Symbol.asyncDispose]())

const refusal = ({ status, body }: Answer) => ({ status, ...body })

test('[HTP1] under /api everything is answered in JSON: unknown paths and methods, broken JSON, other types of body', async () => {
  const broken = (body: string, headers: Record<string, string> = {}) =>
    ask(url, '/api/spaces', { method: 'POST', body, headers }).then(refusal)
  const bad = { status: 400, ok: false, code: 'bad-request' }
  expect(refusal(await ask(url, '/api/nothing'))).toEqual({ status: 404, ok: false, code: 'not-found' })
  expect(refusal(await ask(url, '/api'))).toEqual({ status: 404, ok: false, code: 'not-found' })
  expect(refusal(await ask(url, '/api/spaces', { method: 'DELETE' }))).toEqual({ status: 404, ok: false, code: 'not-found' })
  expect(await broken('{"spaceId": ')).toEqual({ ...bad, detail: 'body' })
  expect(await broken('"text"')).toEqual({ ...bad, detail: 'body' })
  expect(await broken('[]')).toEqual({ ...bad, detail: 'body' })
  expect(await broken('{}')).toEqual({ ...bad, detail: 'spaceId' })
  expect(await broken('{}', { 'Content-Type': 'text/plain' })).toEqual({ ...bad, detail: 'body' })
  expect(await broken('{}', { 'Content-Encoding': 'gzip' })).toEqual({ ...bad, detail: 'body' })
  expect(await broken('{}', { 'Content-Type': 'application/json; charset=nonsense' })).toEqual({ ...bad, detail: 'body' })
  expect(refusal(await ask(url, '/api/%E0%A4%A'))).toMatchObject({ code: 'not-found' })
  expect(refusal(await ask(url, '/api/invites/%E0%A4%A', { method: 'DELETE', token: pair.a.token }))).toEqual({
    ...bad,
    detail: 'body',
  })
})

test('[HTP2] a field that is missing, wrong or not foreseen is named, its value never repeated, and nothing changes', async () => {
  const { request } = newCreator()
  const cases: [object, string][] = [
    [{ ...request, spaceId: 'Lighthouse' }, 'spaceId'],
    [{ ...request, sample: 'Lighthouse' }, 'sample'],
    [{ ...request, seatKeys: { sign: request.seatKeys.sign } }, 'seatKeys.receive'],
    [{ ...request, device: { ...request.device, certificate: 'Lighthouse' } }, 'device.certificate'],
    [{ ...request, profile: 'Lighthouse' }, 'profile'],
    [{ ...request, keyBox: 'A'.repeat(8_193) }, 'keyBox'],
    [{ ...request, extra: 'Lighthouse' }, 'extra'],
    [{ ...request, 'Light house': 1 }, 'body'],
  ]
  const before = dump(server.file)
  for (const [body, detail] of cases) {
    const answer = await post(url, '/api/spaces', body)
    expect(refusal(answer)).toEqual({ status: 400, ok: false, code: 'bad-request', detail })
    expect(JSON.stringify(answer.body)).not.toContain('Lighthouse')
  }
  const invite = { ...newInvite(), lifetimeMs: 86_400_001 }
  expect((await post(url, '/api/invites', invite, pair.a.token)).body).toMatchObject({ detail: 'lifetimeMs' })
  expect(dump(server.file)).toEqual(before)
})

test('[HTP3] a body over 64 KB is refused as too-large', async () => {
  const answer = await ask(url, '/api/spaces', { method: 'POST', body: `"${'x'.repeat(66_000)}"` })
  expect(refusal(answer)).toEqual({ status: 413, ok: false, code: 'too-large' })
  const fits = await ask(url, '/api/spaces', { method: 'POST', body: `"${'x'.repeat(60_000)}"` })
  expect(fits.status).toBe(400)
})

test('[HTP4] a page of another origin changes nothing; reading, and requests of no page, are not hindered', async () => {
  const { host } = new URL(url)
  const from = (Origin: string, method = 'POST') =>
    ask(url, '/api/spaces', { method, headers: { Origin }, ...(method === 'POST' && { body: newCreator().request }) })
  const before = dump(server.file)
  for (const origin of ['https://elsewhere.example', 'null', `http://${host}.elsewhere.example`, 'http://127.0.0.1:1', 'file://'])
    expect(refusal(await from(origin)), origin).toEqual({ status: 403, ok: false, code: 'foreign-origin' })
  expect(dump(server.file)).toEqual(before)
  expect((await from(`http://${host}`)).status).toBe(200)
  const read = await ask(url, '/api/space', { token: pair.a.token, headers: { Origin: 'https://elsewhere.example' } })
  expect(read.status).toBe(200)
  expect(read.headers.get('access-control-allow-origin')).toBeNull()
})

test('[HTP4] with a configured origin only that one changes anything, whatever host was asked', async () => {
  await using configured = await startTestServer({ env: { HOLDFAST_ORIGIN: 'https://holdfast.example' } })
  const from = (Origin: string) =>
    ask(configured.url, '/api/spaces', { method: 'POST', body: newCreator().request, headers: { Origin } })
  expect((await from(configured.url)).body.code).toBe('foreign-origin')
  expect((await from('http://holdfast.example')).body.code).toBe('foreign-origin')
  expect((await from('https://holdfast.example')).status).toBe(200)
  const own = originCheck(null)
  expect(own('https://holdfast.example', 'holdfast.example:443')).toBe(true)
  expect(own('https://holdfast.example:8443', 'holdfast.example')).toBe(false)
  expect(own('http://[::1]:8787', '[::1]:8787')).toBe(true)
  expect([own('http://x', undefined), own('', 'x'), own('x', 'x'), own('http://', '')]).toEqual([false, false, false, false])
})

test('[HTP5] whoever asks too often is told how long to wait; others are not; nothing of it is done', async () => {
  const once = { points: 3, seconds: 60 }
  await using limited = await startTestServer({ limits: { ...LIMITS, creation: once, reading: { points: 20, seconds: 60 } } })
  const create = (from: string) =>
    ask(limited.url, '/api/spaces', { method: 'POST', body: newCreator().request, headers: { 'X-Forwarded-For': from } })
  for (let at = 0; at < 3; at++) expect((await create('192.0.2.1')).status).toBe(200)
  const before = dump(limited.file)
  const refused = await create('192.0.2.1')
  expect(refused.body).toEqual({ ok: false, code: 'too-many', retryAfterMs: expect.any(Number) })
  expect(refused.status).toBe(429)
  expect(refused.body.retryAfterMs).toBeGreaterThan(50_000)
  expect(refused.headers.get('retry-after')).toBe(String(Math.ceil(refused.body.retryAfterMs / 1000)))
  expect(dump(limited.file)).toEqual(before)
  expect((await create('192.0.2.2')).status).toBe(200)
  // A household's addresses count as one.
  for (let at = 1; at <= 3; at++) expect((await create(`2001:db8::${at}`)).status).toBe(200)
  expect((await create('2001:db8::4')).status).toBe(429)

  const couple = await createPair(limited.url)
  const view = (token: string) => ask(limited.url, '/api/space', { token })
  let status = 200
  while (status === 200) status = (await view(couple.a.token)).status
  expect(status).toBe(429)
  expect((await view(couple.b.token)).status).toBe(200)
})

test('[HTP5] an address counts as itself in IPv4, as its /64 in IPv6', () => {
  expect(addressKey('::ffff:192.0.2.7')).toBe('192.0.2.7')
  expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2')
  expect(addressKey('2001:db8::1')).toBe(addressKey('2001:db8::ffff:1'))
  expect(addressKey('::1')).toBe('0:0:0:0')
})

test('[HTP8] whatever is sent, the server answers or closes, changes nothing, and goes on', async () => {
  const before = dump(server.file)
  const paths = [
    '/api/spaces',
    '/api/invites/look',
    '/api/invites/redeem',
    '/api/recover',
    '/api/recover/look',
    '/api/space/seat',
  ]
  const body = fc.oneof(
    fc.json(),
    fc.string(),
    fc.anything().map(value => JSON.stringify(value) ?? ''),
  )
  const method = fc.constantFrom('POST', 'PUT', 'DELETE', 'PATCH')
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), method, body, fc.boolean(), async (path, verb, text, known) => {
      const answer = await ask(url, path, { method: verb, body: text, ...(known && { token: pair.a.token }) })
      // Nothing to change is a sound request.
      const empty = verb === 'PUT' && known && /^(\{\s*\})?$/.test(text.trim()) && !/^\s+$/.test(text)
      if (!empty)
        expect(answer.body).toMatchObject({ ok: false, code: expect.stringMatching(/^(bad-request|not-found|no-token)$/) })
    }),
    { numRuns: 150 },
  )
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async bytes => {
      await rawRequest(server.port, bytes)
      await rawRequest(server.port, Buffer.concat([Buffer.from('POST /api/spaces HTTP/1.1\r\nHost: x\r\n'), bytes]))
    }),
    { numRuns: 60 },
  )
  expect((await ask(url, '/readyz')).status).toBe(200)
  expect(dump(server.file)).toEqual(before)
})

test('[HTP8] socket requests that nobody serves are answered and closed at once', async () => {
  const upgrade = (path: string) =>
    rawRequest(
      server.port,
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: ${random32()}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    )
  const began = performance.now()
  for (const path of ['/', '/api/space', '/elsewhere?x=1', '/relayed']) expect(await upgrade(path)).toMatch(/^HTTP\/1\.1 404 /)
  expect(performance.now() - began).toBeLessThan(3_000)
})

test('[HTP10] a fault nobody foresaw is answered, logged by its place alone, and the next request is served', async () => {
  const logLines: string[] = []
  let broken = false
  const now = () => {
    if (broken) throw new Error('Lighthouse')
    return Date.now()
  }
  await using faulty = await startTestServer({ now, logLines })
  const { request } = newCreator()
  broken = true
  const answer = await post(faulty.url, '/api/spaces', request)
  broken = false
  expect(refusal(answer)).toEqual({ status: 503, ok: false, code: 'not-stored' })
  const fault = logLines.find(line => line.includes('failed unexpectedly'))
  expect(fault).toContain('http.test.ts')
  expect(logLines.join('')).not.toContain('Lighthouse')
  expect((await post(faulty.url, '/api/spaces', request)).status).toBe(200)
})
