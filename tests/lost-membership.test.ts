import { afterAll, beforeAll, expect, test } from 'vitest'
import { sealing } from '../client/keys/envelope.ts'
import { answerFromNotification } from '../client/push/say.ts'
import { newEventId } from '../client/sync/event-id.ts'
import type { Member } from '../client/sync/identity.ts'
import { type LogRecord, OfAnother, type OutboxEntry } from '../client/sync/local.ts'
import { LocalLease } from '../client/sync/local-lease.ts'
import type { MemoryStore } from '../client/sync/local-memory.ts'
import { prepareCreate } from '../client/sync/pairing.ts'
import { joinTabs } from '../client/sync/tabs.ts'
import { FullDisk } from './support/full-disk.ts'
import { closedPhone } from './support/notifications.ts'
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

const entry = (): OutboxEntry => ({
  event: { id: newEventId(), kind: 'pause', heldMs: 0, step: { kind: 'start', minutes: 25 } },
  pressedAt: Date.now(),
})
const record: LogRecord = { event: { id: newEventId(), kind: 'later', seq: 1, at: 1 }, arrivedAt: 1 }

const newMember = (name: string): Member => prepareCreate(sealing, { name, partnerName: '', sample: false, label: '' }).member

/** Something of a membership in every place of its storage. */
const fill = async (store: MemoryStore, by?: Member): Promise<void> => {
  await store.addToOutbox(entry(), by?.deviceId)
  await store.keepLog([record], by?.deviceId)
  await store.writeCache('local:words', 'between us', by?.deviceId)
}
const EMPTY = { identity: null, log: [], outbox: [], cache: new Map() }

/** Comes to the space that this phone's person makes, from a browser where nothing is known. */
const joinedBy = async (phone: Phone, name: string): Promise<Phone> => {
  const other = await openPhone(server.url)
  await succeed(other.session.join({ fragment: await invite(phone.session), name }))
  await untilOnline(other.session)
  await until(phone.session, state => state.partner?.name === name)
  return other
}

test('[OBX15] with another membership what the one before left is gone in the same write; with a change of the same one it stays', async () => {
  const [mine, other] = [newMember('Mei'), newMember('Kim')]
  const store = newStore()
  await store.changeIdentity(() => ({
    ...prepareCreate(sealing, { name: '', partnerName: '', sample: false, label: '' }),
    member: mine,
  }))
  await fill(store)
  await store.changeIdentity(() => mine)
  await store.changeIdentity(now => now && { ...mine, name: 'Mei Lin' })
  expect(await store.read(), 'the control').toMatchObject({ identity: { name: 'Mei Lin' }, log: [record], outbox: [{}] })
  await store.changeIdentity(() => other)
  expect(await store.read()).toEqual({ ...EMPTY, identity: other })
  await fill(store)
  await store.changeIdentity(() => null)
  expect(await store.read()).toEqual(EMPTY)
})

test('[OBX15] what belongs to one membership is neither read nor written by another', async () => {
  const [mine, other] = [newMember('Mei'), newMember('Kim')]
  const store = newStore()
  await store.changeIdentity(() => other)
  await fill(store, other)
  const before = await store.read()
  const { event } = before.outbox[0] ?? entry()
  const late = new LocalLease(store, mine.deviceId)
  const asks = [
    store.read(mine.deviceId),
    store.changeIdentity(() => mine, mine.deviceId),
    late.keepLog([{ ...record, event: { ...record.event, seq: 2 } }]),
    late.forgetLog(),
    late.addToOutbox(entry()),
    late.removeFromOutbox(event.id),
    late.readOutbox(),
    late.readCache('local:words'),
    late.writeCache('local:words', 'mine'),
  ]
  for (const asked of asks) await expect(asked).rejects.toThrow(OfAnother)
  expect(await store.read()).toEqual(before)
  expect(await store.read(other.deviceId), 'the control').toEqual(before)
})

test('[OBX15] a press that lies in storage without a membership is removed at the start, and reaches nobody in the space made then', async () => {
  const store = newStore()
  await fill(store)
  {
    await using resting = await openPhone(server.url, { store, resting: true })
    expect(resting.session.state().phase).toBe('none')
    expect((await store.read()).outbox, 'the control: it lay there').toHaveLength(1)
  }
  await using phone = await openPhone(server.url, { store })
  expect(await store.read()).toEqual(EMPTY)
  await succeed(phone.session.createSpace({ name: 'Mei', partnerName: 'Kim' }))
  await using kim = await joinedBy(phone, 'Kim')
  await phone.session.sendSignal(lighthouse)
  await until(kim.session, state => state.signals.length === 1)
  expect(kim.session.state().pause.state.kind).toBe('none')
})

