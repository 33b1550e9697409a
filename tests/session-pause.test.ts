import { expect, test } from 'vitest'
import { wholeMinute } from '../client/features/pause/moment.ts'
import { ServerClock } from '../client/sync/clock.ts'
import { LogFeed } from '../client/sync/log-feed.ts'
import { SpaceLog } from '../client/sync/space-log.ts'
import { PAUSE_LIMITS } from '../shared/pause.ts'
import { deviceOf, eventId, LOG_BEGINS } from './support/log.ts'
import { movedServer } from './support/moved-server.ts'
import { lighthouse, newStore, openPhone, succeed, until } from './support/sessions.ts'

const MINUTE_MS = 60_000
const { clock, server, couple } = movedServer()

test('[SCP15] a pause is on the other phone once that showed its return time, and anew for a later time; one who came back had it', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  const namedOn = (phone: typeof a, mine: boolean) => until(phone, ({ pause }) => pause.named?.mine === mine && pause.named)
  const show = async (): Promise<void> => b.received((await namedOn(b, false)).id)
  a.setOffline(true)
  await a.startPause(25)
  expect(a.state().pause).toMatchObject({ unconfirmed: true, named: { mine: true, reached: false } })
  a.setOffline(false)
  const { returnAt } = await until(a, ({ pause }) => !pause.unconfirmed && pause.state.kind === 'paused' && pause.state)
  await namedOn(b, false)
  expect(a.state().pause.named).toMatchObject({ mine: true, reached: false })
  await show()
  const first = await until(a, ({ pause }) => pause.named?.reached && pause.named)

  await a.extendPause(returnAt + 20 * MINUTE_MS)
  expect(a.state().pause.named).toMatchObject({ mine: true, reached: false })
  expect(a.state().pause.named?.id).not.toBe(first.id)
  await until(b, ({ pause }) => pause.named && pause.named.id !== first.id)
  await show()
  await until(a, ({ pause }) => pause.named?.reached)

  await a.extendPause(returnAt + 40 * MINUTE_MS)
  await until(b, ({ pause }) => pause.state.kind === 'paused' && pause.state.returnAt === returnAt + 40 * MINUTE_MS)
  clock.advance(21 * MINUTE_MS)
  expect(a.state().pause.named?.reached).toBe(false)
  await b.returnFromPause()
  await until(a, ({ pause }) => pause.named?.reached)
  expect(b.state()).toMatchObject({ refusal: null, pause: { named: { mine: false } } })
})

test('[SCP16] nothing starts another while one is known to run, and two starts that met are told as that on both phones', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  b.setOffline(true)
  await a.startPause(25)
  const first = await until(a, ({ pause }) => !pause.unconfirmed && pause.state.kind === 'paused' && pause.state)
  clock.advance(6 * MINUTE_MS)
  await a.startPause(25)
  expect(a.state()).toMatchObject({ unsent: 0, pause: { state: first, named: { joined: false } } })
  await b.startPause(25)
  b.setOffline(false)
  for (const phone of [a, b]) {
    const { state, named } = await until(phone, ({ pause }) => pause.named?.joined && pause)
    expect(named?.mine).toBe(phone === b)
    expect(state.kind === 'paused' && state.returnAt).toBeGreaterThan(first.returnAt)
  }
  await a.extendPause(first.returnAt + 60 * MINUTE_MS)
  for (const phone of [a, b]) await until(phone, ({ pause }) => pause.named?.joined === false)
})

test('[SES18] a pause long over is never shown as running on a phone that comes late, one that runs is', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  const words = (await b.recoveryWords()) ?? []
  const pausesOn = (phone: typeof a) => {
    const seen = new Set<string>()
    return { seen, stop: phone.subscribe(() => seen.add(phone.state().pause.state.kind)) }
  }
  b.setOffline(true)
  await a.startPause(25)
  await until(a, ({ unsent }) => unsent === 0)
  await a.cancelPause()
  await until(a, ({ unsent, pause }) => unsent === 0 && pause.takenBackAt)
  await using fresh = await openPhone(server.url, { deviceNow: clock.now })
  const looks = [pausesOn(b), pausesOn(fresh.session)]
  b.setOffline(false)
  await succeed(fresh.session.recover(words.join(' ')))
  for (const phone of [b, fresh.session])
    await until(phone, ({ pause, connection }) => pause.takenBackAt && connection === 'online')
  for (const { seen, stop } of looks) {
    stop()
    expect([...seen]).toEqual(['none'])
  }
  b.setOffline(true)
  await a.startPause(25)
  await until(a, ({ unsent }) => unsent === 0)
  b.setOffline(false)
  await until(b, ({ pause }) => pause.state.kind === 'paused')
})

test('[SCP10] a return cleared by a later time is known as that until one is back again', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  await a.startPause(25)
  const { returnAt } = await until(b, ({ pause }) => pause.state.kind === 'paused' && pause.state)
  clock.advance(21 * MINUTE_MS)
  await a.returnFromPause()
  await until(b, ({ pause }) => pause.state.kind === 'paused' && pause.state.returned.length === 1)
  expect(a.state().pause.askedAgain).toBe(false)
  await b.extendPause(returnAt + 20 * MINUTE_MS)
  await until(a, ({ pause }) => pause.askedAgain)
  expect(b.state().pause.askedAgain).toBe(false)
  await a.returnFromPause()
  expect(a.state().pause).toMatchObject({ askedAgain: false, state: { kind: 'paused', returned: [{ seat: 'a' }] } })
})

