import { afterAll, beforeAll, expect, test } from 'vitest'
import { open } from '../client/keys/envelope.ts'
import type { Identity } from '../client/sync/identity.ts'
import { keyringOf } from '../client/sync/identity.ts'
import { MemoryStore } from '../client/sync/local-memory.ts'
import type { Session } from '../client/sync/session.ts'
import { UNREADABLE } from '../client/sync/session.ts'
import { context } from '../shared/envelope.ts'
import type { EventId } from '../shared/ids.ts'
import { startRecordingProxy } from './support/recording-proxy.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import {
  invite,
  lighthouse,
  newStore,
  openCouple,
  openPhone,
  type Phone,
  succeed,
  until,
  untilOnline,
} from './support/sessions.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

/** Keeps nothing of what a device learns of keys and proofs: the control for what rests on the key box. */
class Unlearning extends MemoryStore {
  override changeIdentity(change: (current: Identity | null) => Identity | null, by?: never) {
    return super.changeIdentity(now => {
      const next = change(now)
      return now?.kind === 'member' && next?.kind === 'member' ? { ...next, epochs: now.epochs, pinned: now.pinned } : next
    }, by)
  }
}

let made = 0
const unlearning = () => new Unlearning(`unlearning-${process.pid}-${++made}`)

/** Another device of the same seat, by its words. */
const another = async (of: Phone, options: Parameters<typeof openPhone>[1] = {}): Promise<Phone> => {
  const words = (await of.session.recoveryWords()) ?? []
  const phone = await openPhone(server.url, options)
  await succeed(phone.session.recover(words.join(' ')))
  return phone
}

const epochsIn = async ({ store }: Phone): Promise<Record<string, string>> => {
  const { identity } = await store.read()
  return identity?.kind === 'member' ? identity.epochs : {}
}
const deviceOf = ({ session }: Phone): string => session.documentAccess()?.deviceId ?? ''

/** A joiner by the newest invite, in. */
const joined = async (by: Phone, name: string): Promise<Phone> => {
  const phone = await openPhone(server.url)
  await succeed(phone.session.join({ fragment: await invite(by.session), name }))
  await until(
    phone.session,
    state => state.phase === 'paired' && state.partner?.name === 'Amira' && state.connection === 'online',
  )
  await until(by.session, state => state.partner?.name === name && state.partnerVerified)
  return phone
}

/** What a phone shows of a device of the partner and of a signal; null until it knows of both. */
const shown = ({ session }: Phone, device: Phone, signal: EventId) => {
  const { devices, signals, partnerVerified, partner } = session.state()
  const listed = devices.find(({ deviceId }) => deviceId === deviceOf(device))
  const view = signals.find(({ id }) => id === signal)
  return listed && view ? [listed.certified, view.content.word, partnerVerified, partner?.name] : null
}
const RIGHT = [true, 'Lighthouse', true, 'Real Jonas']
const untilRight = (phone: Phone, device: Phone, signal: EventId) =>
  until(phone.session, () => JSON.stringify(shown(phone, device, signal)) === JSON.stringify(RIGHT))

/** The phone has read its space after all that was written there before: it lists a device that came only now. */
const hasReadAnew = async (phone: Phone, other: Phone): Promise<void> => {
  await using newest = await another(other)
  await until(phone.session, state => state.devices.some(({ deviceId }) => deviceId === deviceOf(newest)))
}

const sealedAs = async ({ store }: Phone, id: EventId): Promise<Buffer> =>
  Buffer.from(String((await store.read()).log.find(({ event }) => event.id === id)?.event['sealed']), 'base64url')

