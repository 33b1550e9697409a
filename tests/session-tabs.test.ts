import { afterAll, beforeAll, expect, test } from 'vitest'
import { sealing } from '../client/keys/envelope.ts'
import { openApi } from '../client/sync/api.ts'
import { prepareJoin } from '../client/sync/pairing.ts'
import { lookAtInvite } from '../client/sync/pairing-calls.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { invite, lighthouse, newStore, openCouple, openPhone, succeed, until, untilOnline } from './support/sessions.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

/** A couple whose first phone has two tabs open. */
const openTabs = async () => {
  const pair = await openCouple(server.url)
  const second = await openPhone(server.url, { store: pair.a.store })
  await untilOnline(second.session)
  return {
    pair,
    one: pair.a.session,
    two: second.session,
    close: () => second[Symbol.asyncDispose]().then(() => pair[Symbol.asyncDispose]()),
  }
}

test('[TAB1] what one tab presses the other shows, and the server has it once', async () => {
  const { pair, one, two, close } = await openTabs()
  const id = await one.sendSignal(lighthouse)
  await until(two, state => state.signals.find(signal => signal.id === id))
  await until(pair.b.session, state => state.signals[0])
  await Promise.all([until(one, state => state.unsent === 0), until(two, state => state.unsent === 0)])
  expect((await pair.b.store.read()).log).toHaveLength(1)
  await close()
})

test('[TAB1] both tabs press at once and both draw the same alert: each press once, one receipt', async () => {
  const { pair, one, two, close } = await openTabs()
  await Promise.all([one.sendSignal(lighthouse), two.sendSignal(lighthouse), one.startPause(25), two.sayPhrase('I am here')])
  const fromPartner = await pair.b.session.sendSignal(lighthouse)
  const arrived = (session: typeof one) => until(session, state => state.signals.find(signal => signal.id === fromPartner))
  await Promise.all([arrived(one), arrived(two)])
  await Promise.all([one.received(fromPartner), two.received(fromPartner)])
  await until(pair.b.session, state => state.signals.find(signal => signal.id === fromPartner)?.state === 'reached')
  await Promise.all([until(one, state => state.unsent === 0), until(two, state => state.unsent === 0)])
  const kinds = (await pair.b.store.read()).log.map(({ event }) => event.kind).sort()
  expect(kinds).toEqual(['pause', 'phrase', 'received', 'signal', 'signal', 'signal'])
  await close()
})

test('[TAB2] a tab that is closed with something unsent leaves it to the other', async () => {
  const { pair, one, two, close } = await openTabs()
  one.setOffline(true)
  const id = await one.sendSignal(lighthouse)
  await one[Symbol.asyncDispose]()
  await until(pair.b.session, state => state.signals.find(signal => signal.id === id))
  await until(two, state => state.unsent === 0)
  await close()
})

test('[TAB3] a refusal is told in the tabs, and the step is gone from both', async () => {
  const { one, two, close } = await openTabs()
  await until(one, state => state.connection === 'online')
  await one.returnFromPause()
  expect(await until(one, state => state.refusal)).toEqual({ code: 'no-pause', of: 'pause' })
  await until(two, state => state.unsent === 0)
  expect(two.state().pause.unconfirmed).toBe(false)
  await close()
})

test('[TAB4] what one tab takes back although the other had sent it is taken back all the same', async () => {
  await using pair = await openCouple(server.url)
  await pair.a.session[Symbol.asyncDispose]()
  await using one = await openPhone(server.url, { store: pair.a.store })
  await untilOnline(one.session)
  one.session.setOffline(true)
  const id = await one.session.sendSignal(lighthouse)
  await using two = await openPhone(server.url, { store: pair.a.store })
  await until(pair.b.session, state => state.signals.find(signal => signal.id === id))
  await one.session.takeBack(id)
  expect(one.session.state().signals[0]?.state).toBe('taken-back')
  one.session.setOffline(false)
  await until(pair.b.session, state => state.signals.find(signal => signal.id === id)?.state === 'taken-back')
  await until(two.session, state => state.signals.find(signal => signal.id === id)?.state === 'taken-back')
  const { log } = await pair.b.store.read()
  expect(log.filter(({ event }) => event.kind === 'take-back')).toHaveLength(1)
})

test('[TAB5] pairing, words and the end of it in one tab are so in the other', async () => {
  const store = newStore()
  await using one = await openPhone(server.url, { store })
  await using two = await openPhone(server.url, { store })
  await succeed(one.session.createSpace({ name: 'Amira', partnerName: '', sample: true }))
  await until(two.session, state => state.phase === 'alone' && state.connection === 'online')
  expect(two.session.state().wordsUnconfirmed).toBe(true)
  await two.session.confirmWords()
  await until(one.session, state => !state.wordsUnconfirmed)
  await succeed(two.session.makeInvite())
  expect(await until(one.session, state => state.invite?.link)).toBe(two.session.state().invite?.link)
  await using b = await openPhone(server.url)
  await succeed(b.session.join({ fragment: await invite(one.session), name: 'Jonas' }))
  await Promise.all([one, two].map(tab => until(tab.session, state => state.partnerVerified && state.partner?.name === 'Jonas')))
  await succeed(one.session.removeSample())
  await until(two.session, state => state.phase === 'none')
  expect((await store.read()).identity).toBeNull()
})

test('[TAB5] two tabs that take up the same joining come to one member, and keep what either learnt', async () => {
  await using a = await openPhone(server.url)
  await succeed(a.session.createSpace({ name: 'Amira', partnerName: '' }))
  const fragment = await invite(a.session)
  const store = newStore()
  const seen = await lookAtInvite(
    openApi(server.url, () => false),
    sealing,
    fragment,
  )
  if (!seen.ok) throw new Error(seen.code)
  const pending = prepareJoin(seen.invite, { spaceId: seen.spaceId, name: 'Jonas', partnerName: 'Amira', sample: false })
  await store.changeIdentity(() => pending)

  const tabs = await Promise.all([openPhone(server.url, { store }), openPhone(server.url, { store })])
  for (const { session } of tabs) await until(session, state => state.partnerVerified && state.connection === 'online')
  await tabs[0].session.confirmWords()
  await until(tabs[1].session, state => !state.wordsUnconfirmed)
  await until(a.session, state => state.partner?.name === 'Jonas' && state.devices.length === 2)
  for (const tab of tabs) await tab[Symbol.asyncDispose]()
})
