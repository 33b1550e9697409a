import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { newEventId } from '../client/sync/event-id.ts'
import type { LogRecord, OutboxEntry } from '../client/sync/local.ts'
import type { UnknownEvent } from '../shared/events.ts'
import { FullDisk } from './support/full-disk.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { invite, lighthouse, openCouple, openPhone, succeed, until, untilOnline } from './support/sessions.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())
afterEach(() => void vi.useRealTimers())

const entry = (): OutboxEntry => ({
  event: { id: newEventId(), kind: 'pause', heldMs: 0, step: { kind: 'return' } },
  pressedAt: 1,
})
const record = (seq: number): LogRecord => {
  const event: UnknownEvent = { id: newEventId(), kind: 'later', seq, at: 1 }
  return { event, arrivedAt: 1 }
}

test('[OBX14] where storage takes no writes the session says so, and once it takes them what was pressed survives a reload', async () => {
  const disk = new FullDisk()
  await using couple = await openCouple(server.url, { b: { store: disk.open() } })
  const { a, b } = couple
  expect(b.session.state().storage, 'the control: while there is room').toBeUndefined()
  b.session.setOffline(true)
  disk.isFull = true
  await b.session.sendSignal(lighthouse)
  await b.session.startPause(20)
  expect(b.session.state()).toMatchObject({ storage: 'full', unsent: 2, pause: { unsent: true } })
  {
    await using reloaded = await openPhone(server.url, { store: disk.open(), offline: true, resting: true })
    expect(reloaded.session.state().unsent, 'the control: it says so because a reload loses it').toBe(0)
  }
  disk.isFull = false
  await b.session.writeLocal('anything', 1)
  expect(b.session.state().storage).toBeUndefined()
  await using reloaded = await openPhone(server.url, { store: disk.open() })
  expect(reloaded.session.state()).toMatchObject({ phase: 'paired', unsent: 2, pause: { state: { kind: 'paused' } } })
  await until(a.session, state => state.signals.length === 1 && state.pause.state.kind === 'paused')
})

test('[OBX14] what was not taken is written again by itself, in the order of pressing, and what was taken back is not', async () => {
  vi.useFakeTimers()
  const disk = new FullDisk()
  await using store = disk.open()
  let told = 0
  store.watch(() => {
    told += 1
  })
  const [kept, first, taken, last] = [entry(), entry(), entry(), entry()]
  await store.addToOutbox(kept)
  disk.isFull = true
  for (const held of [first, taken, last]) expect(await store.addToOutbox(held)).toBe(true)
  expect(await store.addToOutbox(first), 'there already').toBe(false)
  await store.removeFromOutbox(taken.event.id)
  expect([store.lacks, told]).toEqual(['full', 1])
  const ids = (entries: OutboxEntry[]) => entries.map(({ event }) => event.id)
  const all = ids([kept, first, last])
  expect(ids(await store.readOutbox())).toEqual(all)
  expect(ids((await store.read()).outbox)).toEqual(all)
  expect(ids(await disk.readOutbox())).toEqual(ids([kept]))
  disk.isFull = false
  await vi.advanceTimersByTimeAsync(5_000)
  expect([store.lacks, told]).toEqual([null, 2])
  expect(ids(await disk.readOutbox())).toEqual(all)
})

test('[OBX14] a log that was not taken leaves no gap, and keeps no press back', async () => {
  const disk = new FullDisk()
  await using store = disk.open()
  await store.keepLog([record(1)])
  disk.isFull = true
  await store.keepLog([record(2)])
  await store.writeCache('key', 'new')
  const seqs = async (of: { read(): Promise<{ log: LogRecord[] }> }) => (await of.read()).log.map(({ event }) => event.seq)
  expect(await seqs(store)).toEqual([1, 2])
  expect(await store.readCache('key')).toBe('new')
  const keepLog = disk.keepLog
  disk.isFull = false
  disk.keepLog = () => Promise.reject(new DOMException('too much', 'QuotaExceededError'))
  await store.addToOutbox(entry())
  expect(await disk.readOutbox()).toHaveLength(1)
  expect(store.lacks).toBe('full')
  disk.keepLog = keepLog
  await store.keepLog([record(3)])
  expect(await seqs(disk)).toEqual([1, 2, 3])
  expect(await disk.readCache('key')).toBe('new')
  expect(store.lacks).toBeNull()
})

test('[OBX14] what another page removes is not written back', async () => {
  const disk = new FullDisk()
  await using store = disk.open()
  disk.isFull = true
  await store.addToOutbox(entry())
  disk.isFull = false
  disk.removed()
  expect(store.lacks).toBe('memory')
  await store.forget()
  expect(store.lacks).toBeNull()
  await store.writeCache('key', 1)
  expect(await disk.readOutbox()).toEqual([])
})

test('[PAI13] where storage takes no writes, making a space and joining one go on in memory, words and all, and say so', async () => {
  const [mine, theirs] = [new FullDisk(), new FullDisk()]
  await using a = await openPhone(server.url, { store: mine.open() })
  await using b = await openPhone(server.url, { store: theirs.open() })
  mine.isFull = theirs.isFull = true
  await succeed(a.session.createSpace({ name: 'Amira', partnerName: 'Jonas' }))
  expect(a.session.state()).toMatchObject({ phase: 'alone', storage: 'full', wordsUnconfirmed: true })
  await untilOnline(a.session)
  await succeed(b.session.join({ fragment: await invite(a.session), name: 'Jonas' }))
  expect(b.session.state()).toMatchObject({ phase: 'paired', storage: 'full', wordsUnconfirmed: true })
  expect(await b.session.recoveryWords()).toHaveLength(24)
  await until(a.session, state => state.partner?.name === 'Jonas' && state.partnerVerified)
  expect(await theirs.readIdentity()).toBeNull()
  theirs.isFull = false
  await b.session.confirmWords()
  expect(b.session.state().storage).toBeUndefined()
  await using reloaded = await openPhone(server.url, { store: theirs.open() })
  expect(reloaded.session.state()).toMatchObject({ phase: 'paired', wordsUnconfirmed: false, me: { seat: 'b', name: 'Jonas' } })
})