test('[BOX1] after a joiner was undone, a second device of the seat reads the next one, and seals out of the first one’s reach', async () => {
  await using pair = await openCouple(server.url)
  const { a, b } = pair
  await using second = await another(a)
  await using deaf = await another(a, { store: unlearning() })
  for (const { session } of [second, deaf]) await until(session, state => state.partnerVerified && state.connection === 'online')
  await succeed(a.session.undoJoin())
  await using c = await joined(a, 'Real Jonas')
  const signal = await c.session.sendSignal(lighthouse)
  await untilRight(second, c, signal)
  await hasReadAnew(deaf, a)
  expect(shown(deaf, c, signal), 'control: a device that takes nothing up').toEqual([false, UNREADABLE, false, ''])
  expect(await epochsIn(second)).toEqual(await epochsIn(a))

  const sent = await second.session.sendSignal({ ...lighthouse, word: 'Harbour' })
  const foreign = await deaf.session.sendSignal({ ...lighthouse, word: 'Anchor' })
  await until(c.session, state => [sent, foreign].every(id => state.signals.some(one => one.id === id)) && state)
  const undone = keyringOf(await epochsIn(b))
  const opened = async (id: EventId) =>
    undone && open(undone, context.event(c.session.documentAccess()?.spaceId ?? '', 'signal', id), await sealedAs(c, id))
  expect(await opened(sent)).toEqual({ ok: false, why: 'no-key' })
  expect(await opened(foreign), 'control: what the deaf device sends is open to the undone joiner').toMatchObject({ ok: true })
})

test('[BOX1] what a device without a network missed it reads once it is back, after a reload too', async () => {
  await using pair = await openCouple(server.url)
  const { a } = pair
  const second = await another(a)
  await until(second.session, state => state.partnerVerified && state.connection === 'online')
  second.session.setOffline(true)
  await succeed(a.session.undoJoin())
  await using c = await joined(a, 'Real Jonas')
  const signal = await c.session.sendSignal(lighthouse)
  second.session.setOffline(false)
  await untilRight(second, c, signal)
  await second.session[Symbol.asyncDispose]()
  await using again = await openPhone(server.url, { store: second.store, offline: true })
  expect(shown(again, c, signal)).toEqual(RIGHT)
})

test('[BOX1] a partner who joined by another device’s invite is proved here too, and what they received counts', async () => {
  await using a = await openPhone(server.url)
  await succeed(a.session.createSpace({ name: 'Amira', partnerName: 'Jonas' }))
  await untilOnline(a.session)
  await using second = await another(a)
  await using deaf = await another(a, { store: unlearning() })
  for (const { session } of [second, deaf])
    await until(session, state => state.phase === 'alone' && state.connection === 'online')
  await using b = await joined(a, 'Jonas')
  const id = await second.session.sendSignal(lighthouse)
  await until(b.session, state => state.signals.some(signal => signal.id === id))
  await b.session.received(id)
  const stateOf = (state: ReturnType<Session['state']>) => state.signals.find(signal => signal.id === id)?.state
  await until(a.session, state => stateOf(state) === 'reached')
  await until(second.session, state => stateOf(state) === 'reached' && state.partnerVerified)
  const isFrom = (phone: Phone) => phone.session.documentAccess()?.signers.map(({ seat }) => seat) ?? []
  expect(isFrom(second).sort()).toEqual(['a', 'a', 'a', 'b'])

  await hasReadAnew(deaf, a)
  expect(isFrom(deaf), 'control: a device that takes nothing up').not.toContain('b')
})

test('[BOX3] a device that was long away takes nothing from the key box: the words bring every epoch', async () => {
  await using pair = await openCouple(server.url)
  const { a } = pair
  const words = ((await a.session.recoveryWords()) ?? []).join(' ')
  await using late = await another(a)
  late.session.setOffline(true)
  expect(late.session.state().connection, 'it goes before it told its name').toBe('offline')
  await succeed(a.session.undoJoin())
  await using c = await joined(a, 'Real Jonas')
  await c.session.sendSignal(lighthouse)
  expect(a.session.state().devices.find(({ deviceId }) => deviceId === deviceOf(late))?.label).toBe('')
  late.session.setOffline(false)
  await until(a.session, state => state.devices.find(({ deviceId }) => deviceId === deviceOf(late))?.label === 'Test phone')

  await using fresh = await openPhone(server.url)
  await succeed(fresh.session.recover(words))
  await until(fresh.session, state => state.signals[0]?.content.word === 'Lighthouse' && state.partner?.name === 'Real Jonas')
  expect(await epochsIn(fresh)).toEqual(await epochsIn(a))
  expect(Object.keys(await epochsIn(fresh))).toEqual(['1', '2'])
})

