import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerToTell, openRepair, waitingRepairs } from '../client/features/repair/repairs.ts'
import { stageOf } from '../client/features/repair/stage.ts'
import type { SignalView } from '../client/sync/session.ts'
import type { EventId } from '../shared/ids.ts'
import { eventId } from './support/log.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { movedClock, openCouple, openPhone, until } from './support/sessions.ts'

const HOUR_MS = 3_600_000
const NOON = Date.UTC(2026, 2, 3, 12)
const WORDS = 'I am sorry. Let me try again.'

const clock = movedClock()
let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ now: clock.now })
})
afterAll(() => server[Symbol.asyncDispose]())
const couple = () => openCouple(server.url, { a: { deviceNow: clock.now }, b: { deviceNow: clock.now } })

const repair = (n: number, more: Partial<SignalView> = {}): SignalView => ({
  id: eventId(n),
  mine: false,
  content: { clauseId: '', word: WORDS, emoji: '', gesture: '', meaning: '', helps: '', from: 'Mei' },
  pressedAt: NOON + n,
  state: 'sent',
  sentAt: NOON + n,
  reached: null,
  answer: null,
  takenBack: null,
  earlier: false,
  receiptSent: false,
  ...more,
})
const answer = { text: 'Thank you', at: NOON + HOUR_MS, from: 'Jonas' }

test('[REP2] [REP4] the partner’s repairs wait for three days, newest first, until answered or closed', () => {
  const closed = new Set<EventId>([eventId(3)])
  const all = [repair(1), repair(2, { mine: true }), repair(3), repair(4, { answer }), repair(5)]
  const ids = (rule: typeof waitingRepairs, now: number) => rule(all, closed, now).map(({ id }) => id)
  const keeps = (rule: typeof waitingRepairs): boolean =>
    JSON.stringify([ids(rule, NOON + HOUR_MS), ids(rule, NOON + 73 * HOUR_MS)]) === JSON.stringify([[eventId(5), eventId(1)], []])
  expect(keeps(waitingRepairs)).toBe(true)
  expect(keeps((repairs, _, now) => waitingRepairs(repairs, new Set(), now))).toBe(false)
  expect(keeps((repairs, ids) => waitingRepairs(repairs, ids, NOON))).toBe(false)
})

test('[REP4] the answer to the last own repair is told for a day, until it is read', () => {
  const unread = new Set<EventId>()
  const mine = repair(1, { mine: true, answer })
  expect(answerToTell([mine], unread, NOON + 2 * HOUR_MS)?.id).toBe(mine.id)
  expect(answerToTell([mine], new Set([mine.id]), NOON + 2 * HOUR_MS)).toBeNull()
  expect(answerToTell([mine], unread, NOON + 26 * HOUR_MS)).toBeNull()
  expect(answerToTell([mine, repair(2, { mine: true })], unread, NOON + 2 * HOUR_MS)).toBeNull()
  expect(openRepair([mine], NOON + HOUR_MS)?.id).toBe(mine.id)
  expect(openRepair([mine], NOON + 4 * HOUR_MS)).toBeNull()
})

test('[REP3] each state is said once it is a fact, and what waits has a moment to go', () => {
  const waiting = repair(0, { mine: true, state: 'waiting' })
  expect(stageOf(waiting, 'online', NOON + 999)).toBe('sending')
  expect(stageOf(waiting, 'online', NOON + 1_000)).toBe('not-there')
  expect(stageOf(waiting, 'offline', NOON)).toBe('not-there')
  expect((['sent', 'reached', 'answered'] as const).map(state => stageOf({ ...waiting, state }, 'offline', NOON))).toEqual([
    'sent',
    'reached',
    'answered',
  ])
})

test('[REP3] a repair is not sent yet, sent, on the other phone and answered, and is no signal', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  a.setOffline(true)
  const id = await a.sendRepair(WORDS)
  expect(a.state().repairs).toMatchObject([{ id, mine: true, state: 'waiting', content: { word: WORDS } }])
  a.setOffline(false)
  await until(a, ({ repairs }) => repairs[0]?.state === 'sent')
  await until(b, ({ repairs }) => repairs[0]?.content.word === WORDS && !repairs[0].mine)
  expect([a.state().signals, b.state().signals]).toEqual([[], []])
  await b.received(id)
  await until(a, ({ repairs }) => repairs[0]?.state === 'reached')
  await b.answer(id, 'I need time')
  await until(a, ({ repairs }) => repairs[0]?.answer?.text === 'I need time')
})

test('[SCP30] a start that never left is taken back after a reload too, and comes to no phone', async () => {
  await using pair = await couple()
  const [a, b] = [pair.a.session, pair.b.session]
  a.setOffline(true)
  await a.startPause(25)
  expect(a.state().pause).toMatchObject({ unsent: true, named: { mine: true, shown: false } })
  clock.advance(2 * 60_000)
  await a[Symbol.asyncDispose]()
  await using again = await openPhone(server.url, { store: pair.a.store, deviceNow: clock.now, offline: true })
  expect(again.session.state().pause).toMatchObject({ unsent: true, state: { kind: 'paused' } })
  await again.session.cancelPause()
  expect(again.session.state().pause).toMatchObject({ unsent: false, state: { kind: 'none' } })
  again.session.setOffline(false)
  const id = await again.session.sendRepair(WORDS)
  await until(b, ({ repairs }) => repairs.some(one => one.id === id))
  expect(b.state().pause.state.kind).toBe('none')

  // The control: what was not taken back is there by then.
  again.session.setOffline(true)
  await again.session.startPause(25)
  again.session.setOffline(false)
  await until(b, ({ pause }) => pause.state.kind === 'paused')
})
