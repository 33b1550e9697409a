import { expect, test, vi } from 'vitest'
import { fastTimers } from './support/fast-timers.ts'
import { startFaultyProxy } from './support/faulty-proxy.ts'
import { movedServer, paused } from './support/moved-server.ts'
import { startRecordingProxy } from './support/recording-proxy.ts'
import { lighthouse, openCouple, openPhone, until, untilOnline, untilSignal } from './support/sessions.ts'

const MINUTE = 60_000

const { clock, server, couple } = movedServer()

test('[SES1] a press is sent, reaches the other phone once it is drawn there, and is answered', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  const id = await a.sendSignal(lighthouse)
  const arrived = await until(b, state => state.signals.find(signal => signal.id === id))
  expect(arrived).toMatchObject({ mine: false, content: { ...lighthouse, from: 'Amira' }, earlier: false, receiptSent: false })
  expect((await untilSignal(a, 'sent')).reached).toBeNull()
  await b.received(id)
  expect(b.state().signals[0]?.receiptSent).toBe(true)
  expect((await untilSignal(a, 'reached')).reached?.device).toBe('Test phone')
  await b.answer(id, 'I am here')
  expect((await untilSignal(a, 'answered')).answer).toMatchObject({ text: 'I am here', from: 'Jonas' })
  await until(b, state => state.unsent === 0 && !state.signals[0]?.answer?.unsent)
})

test('[SES2] a press without a network is shown as waiting at once, and is sent once the network is back', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  a.setOffline(true)
  expect(a.state().connection).toBe('offline')
  const id = await a.sendSignal(lighthouse)
  expect(a.state().signals).toMatchObject([{ id, state: 'waiting', sentAt: null, content: lighthouse }])
  expect(a.state().unsent).toBe(1)
  expect(b.state().signals).toEqual([])
  clock.advance(2 * MINUTE)
  a.setOffline(false)
  const sent = await untilSignal(a, 'sent')
  const arrived = await until(b, state => state.signals.find(signal => signal.id === id))
  expect((sent.sentAt ?? 0) - sent.pressedAt).toBeGreaterThanOrEqual(2 * MINUTE)
  expect(arrived.earlier).toBe(false)
  expect(a.state().unsent).toBe(0)
})

test('[REL28] over a network on which every answer takes six seconds, one connection is lost, and each press is told as sent', async () => {
  const pair = await couple()
  const { store } = pair.a
  await pair[Symbol.asyncDispose]()
  await using proxy = await startFaultyProxy(server.url, [{ kind: 'slow', lagMs: 3_000, chunks: Number.POSITIVE_INFINITY }])
  using _timers = fastTimers()
  await using slow = await openPhone(proxy.url, { store })
  await untilOnline(slow.session)
  let lost = 0
  let before: string = 'online'
  slow.session.subscribe(() => {
    const { connection } = slow.session.state()
    if (before === 'online' && connection !== 'online') lost += 1
    before = connection
  })
  for (let press = 0; press < 3; press++) {
    const id = await slow.session.sendSignal(lighthouse)
    await until(slow.session, state => state.signals.some(signal => signal.id === id && signal.state === 'sent'))
  }
  expect(lost).toBe(1)
})

test('[SES2] a signal older than 30 minutes when it gets there arrives as earlier', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  a.setOffline(true)
  await a.sendSignal(lighthouse)
  clock.advance(31 * MINUTE)
  a.setOffline(false)
  expect((await until(b, state => state.signals[0])).earlier).toBe(true)
})

test('[SES3] what was pressed survives the page: a reload sends it, once and in order', async () => {
  await using pair = await couple()
  const b = pair.b.session
  pair.a.session.setOffline(true)
  const ids = [await pair.a.session.sendSignal(lighthouse), await pair.a.session.sayPhrase('I am here')]
  await pair.a.session.startPause(25)
  await pair.a.session[Symbol.asyncDispose]()
  await using reloaded = await openPhone(server.url, { store: pair.a.store, deviceNow: clock.now })
  expect(reloaded.session.state()).toMatchObject({
    phase: 'paired',
    unsent: 3,
    pause: { unconfirmed: true, state: { kind: 'paused' } },
  })
  await until(reloaded.session, state => state.unsent === 0 && state.connection === 'online')
  await paused(b)
  expect(b.state().signals.map(signal => signal.id)).toEqual([ids[0]])
  const { log } = await pair.b.store.read()
  expect(log.map(({ event }) => event.kind)).toEqual(['signal', 'phrase', 'pause'])
})

test('[SES3] an acknowledgement that was lost on the way changes nothing: it is sent again and stored once', async () => {
  await using proxy = await startRecordingProxy(server.url)
  await using pair = await openCouple(server.url, { b: {}, urlB: proxy.url })
  const [a, b] = [pair.a.session, pair.b.session]
  proxy.swallowAnswers(true)
  const id = await b.sendSignal(lighthouse)
  await until(a, state => state.signals.find(signal => signal.id === id))
  expect(b.state().signals[0]?.state).toBe('waiting')
  proxy.swallowAnswers(false)
  await untilSignal(b, 'sent')
  await untilOnline(b)
  expect((await pair.a.store.read()).log).toHaveLength(1)
  expect(a.state().signals).toHaveLength(1)
})