test('[BOX5] two devices that undo the same joiner make one new epoch', async () => {
  await using pair = await openCouple(server.url)
  const { a } = pair
  await using second = await another(a)
  await until(second.session, state => state.partnerVerified && state.connection === 'online')
  const outcomes = await Promise.all([a, second].map(({ session }) => session.undoJoin()))
  expect(outcomes).toContainEqual({ ok: true })
  for (const { session } of [a, second]) await until(session, state => state.phase === 'alone')
  await until(second.session, () => second.session.documentAccess()?.keyring.newest === 2)
  await until(a.session, () => a.session.documentAccess()?.keyring.newest === 2)
  expect(await epochsIn(second)).toEqual(await epochsIn(a))
  await using c = await joined(second, 'Real Jonas')
  const words = ['Harbour', 'Anchor']
  for (const [at, { session }] of [a, second].entries()) await session.sendSignal({ ...lighthouse, word: words[at] ?? '' })
  await until(c.session, state => words.every(word => state.signals.some(({ content }) => content.word === word)))
})

test('[BOX5] an undoing whose answer was lost is the same undoing, and the device finds its epoch in the key box', async () => {
  await using proxy = await startRecordingProxy(server.url)
  await using pair = await openCouple(server.url)
  const store = newStore()
  await using proxied = await another(pair.a, { store, url: proxy.url } as never)
  await until(proxied.session, state => state.partnerVerified && state.connection === 'online')
  proxy.swallowAnswersTo('/api/space/joiner')
  expect(await proxied.session.undoJoin()).toMatchObject({ ok: false, code: 'offline' })
  await until(pair.b.session, state => state.phase === 'ended')
  await until(pair.a.session, () => pair.a.session.documentAccess()?.keyring.newest === 2)
  proxy.swallowAnswers(false)
  await until(proxied.session, state => state.phase === 'alone' && proxied.session.documentAccess()?.keyring.newest === 2)
  expect(await epochsIn(proxied)).toEqual(await epochsIn(pair.a))
})

test('[BOX5] an undoing that another device was quicker with removes nobody who came after', async () => {
  await using pair = await openCouple(server.url)
  const { a } = pair
  await using second = await another(a)
  await until(second.session, state => state.partnerVerified && state.connection === 'online')
  second.session.setOffline(true)
  expect(await second.session.undoJoin()).toMatchObject({ ok: false, code: 'offline' })
  const isUndoing = async () => {
    const { identity } = await second.store.read()
    return identity?.kind === 'member' && identity.undoing
  }
  expect(await isUndoing()).toBe(true)
  await succeed(a.session.undoJoin())
  await using c = await joined(a, 'Real Jonas')
  second.session.setOffline(false)
  await until(second.session, state => state.partner?.name === 'Real Jonas' && state.partnerVerified)
  await expect.poll(isUndoing).toBe(false)
  await hasReadAnew(c, a)
  expect(c.session.state().phase).toBe('paired')
})

test('[BOX4] something sealed with an epoch that is not here makes the device look at its space, once for each epoch', async () => {
  await using proxy = await startRecordingProxy(server.url)
  const store = newStore()
  await using pair = await openCouple(proxy.url, { b: { url: server.url } })
  const { a } = pair
  await pair.b.session[Symbol.asyncDispose]()
  const looks = () => proxy.passed().filter(({ from, bytes }) => from === 'client' && bytes.includes('GET /api/space ')).length
  const before = looks()
  const send = async (epochs: Record<string, string>) => {
    const { identity } = await pair.b.store.read()
    await store.changeIdentity(() =>
      identity?.kind === 'member' ? { ...identity, epochs: { ...identity.epochs, ...epochs } } : identity,
    )
    await using b = await openPhone(server.url, { store })
    const id = await b.session.sendSignal(lighthouse)
    return await until(a.session, state => state.signals.find(signal => signal.id === id)?.content.word)
  }
  const key = Buffer.alloc(32, 7).toString('base64url')
  expect(await send({}), 'control: what opens is no reason to look').toBe('Lighthouse')
  expect(looks()).toBe(before)
  for (const epoch of ['2', '2', '3']) expect(await send({ [epoch]: key })).toBe(UNREADABLE)
  await until(a.session, () => looks() >= before + 2)
  expect(looks()).toBe(before + 2)
})
