import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDrill } from '../client/documents/drill.ts'
import type { SessionKeys } from '../client/sync/session-keys.ts'
import type { DrillStep } from '../shared/drill.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { type Couple, lighthouse, openCouple, openPhone, until } from './support/sessions.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server?.[Symbol.asyncDispose]())

const drillOn = (session: SessionKeys) => readDrill(session, session.state().drill)
const runningOn = (session: SessionKeys) => {
  const drill = drillOn(session)
  if (drill.kind !== 'answer') throw new Error(`it stands at ${drill.kind}`)
  return drill
}
const untilDrill = (session: SessionKeys, kind: ReturnType<typeof drillOn>['kind']) =>
  until(session, () => drillOn(session).kind === kind)

type Unnamed = { [K in DrillStep['step']]: Omit<Extract<DrillStep, { step: K }>, 'drill'> }[DrillStep['step']]
const press = (session: SessionKeys, step: Unnamed): Promise<void> => {
  const drill = drillOn(session)
  const name = drill.kind === 'none' ? {} : { drill: drill.ids[0] }
  return session.pressDrill({ ...step, ...name } as DrillStep)
}

/** Both have gone the way up to where the signal is to be answered, on both phones. */
const upToAnswer = async ({ a, b }: Couple): Promise<void> => {
  await press(a.session, { step: 'invite' })
  await untilDrill(b.session, 'invited')
  await press(b.session, { step: 'join' })
  await untilDrill(a.session, 'signal')
  await press(a.session, { step: 'signal', word: 'Lighthouse' })
  for (const { session } of [a, b]) await untilDrill(session, 'answer')
}

test('[DRL8] a phone opened anew, without a network too, is where its drill stood; one that kept nothing is in none', async () => {
  await using couple = await openCouple(server.url)
  await upToAnswer(couple)
  for (const { session, store } of [couple.a, couple.b]) {
    const { kind, ids, by, rehearsed } = runningOn(session)
    await session[Symbol.asyncDispose]()
    await using again = await openPhone(server.url, { store, offline: true })
    expect(drillOn(again.session)).toMatchObject({ kind, ids, by, rehearsed })
    await again.session[Symbol.asyncDispose]()
    // The control: where the log was lost nothing is known of it.
    await store.forgetLog()
    await using empty = await openPhone(server.url, { store, offline: true })
    expect(drillOn(empty.session)).toEqual({ kind: 'none' })
  }
})

test('[DRL9] a real signal, and a real pause, ends a drill on both phones; a repair and a test end none', async () => {
  for (const real of ['signal', 'pause'] as const) {
    await using couple = await openCouple(server.url)
    const { a, b } = couple
    await upToAnswer(couple)
    await a.session.sendRepair('Let me try again.')
    await b.session.sendTest()
    await until(a.session, ({ tests }) => tests.length === 1)
    await until(b.session, ({ repairs }) => repairs.length === 1)
    expect([drillOn(a.session).kind, drillOn(b.session).kind]).toEqual(['answer', 'answer'])
    await (real === 'signal' ? b.session.sendSignal(lighthouse) : b.session.startPause(25))
    for (const { session } of [a, b]) {
      await untilDrill(session, 'over')
      expect(drillOn(session)).toMatchObject({ why: { of: 'real', what: real } })
    }
  }
})

test('[DRL9] a signal that was taken back before it left the phone is nothing real, and ends no drill there', async () => {
  await using couple = await openCouple(server.url)
  const { a, b } = couple
  a.session.setOffline(true)
  await a.session.takeBack(await a.session.sendSignal(lighthouse))
  expect(a.session.state().signals).toMatchObject([{ state: 'taken-back' }])
  a.session.setOffline(false)
  await upToAnswer(couple)
  // The control: one that does go out ends it.
  await a.session.sendSignal(lighthouse)
  for (const { session } of [a, b]) await untilDrill(session, 'over')
})

test('[DRL10] what is pressed without a network goes on here at once, and there once it is back', async () => {
  await using couple = await openCouple(server.url)
  const { a, b } = couple
  await upToAnswer(couple)
  b.session.setOffline(true)
  await press(b.session, { step: 'answer', text: 'I am here.' })
  expect(drillOn(b.session).kind).toBe('calm')
  // What goes through meanwhile shows that nothing of it came.
  await a.session.sendRepair('Let me try again.')
  await until(a.session, ({ repairs }) => repairs[0]?.state === 'sent')
  expect(drillOn(a.session).kind).toBe('answer')
  b.session.setOffline(false)
  await untilDrill(a.session, 'calm')
})

test('[DRL12] a drill makes no signal, no pause and no phrase on either phone; what is meant does', async () => {
  await using couple = await openCouple(server.url)
  const { a, b } = couple
  await upToAnswer(couple)
  await press(b.session, { step: 'answer', text: 'I am here.' })
  await untilDrill(a.session, 'calm')
  await press(a.session, { step: 'pause' })
  await untilDrill(b.session, 'paused')
  for (const { session } of [a, b]) await press(session, { step: 'return' })
  await untilDrill(b.session, 'phrase')
  await press(b.session, { step: 'phrase', text: 'I am here.' })
  const made = ({ session }: Couple['a']) => {
    const { signals, pause, repairs } = session.state()
    return { signals: signals.length, pause: pause.state.kind, repairs: repairs.length }
  }
  for (const phone of [a, b]) {
    await untilDrill(phone.session, 'over')
    expect(made(phone)).toEqual({ signals: 0, pause: 'none', repairs: 0 })
  }
  await a.session.sendSignal(lighthouse)
  await until(b.session, ({ signals }) => signals.length === 1)
})
