import { cp, rm } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { ServerClock } from '../client/sync/clock.ts'
import { LogFeed } from '../client/sync/log-feed.ts'
import type { SessionState } from '../client/sync/session.ts'
import { SpaceLog } from '../client/sync/space-log.ts'
import { PAUSE_LIMITS } from '../shared/pause.ts'
import { deviceOf, eventId, LOG_BEGINS } from './support/log.ts'
import { startTestServer, temporaryFolder } from './support/server.ts'
import { lighthouse, newStore, openCouple, openPhone, type Phone, until, untilOnline } from './support/sessions.ts'

const wordsOf = (state: SessionState): string[] => state.signals.flatMap(({ content }) => (content ? [content.word] : [])).sort()

const keptOf = async ({ store }: Phone): Promise<number[]> => (await store.read()).log.map(({ event }) => event.seq)

/** A server whose data folder can be copied and put back, at one address. */
const restorable = async () => {
  const dataDir = await temporaryFolder()
  let server = await startTestServer({ dataDir })
  const env = { HOLDFAST_PORT: String(server.port) }
  const stopped = async (change: () => Promise<void>) => {
    await server[Symbol.asyncDispose]()
    await change()
    server = await startTestServer({ dataDir, env })
  }
  return {
    url: server.url,
    backUp: () => stopped(() => cp(dataDir, `${dataDir}.backup`, { recursive: true })),
    restore: () =>
      stopped(async () => {
        await rm(dataDir, { recursive: true })
        await cp(`${dataDir}.backup`, dataDir, { recursive: true })
      }),
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      for (const folder of [dataDir, `${dataDir}.backup`]) await rm(folder, { recursive: true, force: true })
    },
  }
}

test('[SES22] after a restored backup the phone that comes later has the running pause and all that is new, and sends what it held', async () => {
  await using server = await restorable()
  await using couple = await openCouple(server.url)
  const a = couple.a.session
  const press = (word: string) => a.sendSignal({ ...lighthouse, word })
  await press('before')
  await until(couple.b.session, state => wordsOf(state).length === 1)
  await server.backUp()
  await Promise.all([untilOnline(a), untilOnline(couple.b.session)])
  for (const word of ['lost 1', 'lost 2']) await press(word)
  // On both, and in no outbox any more.
  await expect.poll(() => Promise.all([keptOf(couple.a), keptOf(couple.b)])).toEqual(Array(2).fill([1, 2, 3]))
  couple.b.session.setOffline(true)
  await couple.b.session.sendSignal({ ...lighthouse, word: 'held' })
  await couple.b[Symbol.asyncDispose]()

  await server.restore()
  await until(a, state => state.connection === 'online' && wordsOf(state).join() === 'before')
  await a.startPause(25)
  for (const word of ['new 1', 'new 2', 'new 3']) await press(word)
  await until(a, ({ unsent }) => unsent === 0)

  await using later = await openPhone(server.url, { store: couple.b.store })
  const b = later.session
  const seen: SessionState[] = []
  b.subscribe(() => seen.push(b.state()))
  const now = ['before', 'held', 'new 1', 'new 2', 'new 3']
  await until(b, ({ pause, unsent }) => pause.state.kind === 'paused' && unsent === 0)
  expect(wordsOf(b.state())).toEqual(now)
  await until(a, state => wordsOf(state).includes('held'))
  // Nothing of the two logs was ever shown together.
  for (const state of seen) {
    const words = wordsOf(state)
    expect(words.includes('lost 1') && words.some(word => word.startsWith('new'))).toBe(false)
    expect(state.pause.state.kind === 'paused').toBe(words.includes('new 3'))
  }
  // It rests on the device so: the next page begins with it, before any word of the server.
  await expect.poll(() => keptOf(later)).toEqual([1, 2, 3, 4, 5, 6])
  await using page = await openPhone(server.url, { store: later.store })
  expect(wordsOf(page.session.state())).toEqual(now)
})

const entry = (seq: number, more: object = {}) => ({
  ...{ id: eventId(seq), kind: 'pause', seq, at: LOG_BEGINS + seq, seat: 'a', deviceId: deviceOf('a', 1), heldMs: 0 },
  ...{ step: { kind: 'start', minutes: 25 } },
  ...more,
})

/** A phone that knows a log of two entries, by which a pause runs. */
const feedWithTwo = () => {
  const log = new SpaceLog([], PAUSE_LIMITS)
  log.take([entry(1), entry(2)], LOG_BEGINS)
  const source = { since: async () => ({ ok: false as const, code: 'offline' as const }) }
  return new LogFeed(log, source, { store: newStore(), clock: new ServerClock(() => LOG_BEGINS) }, () => {})
}

test('[SES22] another entry at the same place, or the same stored at another time, is of another log; none, or the very same, says nothing', () => {
  /** Begins a connection with two entries, hears what the server has there, and says up to where it goes on. */
  const hears = (known: unknown) => {
    using feed = feedWithTwo()
    feed.begin()
    return { same: feed.isSameLog(known), last: feed.log.last, shown: feed.folded.pause.kind }
  }
  for (const known of [entry(2), { ...entry(2), kind: 'signal' }, entry(1, { id: eventId(9) }), undefined, null, 'text', {}])
    expect(hears(known)).toMatchObject({ same: true, last: 2 })
  expect(hears(entry(2, { id: eventId(9) }))).toMatchObject({ same: false, last: 0 })
  expect(hears(entry(2, { at: LOG_BEGINS + 5_000 }))).toMatchObject({ same: false, last: 0 })
})

test('[SES22] an entry that comes live while the server says how far its log goes makes no other log of it', async () => {
  using feed = feedWithTwo()
  expect(feed.begin()).toBe(2)
  const caughtUp = feed.caughtUp(2, PAUSE_LIMITS)
  feed.told(entry(3, { step: { kind: 'cancel' } }))
  expect(await caughtUp).toBe(true)
  expect([feed.log.last, feed.folded.pause.kind]).toEqual([3, 'none'])

  using before = feedWithTwo()
  before.begin()
  before.told(entry(3, { step: { kind: 'cancel' } }))
  expect(await before.caughtUp(2, PAUSE_LIMITS), 'told before the head').toBe(true)
  expect(before.log.last).toBe(3)
})

test('[SES22] what a phone showed stays until the other log is there as a whole, and none of what was told of the old one gets into it', async () => {
  using feed = feedWithTwo()
  expect(feed.begin()).toBe(2)
  expect(await feed.caughtUp(1, PAUSE_LIMITS)).toBe(false)
  expect(feed.folded.pause.kind).toBe('paused')
  expect(feed.begin()).toBe(0)
  feed.told(entry(1, { id: eventId(9), step: { kind: 'cancel' } }))
  expect(feed.folded.pause.kind).toBe('paused')
  expect(await feed.caughtUp(1, PAUSE_LIMITS)).toBe(true)
  expect(feed.folded.pause.kind).toBe('none')

  using other = feedWithTwo()
  other.told(entry(4))
  other.begin()
  expect(other.isSameLog(entry(2, { id: eventId(9) }))).toBe(false)
  other.begin()
  for (const seq of [1, 2, 3]) other.told(entry(seq, { id: eventId(10 + seq), step: { kind: 'cancel' } }))
  expect(await other.caughtUp(3, PAUSE_LIMITS)).toBe(true)
  expect([other.log.last, other.folded.pause.kind]).toEqual([3, 'none'])
})
