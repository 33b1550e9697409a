import { expect, test } from 'vitest'
import { NOON } from './support/couple-at-noon.ts'
import { dump } from './support/dump.ts'
import { ask, createPair, type PairedSeat, post, recoverDevice } from './support/http.ts'
import { ownedClock } from './support/owned-clock.ts'
import { connectClient } from './support/relay-client.ts'
import { about, answerTo, largest, newEventId, pauseStep, shown, startPause } from './support/relay-events.ts'
import { startTestServer } from './support/server.ts'

const MINUTE = 60_000
const send = (url: string, who: PairedSeat, event: unknown) => post(url, '/api/events', event, who.token)

test('[PSH12] an event sent over HTTP is stored and told like one of the relay, under the same id only once', async () => {
  await using server = await startTestServer()
  const { url } = server
  const { a, b } = await createPair(url)
  await using phone = await connectClient(url, a)
  await using ownTab = await connectClient(url, b)
  const signal = shown()
  await phone.send(signal)
  const receipt = about('received', signal.id)
  const answer = answerTo(signal.id)
  expect(await send(url, b, receipt)).toMatchObject({ status: 200, body: { ok: true, seq: 2, at: expect.any(Number) } })
  const first = await send(url, b, answer)
  expect(first.body).toEqual({ ok: true, seq: 3, at: expect.any(Number) })
  await phone.until(() => phone.events.length === 2)
  await ownTab.until(() => ownTab.events.length === 3)
  expect(phone.events).toMatchObject([
    { ...receipt, seq: 2, seat: 'b', deviceId: b.deviceId },
    { ...answer, seq: 3, seat: 'b', deviceId: b.deviceId },
  ])
  expect((await send(url, b, { ...answer, heldMs: 9 })).body).toEqual(first.body)
  expect(await ownTab.send(answer)).toEqual(first.body)
  expect((await send(url, b, { ...answer, about: newEventId() })).body).toEqual({ ok: false, code: 'id-reused' })
  const { events } = (await phone.since(0)) as { events: unknown[] }
  expect(events).toHaveLength(3)
})

test('[PSH12] what the relay refuses is refused over HTTP, with its status, and changes nothing', async () => {
  await using server = await startTestServer()
  const { url } = server
  const { a, b } = await createPair(url)
  const elsewhere = await createPair(url)
  const signal = shown()
  await send(url, a, signal)
  await send(url, elsewhere.a, shown())
  const before = dump(server.file)
  const cases: [PairedSeat | { token: string }, unknown, number, object][] = [
    [a, about('received', signal.id), 403, { code: 'not-yours' }],
    [elsewhere.b, answerTo(signal.id), 404, { code: 'unknown-event' }],
    [b, pauseStep({ kind: 'return' }), 409, { code: 'no-pause' }],
    [b, { ...shown(), kind: 'pause-due' }, 400, { code: 'bad-request', detail: 'kind' }],
    [b, { ...shown(), seat: 'a' }, 400, { code: 'bad-request', detail: 'seat' }],
    [b, { ...largest(), sealed: 'A'.repeat(8_193) }, 400, { code: 'bad-request', detail: 'sealed' }],
    [b, { ...startPause(0) }, 400, { code: 'bad-request', detail: 'step.minutes' }],
    [{ token: 'x'.repeat(43) }, shown(), 401, { code: 'wrong-token' }],
  ]
  for (const [who, event, status, refusal] of cases)
    expect(await post(url, '/api/events', event, who.token), JSON.stringify(refusal)).toMatchObject({
      status,
      body: { ok: false, ...refusal },
    })
  expect((await post(url, '/api/events', shown())).body.code).toBe('no-token')
  const foreign = { Origin: 'https://elsewhere.example' }
  const fromElsewhere = await ask(url, '/api/events', { method: 'POST', token: a.token, body: shown(), headers: foreign })
  expect(fromElsewhere.body.code).toBe('foreign-origin')
  expect(dump(server.file)).toEqual(before)
})

test('[PSH12] a device that may send no more over one may not over the other', async () => {
  await using server = await startTestServer()
  const { url } = server
  const { a, b } = await createPair(url)
  await using phone = await connectClient(url, a)
  const answers = await Promise.all(Array.from({ length: 2_001 }, () => phone.send({ nonsense: true })))
  expect(answers.some(answer => !answer.ok && answer.code === 'too-many')).toBe(true)
  expect((await send(url, a, shown())).body).toMatchObject({ code: 'too-many', retryAfterMs: expect.any(Number) })
  expect((await send(url, b, shown())).status).toBe(200)
})

test('[PSH12] a press held without a network counts from then, as over the relay, and no further back than the device was heard', async () => {
  const clock = ownedClock(NOON)
  await using server = await startTestServer({ ...clock })
  const { url } = server
  const pair = await createPair(url)
  const { a, b } = pair
  const steps = async () => {
    await using phone = await connectClient(url, b)
    return phone.events.map(event => ('heldMs' in event ? event.heldMs : null))
  }
  clock.advance(10 * MINUTE)
  // Heard from when it was made, ten minutes ago: of an hour that it claims, ten minutes count.
  await send(url, a, startPause(25, 60 * MINUTE))
  await send(url, a, pauseStep({ kind: 'cancel' }, 10 * MINUTE - 5_000))
  expect(await steps()).toEqual([10 * MINUTE, 10 * MINUTE - 5_000])
  clock.advance(MINUTE)
  await send(url, a, startPause(25, 60 * MINUTE))
  expect((await steps()).at(-1)).toBe(MINUTE)
  // A device with an open connection was in reach all the time.
  const tablet = await recoverDevice(url, pair, 'a')
  clock.advance(5 * MINUTE)
  await using open = await connectClient(url, tablet)
  clock.advance(40_000)
  await open.since(0)
  await send(url, tablet, pauseStep({ kind: 'extend', until: NOON + 90 * MINUTE }, 5 * MINUTE))
  expect((await steps()).at(-1)).toBe(0)
})
