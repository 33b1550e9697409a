import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sealing, sealing } from '../client/keys/envelope.ts'
import type { Session, SessionState } from '../client/sync/session.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { type Couple, lighthouse, movedClock, openCouple, openPhone, until, untilOnline } from './support/sessions.ts'

const DAY = 86_400_000
const SIGNALS = 90
const PHRASES = 90
const QUESTIONS = 730

let server: TestServer
const clock = movedClock()
beforeAll(async () => {
  server = await startTestServer({ now: clock.now })
})
afterAll(() => server[Symbol.asyncDispose]())

/** The real sealing, with how often each context was opened. */
const countingSealing = (): { how: Sealing; opened: Map<string, number> } => {
  const opened = new Map<string, number>()
  const open: Sealing['open'] = (keyring, context, envelope) => {
    opened.set(context, (opened.get(context) ?? 0) + 1)
    return sealing.open(keyring, context, envelope)
  }
  return { how: { ...sealing, open }, opened }
}

/** How often each signal was opened. */
const signalOpenings = (opened: Map<string, number>): number[] =>
  [...opened].flatMap(([context, times]) => (context.includes('signal') ? [times] : []))

const sent = (session: Session) => until(session, state => state.unsent === 0)

/** Signals, each taken back, phrases and questions: a thousand events that the other phone, offline, knows nothing of. */
const pileUp = async ({ a }: Couple): Promise<void> => {
  const ids = await Promise.all(Array.from({ length: SIGNALS }, () => a.session.sendSignal(lighthouse)))
  await sent(a.session)
  await Promise.all(ids.map(id => a.session.takeBack(id)))
  await Promise.all(Array.from({ length: PHRASES }, (_, at) => a.session.sayPhrase(`Phrase ${at}`)))
  await Promise.all(Array.from({ length: QUESTIONS }, () => a.session.pressAgreement('question', () => ({}))))
  await sent(a.session)
}

test('[SES14] [SES15] a thousand missed events are told in few parts, and each signal is opened once', {
  timeout: 60_000,
}, async () => {
  const counted = countingSealing()
  await using pair = await openCouple(server.url, {
    a: { deviceNow: clock.now },
    b: { deviceNow: clock.now, sealing: counted.how },
  })
  const [a, b] = [pair.a.session, pair.b.session]
  b.setOffline(true)
  await pileUp(pair)

  let told = 0
  b.subscribe(() => {
    told += 1
    b.state()
  })
  const from = performance.now()
  b.setOffline(false)
  await until(b, state => state.signals.length === SIGNALS && state.signals.every(signal => signal.takenBack))
  await until(b, state => state.connection === 'online' && state.pause.phrases.length === PHRASES)
  // At most sixteen at once and ten a second; one for each event it was before.
  expect(told).toBeLessThanOrEqual(17 + (performance.now() - from) / 100)
  expect(signalOpenings(counted.opened)).toEqual(Array.from({ length: SIGNALS }, () => 1))

  const before = b.state().signals
  const id = await a.sendSignal(lighthouse)
  const after = await until(b, state => state.signals.some(signal => signal.id === id) && state.signals)
  expect(after.slice(0, SIGNALS).every((signal, at) => signal === before[at])).toBe(true)
  expect(after).toHaveLength(SIGNALS + 1)

  clock.advance(8 * DAY)
  const fresh = countingSealing()
  await b[Symbol.asyncDispose]()
  await using reloaded = await openPhone(server.url, { store: pair.b.store, deviceNow: clock.now, sealing: fresh.how })
  await untilOnline(reloaded.session)
  await a.sendSignal(lighthouse)
  await until(reloaded.session, state => state.signals.length === 1)
  expect(signalOpenings(fresh.opened)).toEqual([1])
})

test('[SES14] a hundred and fifty presses at once are told in few parts on both phones, and none is lost', {
  timeout: 60_000,
}, async () => {
  await using pair = await openCouple(server.url)
  const sessions = [pair.a.session, pair.b.session]
  const told = sessions.map(() => 0)
  sessions.forEach((session, at) => {
    session.subscribe(() => {
      told[at] = (told[at] ?? 0) + 1
    })
  })
  const from = performance.now()
  const presses = Array.from({ length: 75 }, () => [pair.a.session.sendSignal(lighthouse), pair.a.session.sendRepair('Again')])
  await Promise.all(presses.flat())
  const isThere = ({ signals, repairs, unsent }: SessionState) => signals.length === 75 && repairs.length === 75 && unsent === 0
  await Promise.all(sessions.map(session => until(session, isThere)))
  for (const times of told) expect(times).toBeLessThanOrEqual(17 + (performance.now() - from) / 100)
})

test('[SES14] a listener that throws keeps nothing from the others, and its fault shows', async () => {
  await using pair = await openCouple(server.url)
  const [a, b] = [pair.a.session, pair.b.session]
  const others = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  const fault = new Promise(resolve => process.once('uncaughtException', resolve))
  try {
    const stop = b.subscribe(() => {
      stop()
      throw new Error('a broken listener')
    })
    const arrived = until(b, state => state.signals[0])
    await a.sendSignal(lighthouse)
    expect((await arrived).content.word).toBe('Lighthouse')
    expect(await fault).toMatchObject({ message: 'a broken listener' })
  } finally {
    process.removeAllListeners('uncaughtException')
    for (const listener of others) process.on('uncaughtException', listener)
  }
})
