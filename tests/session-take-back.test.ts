import { expect, test } from 'vitest'
import { EventId } from '../shared/ids.ts'
import { movedServer, paused } from './support/moved-server.ts'
import { startRecordingProxy } from './support/recording-proxy.ts'
import { lighthouse, openPhone, until, untilOnline, untilSignal } from './support/sessions.ts'

const { clock, server, couple } = movedServer()

test('[SES6] what is taken back before it was sent never leaves the device', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  a.setOffline(true)
  const id = await a.sendSignal(lighthouse)
  await a.startPause(25)
  await a.takeBack(id)
  await a.cancelPause()
  expect(a.state()).toMatchObject({ unsent: 0, pause: { unconfirmed: false, state: { kind: 'none' } } })
  expect(a.state().signals).toMatchObject([{ id, state: 'taken-back', takenBack: { hadReached: false } }])
  const kept = await a.sendSignal(lighthouse)
  a.setOffline(false)
  await until(b, state => state.signals.find(signal => signal.id === kept))
  expect((await pair.b.store.read()).log).toHaveLength(1)
})

test('[SES6] what never left is taken back after a reload, and in another tab, as if it had never been', async () => {
  await using pair = await couple()
  const b = pair.b.session
  const { store } = pair.a
  pair.a.session.setOffline(true)
  const [first, second] = [await pair.a.session.sendSignal(lighthouse), await pair.a.session.sendSignal(lighthouse)]
  await pair.a.session[Symbol.asyncDispose]()
  await using reloaded = await openPhone(server.url, { store, deviceNow: clock.now, offline: true })
  await using other = await openPhone(server.url, { store, deviceNow: clock.now, offline: true })
  expect(reloaded.session.state().signals.map(({ perhapsSent }) => perhapsSent)).toEqual([undefined, undefined])
  await reloaded.session.takeBack(first)
  await other.session.takeBack(second)
  for (const id of [first, second]) {
    const seen = await until(reloaded.session, ({ signals }) => signals.find(one => one.id === id && one.takenBack))
    expect(seen).toMatchObject({ state: 'taken-back', takenBack: { hadReached: false } })
  }
  const kept = await other.session.sendSignal(lighthouse)
  for (const { session } of [reloaded, other]) session.setOffline(false)
  await until(b, state => state.signals.find(signal => signal.id === kept))
  expect((await pair.b.store.read()).log.map(({ event }) => event.kind)).toEqual(['signal'])
  for (const { session } of [reloaded, other]) expect(session.state().refusal).toBeNull()
})

test('[SES6] what may have left is said to be perhaps sent, after a reload too, and its taking back follows it', async () => {
  await using pair = await couple()
  await using proxy = await startRecordingProxy(server.url)
  const { store } = pair.a
  await pair.a.session[Symbol.asyncDispose]()
  const open = (offline?: true) => openPhone(proxy.url, { store, deviceNow: clock.now, ...(offline && { offline }) })
  {
    await using a = await open()
    await untilOnline(a.session)
    proxy.swallowAnswers(true)
    await a.session.sendSignal(lighthouse)
    await until(pair.b.session, ({ signals }) => signals[0])
    expect(await until(a.session, ({ signals }) => signals.find(one => one.perhapsSent))).toMatchObject({ state: 'waiting' })
  }
  proxy.swallowAnswers(false)
  await using reloaded = await open(true)
  expect(reloaded.session.state().signals).toMatchObject([{ state: 'waiting', perhapsSent: true }])
  await reloaded.session.takeBack(reloaded.session.state().signals[0]?.id ?? EventId.parse(''))
  expect(reloaded.session.state().signals).toMatchObject([{ state: 'taken-back', takenBack: { hadReached: null } }])
  reloaded.session.setOffline(false)
  await until(pair.b.session, ({ signals }) => signals.find(one => one.takenBack))
})

test('[SES6] what is taken back after it was sent says whether it had arrived', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  const id = await a.sendSignal(lighthouse)
  await until(b, state => state.signals[0])
  await b.received(id)
  await untilSignal(a, 'reached')
  await a.takeBack(id)
  expect((await untilSignal(b, 'taken-back')).takenBack).toMatchObject({ hadReached: true })
  await a.startPause(25)
  await paused(b)
  await a.cancelPause()
  await until(b, state => state.pause.state.kind === 'none')
})

test('[SES6] taken back while nobody can know whether it arrived, that is what is said, until it is known', async () => {
  for (const arrived of [true, false]) {
    await using pair = await couple()
    const [a, b] = [pair.a.session, pair.b.session]
    const id = await a.sendSignal(lighthouse)
    await untilSignal(a, 'sent')
    await until(b, state => state.signals[0])
    a.setOffline(true)
    if (arrived) await b.received(id)
    await until(b, ({ unsent }) => unsent === 0)
    await a.takeBack(id)
    expect(a.state().signals[0]).toMatchObject({ state: 'taken-back', takenBack: { hadReached: null } })
    a.setOffline(false)
    const known = await until(a, ({ signals, unsent }) => unsent === 0 && signals[0])
    // Without a receipt it is not known that it had not: one may be on its way, or lost.
    expect(known).toMatchObject({ state: 'taken-back', takenBack: { hadReached: arrived || null } })
  }
})
