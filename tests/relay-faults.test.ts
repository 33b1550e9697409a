import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ASKED, answersTo, deafDevice } from './support/deaf-device.ts'
import { openRaw } from './support/raw-relay.ts'
import { connectClient, type RelayClient } from './support/relay-client.ts'
import { about, largest, newEventId, pauseStep, sealedBytes, shown } from './support/relay-events.ts'
import { addCouple, addDevice, startRelay } from './support/relay-server.ts'
import { seed } from './support/seed.ts'

const bad = (detail: string) => ({ ok: false, code: 'bad-request', detail })
const WORD = 'lighthouse'

const badEvents: [string, () => unknown, string][] = [
  ['nothing', () => null, 'event'],
  ['a word', () => WORD, 'event'],
  ['an unknown kind', () => ({ ...shown(), kind: WORD }), 'kind'],
  ['the server’s own kind', () => ({ id: newEventId(), kind: 'pause-due', heldMs: 0, step: { kind: 'end' } }), 'kind'],
  ['an id that is none', () => ({ ...shown(), id: WORD }), 'id'],
  ['words in the clear', () => ({ ...shown(), sealed: WORD }), 'sealed'],
  ['too much sealed', () => ({ ...shown(), sealed: sealedBytes(6200) }), 'sealed'],
  ['a negative age', () => shown('signal', -1), 'heldMs'],
  ['a broken age', () => ({ ...shown(), heldMs: 0.5 }), 'heldMs'],
  ['an unknown field', () => ({ ...shown(), word: WORD }), 'event'],
  ['a field of another kind', () => ({ ...shown(), about: newEventId() }), 'event'],
  ['no about', () => ({ id: newEventId(), kind: 'received', heldMs: 0 }), 'about'],
  ['an about that is no id', () => ({ ...about('received', newEventId()), about: { WORD } }), 'about'],
  ['a pause of no minutes', () => pauseStep({ kind: 'start', minutes: 0 }), 'step.minutes'],
  ['a pause of two days', () => pauseStep({ kind: 'start', minutes: 2880 }), 'step.minutes'],
  ['a due step from a seat', () => ({ id: newEventId(), kind: 'pause', heldMs: 0, step: { kind: 'call-back' } }), 'step.kind'],
]

test.each(badEvents)('[REL11] %s is refused, naming the field and not its value', async (_, event, field) => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  expect(await a.send(event())).toEqual(bad(field))
  expect(await a.since(0)).toEqual({ ok: true, events: [], head: 0 })
  expect(server.log.join()).not.toContain(WORD)
})

test('[REL11] a since that is no number, a call nobody knows, and too many arguments are refused', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  for (const seq of [-1, 1.5, '1', null, {}, [1], Number.MAX_VALUE]) expect(await a.since(seq)).toEqual(bad('seq'))
  const call = (...sent: unknown[]) =>
    new Promise(resolve => (a.socket as { emit: (...sent: unknown[]) => void }).emit(...sent, resolve))
  expect(await call('erase', 1)).toEqual(bad('call'))
  expect(await call('error', 1)).toEqual(bad('call'))
  expect(await call('__proto__', 1)).toEqual(bad('call'))
  expect(await call('send', shown(), shown())).toEqual(bad('arguments'))
  expect(await call('send')).toEqual(bad('arguments'))
  expect((await a.send(shown())).ok).toBe(true)
})

test('[REL11] whatever is sent, the answer is a refusal, and another couple works on', async () => {
  await using server = await startRelay()
  const [couple, others] = [await addCouple(server.store), await addCouple(server.store)]
  await using a = await connectClient(server.url, couple.a)
  await using x = await connectClient(server.url, others.a)
  await using y = await connectClient(server.url, others.b)
  const nearly = fc
    .tuple(
      fc.constantFrom(shown(), about('take-back', newEventId()), pauseStep({ kind: 'return' })),
      fc.dictionary(fc.string(), fc.jsonValue()),
    )
    .map(([event, more]) => ({ ...event, ...more, extra: 1 }))
  let told = 0
  const property = fc.asyncProperty(fc.oneof(fc.jsonValue(), nearly), async event => {
    const [refusal, answer] = await Promise.all([a.send(event), x.send(shown())])
    expect(refusal).toMatchObject({ ok: false, code: 'bad-request' })
    expect(!refusal.ok && refusal.detail).toMatch(/^(event|id|kind|heldMs|sealed|about|step(\.\w+)?)$/)
    expect(answer.ok).toBe(true)
    told += 1
  })
  await fc.assert(property, { seed, numRuns: 200 })
  await y.until(() => y.events.length === told)
  expect(await a.since(0)).toEqual({ ok: true, events: [], head: 0 })
})

test('[REL12] a call that nobody could be answered closes its socket and stores nothing', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  const calls: ((client: RelayClient) => void)[] = [
    ({ socket }) => socket.emit('send', shown(), undefined as never),
    ({ socket }) => (socket as { emit: (...sent: unknown[]) => void }).emit('send', shown()),
    ({ socket }) => (socket as { emit: (...sent: unknown[]) => void }).emit('since'),
    ({ socket }) => (socket as { emit: (...sent: unknown[]) => void }).emit('erase', 'everything'),
  ]
  for (const call of calls) {
    await using client = await connectClient(server.url, couple.a)
    call(client)
    await client.until(() => !client.socket.connected)
  }
  await using b = await connectClient(server.url, couple.b)
  expect(b.caughtUp[0]?.head).toBe(0)
})

