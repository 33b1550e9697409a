import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerToTell, waitingRepairs } from '../client/features/repair/repairs.ts'
import { takenBackToTell } from '../client/features/signal/incoming.ts'
import { lastAnswered } from '../client/sync/own-signals.ts'
import { makeMove, takeMove } from '../client/sync/push-move.ts'
import type { Session } from '../client/sync/session.ts'
import { waitingSignals } from '../client/sync/waiting-signals.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { type Couple, lighthouse, movedClock, newStore, openCouple, openPhone, succeed, until } from './support/sessions.ts'
import { none } from './support/signal-views.ts'

const MINUTE_MS = 60_000
const clock = movedClock()
let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ now: clock.now })
})
afterAll(() => server[Symbol.asyncDispose]())

/** What a device tells by itself, where nothing was put away on it. */
const toldOn = (session: Session) => {
  const { signals, repairs, pause } = session.state()
  return {
    answer: lastAnswered(signals, none, session.now())?.answer?.text ?? null,
    repair: answerToTell(repairs, none, session.now())?.answer?.text ?? null,
    takenBack: takenBackToTell(signals, none)?.id ?? null,
    reunion: pause.reunion !== null,
    phrases: pause.phrases.map(({ text }) => text),
  }
}
const NOTHING = { answer: null, repair: null, takenBack: null, reunion: false, phrases: [] }

/** All that is told on b, and over: answered, taken back, both back. */
const tellAll = async ({ a: { session: a }, b: { session: b } }: Couple): Promise<void> => {
  await a.startPause(25)
  await until(b, ({ pause }) => pause.state.kind === 'paused')
  clock.advance(21 * MINUTE_MS)
  await a.returnFromPause()
  await b.returnFromPause()
  await until(b, ({ pause }) => pause.reunion)
  await a.sayPhrase('We are okay')
  await a.answer(await b.sendSignal(lighthouse), 'Here.')
  await a.answer(await b.sendRepair('Sorry'), 'Thank you')
  const back = await a.sendSignal(lighthouse)
  await until(b, ({ signals }) => signals.some(({ id }) => id === back))
  await b.received(back)
  await a.takeBack(back)
  await until(b, state => state.signals.some(({ id, takenBack, receiptSent }) => id === back && takenBack && receiptSent))
  await until(b, ({ repairs, signals }) => repairs.some(({ answer }) => answer) && signals.some(({ answer }) => answer))
  await until(b, ({ pause }) => pause.phrases.length > 0)
}

/** b again, in an empty browser: by its words or by a move link. */
const comeIn = async (way: 'words' | 'move link', { b }: Couple, words: string[]) => {
  const store = newStore()
  if (way === 'move link') {
    const move = await makeMove(b.store, server.url, clock.now())
    expect(await takeMove(store, move?.link ?? '', move?.code ?? '', clock.now())).toBe('moved')
  }
  const phone = await openPhone(server.url, { store, deviceNow: clock.now })
  if (way === 'words') await succeed(phone.session.recover(words.join(' ')))
  return phone
}

for (const way of ['words', 'move link'] as const) {
  test(`[PAI20] [SCP11] what was over is not told on a device that came in since by ${way}, at no moment; what asks is there, and what comes is told`, async () => {
    await using pair = await openCouple(server.url, { a: { deviceNow: clock.now }, b: { deviceNow: clock.now } })
    const a = pair.a.session
    const words = (await pair.b.session.recoveryWords()) ?? []
    await tellAll(pair)
    const { takenBack, ...told } = toldOn(pair.b.session)
    expect(told).toEqual({ answer: 'Here.', repair: 'Thank you', reunion: true, phrases: ['We are okay'] })
    expect(takenBack).not.toBeNull()
    const mine = await pair.b.session.sendSignal({ ...lighthouse, word: 'Anchor' })
    await until(a, ({ signals }) => signals.some(({ id }) => id === mine))
    clock.advance(1_000)

    await using fresh = await comeIn(way, pair, words)
    const { session } = fresh
    const seen = new Set<string>()
    const look = () => seen.add(JSON.stringify(toldOn(session)))
    const stop = session.subscribe(look)
    look()
    await until(session, state => state.signals.some(({ id }) => id === mine) && state.devices.some(one => one.thisOne))
    stop()
    expect([...seen].map(one => JSON.parse(one))).toEqual([NOTHING])

    // It came in while this waited for its answer: that is news here, and so is what asks.
    const asks = await a.sendSignal(lighthouse)
    const repair = await a.sendRepair('Try again?')
    await a.answer(mine, 'Coming.')
    await until(session, ({ signals, repairs }) => signals.some(({ answer }) => answer?.text === 'Coming.') && repairs.length > 1)
    expect(toldOn(session)).toEqual({ ...NOTHING, answer: 'Coming.' })
    const { signals, repairs } = session.state()
    expect(waitingSignals(signals, none, null).map(({ id }) => id)).toEqual([asks])
    expect(waitingRepairs(repairs, none, session.now()).map(({ id }) => id)).toEqual([repair])

    // A reload says the same, and one more that comes in is asked the same, and told nothing.
    await session[Symbol.asyncDispose]()
    await using again = await openPhone(server.url, { store: fresh.store, deviceNow: clock.now, offline: true })
    expect(toldOn(again.session)).toEqual({ ...NOTHING, answer: 'Coming.' })
    await again.session[Symbol.asyncDispose]()
    clock.advance(1_000)
    await using late = await comeIn(way, { ...pair, b: { ...fresh, store: fresh.store } }, words)
    await until(late.session, state => state.repairs.length > 1 && state.devices.some(one => one.thisOne))
    expect(toldOn(late.session)).toEqual(NOTHING)
    expect(waitingSignals(late.session.state().signals, none, null).map(({ id }) => id)).toEqual([asks])
    expect(waitingRepairs(late.session.state().repairs, none, clock.now()).map(({ id }) => id)).toEqual([repair])
  })
}
