import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Identity } from '../client/sync/identity.ts'
import type { SessionState } from '../client/sync/session.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { invite, lighthouse, movedClock, openCouple, openPhone, succeed, until } from './support/sessions.ts'

let server: TestServer
const clock = movedClock()
beforeAll(async () => {
  server = await startTestServer({ now: clock.now })
})
afterAll(() => server[Symbol.asyncDispose]())

test('[PAI5] an undone joiner is out at once but keeps what it has; what is sealed afterwards is closed to it, and the next one reads all', async () => {
  await using pair = await openCouple(server.url)
  const { a, b } = pair
  await a.session.sendSignal(lighthouse)
  await until(b.session, state => state.signals[0])
  await succeed(a.session.undoJoin())
  expect(await until(b.session, state => state.phase === 'ended' && state)).toMatchObject({
    endedBy: 'access-ended',
    signals: [{ content: lighthouse }],
  })
  expect(await until(a.session, state => state.phase === 'alone' && state)).toMatchObject({
    partner: null,
    partnerVerified: false,
  })
  const after = await a.session.sendSignal({ ...lighthouse, word: 'Harbour' })
  await until(a.session, state => state.unsent === 0)

  await using c = await openPhone(server.url)
  await succeed(c.session.join({ fragment: await invite(a.session), name: 'Jonas' }))
  const signals = await until(c.session, state => state.signals.length === 2 && state.signals)
  expect(signals.map(signal => signal.content.word)).toEqual(['Lighthouse', 'Harbour'])
  const old = await keyringIn(b.store)
  const fresh = await keyringIn(c.store)
  expect(Object.keys(old)).toEqual(['1'])
  expect(Object.keys(fresh)).toEqual(['1', '2'])
  expect(signals[1]?.id).toBe(after)
  const sealed = (await c.store.read()).log.find(({ event }) => event.id === after)?.event['sealed']
  expect(Buffer.from(String(sealed), 'base64url').readUInt16BE(1)).toBe(2)
})

test('[PAI12] what an undone joiner did is on nobody’s screens under the next one’s name, on either phone and after a reload', async () => {
  await using pair = await openCouple(server.url, { a: { deviceNow: clock.now }, b: { deviceNow: clock.now } })
  const [a, b] = [pair.a.session, pair.b.session]
  await b.startPause(20)
  await until(a, state => state.pause.state.kind === 'paused')
  clock.advance(26 * 60_000)
  for (const one of [a, b]) await one.returnFromPause()
  await until(b, state => state.pause.reunion)
  await b.sayPhrase('I am glad you are back')
  const feather = await b.sendSignal({ ...lighthouse, word: 'Feather' })
  await until(a, state => state.signals[0])
  await a.received(feather)
  await a.answer(feather, 'I am here')
  const answered = await a.sendSignal(lighthouse)
  const open = await a.sendSignal({ ...lighthouse, word: 'Harbour' })
  await until(b, state => state.signals.length === 3)
  await b.answer(answered, 'Coming')
  await b.received(open)
  await b.sendRepair('Let me try again')
  await b.sendTest()
  await a.sendTest()
  await b.pressDrill({ step: 'invite' })
  await b.pressAgreement('question', () => ({ step: 'asked', clauseId: 'x', text: 'Why?' }))
  const mine = await a.pressAgreement('question', () => ({ step: 'asked', clauseId: 'x', text: 'When?' }))
  const shown = ({ signals, repairs, tests, pause, drill }: SessionState) => ({
    // Two that are pressed within a millisecond may stand in either order.
    signals: signals.map(({ id, state, answer }) => [id, state, answer?.text]).sort(),
    repairs: repairs.length,
    tests: tests.length,
    phrases: pause.phrases.length,
    isReunion: pause.reunion !== null,
    drill: drill.some(({ kind }) => kind === 'drill'),
  })
  const before = {
    signals: [
      [feather, 'answered', 'I am here'],
      [answered, 'answered', 'Coming'],
      [open, 'reached', undefined],
    ].sort(),
    repairs: 1,
    tests: 2,
    phrases: 1,
    isReunion: true,
    drill: true,
  }
  await until(a, state => JSON.stringify(shown(state)) === JSON.stringify(before))
  await until(a, () => a.agreementEvents().length === 2)

  await succeed(a.undoJoin())
  const after = { signals: [[open, 'sent', undefined]], repairs: 0, tests: 0, phrases: 0, isReunion: false, drill: false }
  await until(a, state => state.phase === 'alone' && JSON.stringify(shown(state)) === JSON.stringify(after))
  await using c = await openPhone(server.url, { deviceNow: clock.now })
  const flashed = new Set<string>()
  c.session.subscribe(() => {
    for (const { id } of c.session.state().signals) flashed.add(id)
  })
  await succeed(c.session.join({ fragment: await invite(a), name: 'Jonas' }))
  await until(c.session, state => state.signals.length > 0)
  expect(shown(c.session.state())).toEqual(after)
  expect(flashed).toEqual(new Set([open]))
  for (const one of [a, c.session]) expect(one.state().joinerLeftAt).toBeGreaterThan(clock.now() - 60_000)
  const own = await c.session.sendSignal({ ...lighthouse, word: 'Lantern' })
  await until(a, state => state.signals.some(({ id, mine }) => id === own && !mine))
  for (const one of [a, c.session]) expect(one.agreementEvents().map(({ id }) => id)).toEqual([mine])
  expect(a.state().signals.map(({ id }) => id)).toEqual([open, own])

  await a[Symbol.asyncDispose]()
  await using again = await openPhone('http://127.0.0.1:9', { store: pair.a.store, deviceNow: clock.now })
  expect(again.session.state().signals.map(({ id }) => id)).toEqual([open, own])
  expect(again.session.state().repairs).toEqual([])
})

const keyringIn = async (store: { read(): Promise<{ identity: Identity | null }> }) => {
  const { identity } = await store.read()
  return identity?.kind === 'member' ? identity.epochs : {}
}

test('[PAI6] after access has ended a press says so, and the device may go into another space', async () => {
  await using pair = await openCouple(server.url)
  await succeed(pair.a.session.undoJoin())
  const { session } = pair.b
  await until(session, state => state.phase === 'ended')
  await session.sendSignal(lighthouse)
  expect(session.state()).toMatchObject({ unsent: 0, refusal: { code: 'access-ended', of: 'signal' } })
  await succeed(session.createSpace({ name: 'Jonas', partnerName: '' }))
  expect(session.state()).toMatchObject({ phase: 'alone', signals: [], refusal: null, me: { seat: 'a' } })
})