test('[SES4] start, more time and both returns come to the same pause and reunion on both phones', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  await a.startPause(25)
  const begun = await paused(a)
  expect(await paused(b)).toEqual(begun)
  expect(begun.returnAt % (5 * MINUTE)).toBe(0)
  await b.extendPause(begun.returnAt + 10 * MINUTE)
  const later = await until(a, ({ pause }) => pause.state.kind === 'paused' && pause.state.extended && pause.state)
  expect(
    await until(b, ({ pause }) => !pause.unconfirmed && pause.state.kind === 'paused' && pause.state.extended && pause.state),
  ).toEqual(later)
  clock.advance(21 * MINUTE)
  await a.returnFromPause()
  await until(b, ({ pause }) => pause.state.kind === 'paused' && pause.state.returned.length === 1)
  await b.returnFromPause()
  const reunions = [
    await until(a, state => state.pause.reunion),
    await until(b, ({ pause }) => !pause.unconfirmed && pause.reunion),
  ]
  expect(reunions[0]).toEqual(reunions[1])
  await b.sayPhrase('We are okay')
  expect(await until(a, state => state.pause.phrases[0])).toMatchObject({ from: 'b', text: 'We are okay' })
  await a.endReunion()
  expect(a.state().pause.reunion).toBeNull()
  expect(b.state().pause.reunion).not.toBeNull()
  await a.startPause(25)
  await paused(b)
  expect(b.state().pause).toMatchObject({ reunion: null, phrases: [] })
})

test('[SES4] a pause pressed without a network is shown at once as unconfirmed, and counts from the press', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  a.setOffline(true)
  await a.startPause(25)
  const shown = a.state().pause
  expect(shown).toMatchObject({ unconfirmed: true, state: { kind: 'paused', startedBy: ['a'] } })
  clock.advance(3 * MINUTE)
  a.setOffline(false)
  const confirmed = await paused(a)
  expect(shown.state.kind === 'paused' && Math.abs(shown.state.startedAt - confirmed.startedAt)).toBeLessThan(1_000)
  expect(await paused(b)).toEqual(confirmed)
})

test('[SES7] a receipt is sent once, however often it is asked for, and a reload does not send it again', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  const id = await a.sendSignal(lighthouse)
  await until(b, state => state.signals[0])
  await Promise.all([b.received(id), b.received(id), b.received(id)])
  await untilSignal(a, 'reached')
  await until(b, state => state.unsent === 0)
  await b[Symbol.asyncDispose]()
  await using reloaded = await openPhone(server.url, { store: pair.b.store, deviceNow: clock.now })
  expect(reloaded.session.state().signals[0]).toMatchObject({ receiptSent: true })
  await untilOnline(reloaded.session)
  await reloaded.session.received(id)
  expect(reloaded.session.state().unsent).toBe(0)
  const { log } = await pair.a.store.read()
  expect(log.filter(({ event }) => event.kind === 'received')).toHaveLength(1)
})

test('[SES2] a session opened as offline reaches nobody until it is let', async () => {
  await using pair = await couple()
  await pair.a.session[Symbol.asyncDispose]()
  await using proxy = await startRecordingProxy(server.url)
  await using a = await openPhone(proxy.url, { store: pair.a.store, deviceNow: clock.now, offline: true })
  await a.session.sendSignal(lighthouse)
  expect(await a.session.makeInvite()).toEqual({ ok: false, code: 'offline' })
  expect(a.session.state().connection).toBe('offline')
  expect(proxy.passed()).toEqual([])
  a.session.setOffline(false)
  await untilSignal(a.session, 'sent')
})

test('[SES8] the state is one value until something changes, and listeners are told once for all that changes in a turn', async () => {
  await using pair = await couple()
  const { session } = pair.a
  expect(session.state()).toBe(session.state())
  const before = session.state()
  let told = 0
  session.subscribe(() => {
    told += 1
  })
  session.setOffline(true)
  session.dismissRefusal()
  expect(session.state()).not.toBe(before)
  expect(told).toBe(0)
  await Promise.resolve()
  expect(told).toBe(1)
})

test('[SES9] a countdown is the same on two phones whose own clocks are an hour apart', async () => {
  await using pair = await openCouple(server.url, {
    a: { deviceNow: () => clock.now() - 60 * MINUTE },
    b: { deviceNow: () => clock.now() + 17 * MINUTE },
  })
  expect(Math.abs(pair.a.session.now() - pair.b.session.now())).toBeLessThan(1_000)
  expect(Math.abs(pair.a.session.now() - clock.now())).toBeLessThan(1_000)
  await pair.a.session.startPause(25)
  const state = await paused(pair.b.session)
  expect(Math.abs(state.startedAt - clock.now())).toBeLessThan(2_000)
})

test('[SES13] a pause past its 24 hours and an invite past its end are shown so without a word from the server', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    await using pair = await couple()
    const a = pair.a.session
    a.setOffline(true)
    await a.startPause(25)
    expect(a.state().pause.state.kind).toBe('paused')
    clock.advance(24 * 60 * MINUTE + 1)
    expect(a.state().pause.state.kind).toBe('paused')
    vi.advanceTimersByTime(MINUTE)
    expect(a.state().pause.state.kind).toBe('none')
  } finally {
    vi.useRealTimers()
  }
})