test('[OBX15] a page of the old membership and a page of the new one over the same storage send each its own presses alone', async () => {
  const disk = new FullDisk()
  await using couple = await openCouple(server.url, { a: { store: disk.open() } })
  const { a, b } = couple
  a.session.setOffline(true)
  await disk.erase()
  await using anew = await openPhone(server.url, { store: disk.open() })
  await succeed(anew.session.createSpace({ name: 'Mei', partnerName: 'Kim' }))
  await using kim = await joinedBy(anew, 'Kim')
  anew.session.setOffline(true)
  await a.session.sendSignal(lighthouse)
  await anew.session.sendSignal({ ...lighthouse, word: 'Anchor' })
  expect((await disk.readOutbox()).length).toBe(1)
  expect([a.session.state().unsent, anew.session.state().unsent]).toEqual([1, 1])
  expect(a.session.state()).toMatchObject({ phase: 'paired', partner: { name: 'Jonas' }, storage: 'memory' })
  expect(anew.session.state()).toMatchObject({ partner: { name: 'Kim' } })
  expect(anew.session.state().storage).toBeUndefined()
  a.session.setOffline(false)
  anew.session.setOffline(false)
  await until(b.session, state => state.signals.length === 1)
  await until(kim.session, state => state.signals.length === 1)
  expect(b.session.state().signals).toMatchObject([{ content: { word: 'Lighthouse' } }])
  expect(kim.session.state().signals).toMatchObject([{ content: { word: 'Anchor' } }])
})

test('[OBX15] a page that leaves the old membership erases nothing of the new one, and takes no page of that from its space', async () => {
  const disk = new FullDisk()
  await using old = await openPhone(server.url, { store: disk.open() })
  await succeed(old.session.createSpace({ name: 'Mei', partnerName: '', sample: true }))
  await disk.erase()
  await using anew = await openPhone(server.url, { store: disk.open() })
  await succeed(anew.session.createSpace({ name: 'Mei', partnerName: 'Kim' }))
  const heard = Promise.withResolvers<void>()
  using _tabs = joinTabs(disk.name, ({ kind }) => kind === 'erased' && heard.resolve())
  expect(old.session.state(), 'the control: it is still in its own').toMatchObject({ phase: 'alone', storage: 'memory' })
  await succeed(old.session.removeSample())
  await heard.promise
  await anew.session.writeLocal('hint', 'seen')
  expect(old.session.state().phase).toBe('none')
  expect(anew.session.state()).toMatchObject({ phase: 'alone', me: { name: 'Mei' } })
  expect(await disk.read()).toMatchObject({ identity: { kind: 'member', sample: false } })
})

test('[OBX16] a press into storage that has lost its membership is not called kept, is sent, and puts nothing back', async () => {
  const disk = new FullDisk()
  await using couple = await openCouple(server.url, { a: { store: disk.open() } })
  const { a, b } = couple
  a.session.setOffline(true)
  await a.session.startPause(25)
  expect(a.session.state().storage, 'the control: until then it is kept').toBeUndefined()
  await disk.erase()
  await a.session.sendSignal(lighthouse)
  expect(a.session.state()).toMatchObject({ phase: 'paired', storage: 'memory', unsent: 2 })
  expect(await disk.read()).toEqual(EMPTY)
  a.session.setOffline(false)
  await until(b.session, state => state.signals.length === 1 && state.pause.state.kind === 'paused')
  expect(await disk.read()).toEqual(EMPTY)
})

test('[OBX16] a page says so as soon as its database is removed; one that hears that it was erased on purpose begins anew', async () => {
  const disk = new FullDisk()
  await using couple = await openCouple(server.url, { a: { store: disk.open() } })
  const { session } = couple.a
  session.setOffline(true)
  await session.sendSignal(lighthouse)
  await disk.erase()
  disk.removed()
  expect(session.state()).toMatchObject({ phase: 'paired', storage: 'memory', unsent: 1 })
  using tabs = joinTabs(disk.name, () => {})
  tabs.tell({ kind: 'erased' })
  await until(session, state => state.phase === 'none' && !state.storage)
  expect(await disk.read()).toEqual(EMPTY)
  session.setOffline(false)
  await succeed(session.createSpace({ name: 'Mei', partnerName: 'Kim' }))
  expect(await disk.read()).toMatchObject({ identity: { kind: 'member', name: 'Mei' }, outbox: [] })
})

test('[OBX16] where storage was erased meanwhile, an answer from a notification is not called kept', async () => {
  const disk = new FullDisk()
  await using couple = await openCouple(server.url, { a: { store: disk.open() } })
  const { a } = couple
  const offline = { call: async () => ({ ok: false, code: 'offline' }) as const }
  const identity = await a.store.readIdentity()
  if (identity?.kind !== 'member') throw new Error('in no space')
  const worker = async () =>
    closedPhone(a, { api: offline, deviceNow: Date.now, store: new LocalLease(disk.open(), identity.deviceId) })
  expect(await answerFromNotification(await worker(), newEventId()), 'the control').toBe('kept')
  const late = await worker()
  await disk.erase()
  expect(await answerFromNotification(late, newEventId())).toBe('lost')
  expect(await disk.read()).toEqual(EMPTY)
})