test('[REL13] random bytes and broken frames close at most their own connection; another couple notices nothing', async () => {
  await using server = await startRelay()
  const [couple, others] = [await addCouple(server.store), await addCouple(server.store)]
  await using x = await connectClient(server.url, others.a)
  await using y = await connectClient(server.url, others.b)
  const broken = fc.constantFrom(
    '42',
    '42["send"',
    '42["send",{},{}]',
    '421["send"]',
    '40{"protocol":1}',
    '40/admin,',
    '43[1]',
    '431["x"]',
    '44{"message":"x"}',
    '451-["send",{"_placeholder":true,"num":0}]',
    '459999999-["send"]',
    '42["newListener",1]',
    '4299999999999999999999["since",0]',
    '3probe',
    '2',
    '1',
    '6',
    '',
  )
  const frame = fc.oneof(
    broken,
    fc.string(),
    fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)),
  )
  let count = 0
  const property = fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 6 }), fc.boolean(), async (frames, introduced) => {
    await using raw = await openRaw(server.url)
    if (introduced) await raw.introduce(couple.a)
    for (const data of frames) raw.socket.send(data)
    expect((await x.send(shown())).ok).toBe(true)
    count += 1
  })
  await fc.assert(property, { seed, numRuns: 150 })
  await y.until(() => y.events.length === count)
  await using b = await connectClient(server.url, couple.b)
  expect(b.caughtUp[0]?.head).toBe(0)
  expect(server.log.filter(line => line.includes('"level":50'))).toEqual([])
})

test('[REL13] a frame over 32 KB, and bytes where none belong, close the connection', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  const frames = [`42["send","${'x'.repeat(33_000)}"]`, Buffer.alloc(33_000), Buffer.from([4, 1, 2, 3]), '459999999-["send"]']
  for (const frame of frames) {
    await using raw = await openRaw(server.url)
    await raw.introduce(couple.a)
    raw.socket.send(frame)
    expect(await raw.closed).toBeGreaterThan(1000)
  }
})

test('[REL13] a connection that introduces itself again and again is closed', async () => {
  await using server = await startRelay()
  await using raw = await openRaw(server.url)
  for (let i = 0; i < 11; i++) raw.socket.send('40{"protocol":1}')
  await raw.closed
  expect(raw.frames.filter(frame => frame.startsWith('44')).length).toBeLessThanOrEqual(10)
})

test('[REL14] over 2,000 sends in ten seconds a device is told how long to wait; its partner is not held up', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  await using b = await connectClient(server.url, couple.b)
  const event = shown()
  const answers = await Promise.all(Array.from({ length: 2_001 }, () => a.send(event)))
  expect(answers.slice(0, 2_000).every(answer => answer.ok)).toBe(true)
  const last = answers.at(-1)
  expect(last).toMatchObject({ ok: false, code: 'too-many' })
  expect(last && !last.ok && last.retryAfterMs).toBeGreaterThan(0)
  expect(last && !last.ok && last.retryAfterMs).toBeLessThanOrEqual(10_000)
  expect((await b.send(shown())).ok).toBe(true)
})

test('[REL16] a device that reads nothing is let go, the others are not, and it catches up when it is back', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  const devices = await Promise.all([1, 2, 3, 4].map(() => addDevice(server.store, couple.spaceId, 'a')))
  const senders = await Promise.all(devices.map(device => connectClient(server.url, device)))
  await using reading = await connectClient(server.url, couple.a)
  await using stuck = await openRaw(server.url)
  await stuck.introduce(couple.b)
  stuck.socket.pause()
  const isLetGo = () => server.log.some(line => line.includes('reads too slowly'))
  let sent = 0
  for (let i = 0; !isLetGo() && i < 150; i++) {
    const sender = senders[i % 4]
    const answers = await Promise.all(Array.from({ length: 50 }, () => sender?.send(largest())))
    sent += answers.filter(answer => answer?.ok).length
  }
  expect(isLetGo()).toBe(true)
  stuck.socket.resume()
  // As by a failing network, 1006: what it had not read is held no longer. A closing of manners would say 1005, at its end.
  expect(await stuck.closed).toBe(1006)
  await reading.until(() => reading.events.length === sent)
  expect(reading.socket.connected).toBe(true)
  await using back = await connectClient(server.url, couple.b)
  expect(back.events.map(event => event.seq)).toEqual(Array.from({ length: sent }, (_, i) => i + 1))
  for (const sender of senders) await sender[Symbol.asyncDispose]()
})

test('[REL16] pages are made only as fast as they are read, so that asking for many fills nothing', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  await using deaf = await deafDevice(server.url, couple)
  deaf.socket.resume()
  await deaf.until(() => answersTo(deaf) === ASKED)
  expect(server.log.filter(line => line.includes('reads too slowly'))).toEqual([])
})

test('[REL27] both ends are told of a ping that fails within 20 seconds', async () => {
  await using server = await startRelay()
  await using raw = await openRaw(server.url)
  const { pingInterval, pingTimeout } = JSON.parse(raw.frames[0]?.slice(1) ?? '')
  expect(pingInterval).toBeGreaterThan(0)
  expect(pingInterval + pingTimeout).toBeLessThanOrEqual(20_000)
})
