import { expect, test, vi } from 'vitest'
import { ServerClock } from '../client/sync/clock.ts'
import { LOG_WINDOW, type LocalStore, type LogRecord } from '../client/sync/local.ts'
import { LogFeed } from '../client/sync/log-feed.ts'
import { newest } from '../client/sync/newest.ts'
import { MOST_SHOWN, SpaceLog } from '../client/sync/space-log.ts'
import type { Seat } from '../shared/ids.ts'
import { PAUSE_LIMITS } from '../shared/pause.ts'
import { deviceOf, eventId, LOG_BEGINS, SEALED } from './support/log.ts'
import { newStore } from './support/sessions.ts'

const FLOOD = 5_000

const event = (seq: number, seat: Seat, more: { kind: string } & Record<string, unknown>) => ({
  id: eventId(seq),
  seq,
  at: LOG_BEGINS + seq,
  seat,
  deviceId: deviceOf(seat),
  heldMs: 0,
  ...more,
})
const flood = (from: number, kinds = ['signal', 'phrase', 'repair', 'drill']) =>
  Array.from({ length: FLOOD }, (_, at) => event(from + at, 'b', { kind: kinds[at % kinds.length] ?? 'signal', sealed: SEALED }))
const start = event(1, 'a', { kind: 'pause', step: { kind: 'start', minutes: 25 } })
const own = event(2, 'a', { kind: 'signal', sealed: SEALED })
const received = event(3 + FLOOD, 'b', { kind: 'received', about: own.id })

const recordsOf = (events: ReturnType<typeof event>[]): LogRecord[] => events.map(one => ({ event: one, arrivedAt: LOG_BEGINS }))

/** A feed on a page whose time goes on by a millisecond at each look. */
const openFeed = (store: LocalStore = newStore()) => {
  let time = 0
  const looking = vi.spyOn(performance, 'now').mockImplementation(() => ++time)
  const source = { since: async (seq: number) => ({ ok: true as const, events: [], head: seq }) }
  const log = new SpaceLog([], PAUSE_LIMITS)
  const shown: number[] = []
  const feed = new LogFeed(log, source, { store, clock: new ServerClock(() => LOG_BEGINS) }, ids => shown.push(ids.length))
  const close = () => {
    feed[Symbol.dispose]()
    looking.mockRestore()
  }
  return { feed, log, shown, [Symbol.dispose]: close }
}

/** In eight looks at the time. */
const MOST_IN_A_SLICE = 8 * 20

test('[SES19] what streams in is applied in slices, between which the page has its turn', async () => {
  using page = openFeed()
  for (const one of flood(1)) page.feed.told(one)
  expect(page.log.last).toBeLessThan(MOST_IN_A_SLICE)
  await page.feed.reach(FLOOD)
  expect(page.log.last).toBe(FLOOD)
  expect(Math.max(...page.shown)).toBeLessThanOrEqual(MOST_IN_A_SLICE)
  // The broken variant: all that was told in one go.
  const atOnce = new SpaceLog([], PAUSE_LIMITS)
  atOnce.take(flood(1), LOG_BEGINS)
  expect(atOnce.last).toBeGreaterThan(MOST_IN_A_SLICE)
})

test('[SES18] [SES19] what a connection begins with is applied in slices too, and shown whole', async () => {
  using page = openFeed()
  page.feed.begin()
  for (const one of flood(1)) page.feed.told(one)
  const caughtUp = page.feed.caughtUp(FLOOD, PAUSE_LIMITS)
  const seen: number[] = []
  while (page.log.last < FLOOD) {
    seen.push(page.log.last)
    expect(page.feed.folded.facts.size).toBe(0)
    await new Promise(setImmediate)
  }
  await caughtUp
  expect(seen.length).toBeGreaterThan(3)
  expect(page.shown).toEqual([FLOOD])
  expect(page.feed.folded).toBe(page.log.folded)
})

test('[SES19] a press waits in local storage for one part of a flood, not for all of it', async () => {
  const store = newStore()
  const kept: number[] = []
  const order: string[] = []
  // As a database does it: one after the other.
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = (name: string) => {
    turn = turn.then(() => new Promise(setImmediate)).then(() => order.push(name))
    return turn
  }
  const keepLog = store.keepLog.bind(store)
  store.keepLog = async records => {
    kept.push(records.length)
    await inTurn('log')
    await keepLog(records)
  }
  using page = openFeed(store)
  for (const one of flood(1)) page.feed.told(one)
  await page.feed.reach(FLOOD)
  const before = order.length
  await inTurn('press')
  expect(order.length - before).toBeLessThanOrEqual(2)
  expect(Math.max(...kept)).toBeLessThanOrEqual(50)
  expect(page.log.last, 'the flood is not kept yet').toBeGreaterThan(kept.reduce((sum, count) => sum + count, 0))
})

test('[SES20] of what one seat shows the other the newest count, and a flood of the one leaves what the other sent', () => {
  const log = new SpaceLog([], PAUSE_LIMITS)
  log.take([start, own, ...flood(3), received], LOG_BEGINS)
  const { facts, phrases, history } = log.folded
  const kinds = Map.groupBy(facts.values(), ({ shown }) => `${shown?.kind} ${shown?.seat}`)
  for (const kind of ['signal', 'phrase', 'repair', 'drill']) expect(kinds.get(`${kind} b`)).toHaveLength(MOST_SHOWN)
  expect(facts.get(own.id)?.received).toHaveProperty(deviceOf('b'))
  expect(phrases).toHaveLength(MOST_SHOWN)
  expect(phrases.at(-1)?.seq).toBe(FLOOD)
  expect(history.map(({ kind }) => kind).filter(kind => kind === 'pause')).toHaveLength(1)
  expect(log.arrivedAt(own.id)).toBe(LOG_BEGINS)
  // The broken variant: the newest of all, whoever sent it.
  expect(newest([own, ...flood(3)], MOST_SHOWN, () => 'all')).not.toContain(own)
})

test('[SES20] a page that is told of a flood part by part comes to the same as one that is told at once', () => {
  const [parts, whole] = [new SpaceLog([], PAUSE_LIMITS), new SpaceLog([], PAUSE_LIMITS)]
  const all = [start, own, ...flood(3), received]
  whole.take(all, LOG_BEGINS)
  for (let from = 0; from < all.length; from += 37) parts.take(all.slice(from, from + 37), LOG_BEGINS)
  expect(parts.folded).toEqual(whole.folded)
})

test('[SES20] what is kept here is bounded, and a running pause and what oneself sent are in it however much else came since', async () => {
  const store = newStore()
  const records = recordsOf([start, own, ...flood(3)])
  for (let from = 0; from < records.length; from += 50) await store.keepLog(records.slice(from, from + 50))
  const { log } = await store.read()
  expect(log).toHaveLength(2 + LOG_WINDOW)
  const { pause, facts } = new SpaceLog(log, PAUSE_LIMITS).folded
  expect(pause.kind).toBe('paused')
  expect(facts.has(own.id)).toBe(true)
  // The broken variant: the newest alone.
  expect(new SpaceLog(log.slice(-LOG_WINDOW), PAUSE_LIMITS).folded.pause.kind).toBe('none')
})