test('[SCP11] a reunion and its words are not played again on a device recovered since, nor hours later', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  const words = (await b.recoveryWords()) ?? []
  await a.startPause(25)
  await until(b, ({ pause }) => pause.state.kind === 'paused')
  clock.advance(21 * MINUTE_MS)
  await a.returnFromPause()
  await b.returnFromPause()
  await until(a, ({ pause }) => pause.reunion)
  await a.sayPhrase('We are okay')
  const said = await until(b, ({ pause }) => pause.phrases[0])
  clock.advance(1_000)
  await using fresh = await openPhone(server.url, { deviceNow: clock.now })
  await succeed(fresh.session.recover(words.join(' ')))
  const shown = new Set<unknown>()
  const stop = fresh.session.subscribe(() => {
    const { reunion, phrases } = fresh.session.state().pause
    if (reunion || phrases.length > 0) shown.add([reunion, phrases])
  })
  // A signal behind the phrase in the log: once it is here, the phrase is too.
  const signal = await a.sendSignal({ clauseId: 'clause-1', word: 'Anchor', emoji: '⚓', gesture: '', meaning: '', helps: '' })
  await until(fresh.session, state => state.signals.some(({ id }) => id === signal) && state.devices.some(one => one.thisOne))
  stop()
  expect(shown).toEqual(new Set())
  expect(said.text).toBe('We are okay')

  clock.advance(121 * MINUTE_MS)
  b.setOffline(true)
  await until(b, ({ pause }) => pause.reunion === null)
})

test('[SCP12] a phrase is sent, then on the other phone, each once it is a fact', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  await a.startPause(25)
  await until(b, ({ pause }) => pause.state.kind === 'paused')
  clock.advance(21 * MINUTE_MS)
  await a.returnFromPause()
  await b.returnFromPause()
  await until(a, ({ pause }) => pause.reunion)
  a.setOffline(true)
  await a.sayPhrase('I am here')
  expect(a.state().pause.phrases).toMatchObject([{ text: 'I am here', state: 'waiting' }])
  a.setOffline(false)
  await until(a, ({ pause }) => pause.phrases[0]?.state === 'sent')
  const said = await until(b, ({ pause }) => pause.phrases[0])
  await b.received(said.id)
  await until(a, ({ pause }) => pause.phrases[0]?.state === 'reached')
})

test('[SCP13] the time told is never before the instant, and less than a minute after it', () => {
  const minute = Date.UTC(2026, 2, 3, 8, 41)
  expect(wholeMinute(minute)).toBe(minute)
  expect(wholeMinute(minute + 1)).toBe(minute + MINUTE_MS)
  expect(wholeMinute(minute + 59_999)).toBe(minute + MINUTE_MS)
})

test('[SES18] entries of a beginning connection wait for one another, however far apart they come; live ones do not', async () => {
  const log = new SpaceLog([], PAUSE_LIMITS)
  const seen: string[] = []
  const source = { since: async (seq: number) => ({ ok: true as const, events: [], head: seq }) }
  using feed = new LogFeed(log, source, { store: newStore(), clock: new ServerClock(() => LOG_BEGINS) }, () => {
    seen.push(log.folded.pause.kind)
  })
  const step = (seq: number, kind: 'start' | 'cancel') => {
    const from = { seat: 'a', deviceId: deviceOf('a', 1), heldMs: 0 }
    const step = kind === 'start' ? { kind, minutes: 25 } : { kind }
    return { id: eventId(seq), kind: 'pause', seq, at: LOG_BEGINS + seq, ...from, step }
  }
  expect(feed.begin()).toBe(0)
  feed.told(step(1, 'start'))
  await feed.reach(1)
  feed.told(step(2, 'cancel'))
  expect(seen).toEqual([])
  await feed.caughtUp(2, PAUSE_LIMITS)
  expect(seen).toEqual(['none'])
  feed.told(step(3, 'start'))
  expect(seen).toEqual(['none', 'paused'])
})

test.each(['online', 'online, opened anew', 'offline', 'offline, opened anew'])(
  '[SCS53] a pause given as the answer and taken back takes the answer with it, and the signal asks again: %s',
  async way => {
    await using pair = await couple()
    const [a, first] = [pair.a.session, pair.b.session]
    const id = await a.sendSignal(lighthouse)
    await until(first, ({ signals }) => signals[0])
    first.setOffline(way.startsWith('offline'))
    await first.answer(id, 'Pause.')
    await first.startPause(25)
    expect(first.state().signals).toMatchObject([{ id, answer: { text: 'Pause.' } }])
    if (way.startsWith('online')) await until(a, ({ pause, signals }) => pause.state.kind === 'paused' && signals[0]?.answer)
    const isAnew = way.endsWith('anew')
    if (isAnew) await first[Symbol.asyncDispose]()
    await using again = isAnew ? await openPhone(server.url, { store: pair.b.store, deviceNow: clock.now, offline: true }) : null
    const b = again?.session ?? first
    await until(b, ({ pause }) => pause.state.kind === 'paused')
    if (way === 'online, opened anew') b.setOffline(false)
    await b.cancelPause()
    b.setOffline(false)
    await Promise.all([a, b].map(one => until(one, ({ pause, unsent }) => pause.state.kind === 'none' && unsent === 0)))
    for (const one of [a, b]) expect(one.state().signals).toMatchObject([{ id, answer: null }])
    await b.answer(id, 'I am here')
    await until(a, ({ signals }) => signals[0]?.answer?.text === 'I am here')
  },
)
