import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerToTell, comesSecond, openRepair, waitingRepairs } from '../client/features/repair/repairs.ts'
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
const answer = { text: 'Thank you', at: NOON + HOUR_MS, pressedAt: NOON + HOUR_MS, from: 'Jonas' }

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

test('[REP2] a signal holds repairs back for as long as its alert asks: not the first of two presses whose second was answered elsewhere', () => {
  const none = new Set<EventId>()
  const [first, second] = [repair(1, { receiptSent: true }), repair(2)]
  const done = { ...second, answer }
  const holds = (rule: typeof comesSecond) => [
    rule([first, second], none),
    rule([first, done], none),
    rule([first, second], new Set([first.id, second.id])),
    rule([{ ...first, earlier: true }], none),
    rule([], null),
  ]
  const right = [true, false, false, false, true]
  expect(holds(comesSecond)).toEqual(right)
  // The broken variant looks at each press for itself: no alert, and no repair for a week.
  const alone: typeof comesSecond = (signals, closed) =>
    signals.some(({ id, answer, earlier, takenBack }) => !(answer || earlier || takenBack || closed?.has(id)))
  expect(holds(alone)).not.toEqual(right)
})

/** Of which repair the answer is told: fresh, read, a day old, and once a newer one was sent. */
const told = (rule: typeof answerToTell): (EventId | undefined)[] => {
  const mine = repair(1, { mine: true, answer })
  const later = NOON + 2 * HOUR_MS
  return [
    rule([mine], new Set(), later),
    rule([mine], new Set([mine.id]), later),
    rule([mine], new Set(), NOON + 26 * HOUR_MS),
    rule([mine, repair(2, { mine: true })], new Set(), later),
    rule([repair(1, { answer })], new Set(), later),
  ].map(one => one?.id)
}
const TOLD = [eventId(1), undefined, undefined, undefined, undefined]

test('[REP4] the answer to the last own repair is told for a day, until it is read', () => {
  const mine = repair(1, { mine: true, answer })
  expect(told(answerToTell)).toEqual(TOLD)
  expect(openRepair([mine], NOON + HOUR_MS)?.id).toBe(mine.id)
  expect(openRepair([mine], NOON + 4 * HOUR_MS)).toBeNull()
})

test.each<[string, typeof answerToTell]>([
  ['goes on once it was read', (repairs, _, now) => answerToTell(repairs, new Set(), now)],
  ['goes on for ever', (repairs, read) => answerToTell(repairs, read, NOON)],
  ['is one to an earlier repair', (repairs, read, now) => answerToTell(repairs.slice(0, 1), read, now)],
  [
    'is no own repair’s',
    (repairs, read, now) =>
      answerToTell(
        repairs.map(one => ({ ...one, mine: true })),
        read,
        now,
      ),
  ],
])('[REP4] an answer told that %s is caught', (_which, broken) => {
  expect(told(broken)).not.toEqual(TOLD)
})

/** What is said of a press that waits, for a moment and after it, and of each fact though the network is gone. */
const said = (rule: typeof stageOf): string[] => {
  const waiting = repair(0, { mine: true, state: 'waiting' })
  const facts = (['sent', 'reached', 'answered'] as const).map(state => rule({ ...waiting, state }, 'offline', NOON))
  return [
    rule(waiting, 'online', NOON + 999),
    rule(waiting, 'online', NOON + 1_000),
    rule(waiting, 'connecting', NOON + 999),
    rule(waiting, 'offline', NOON),
    ...facts,
  ]
}
const SAID = ['sending', 'not-there', 'sending', 'not-there', 'sent', 'reached', 'answered']

test('[REP3] each state is said once it is a fact, and what waits has a moment to go', () => {
  expect(said(stageOf)).toEqual(SAID)
})

test.each<[string, typeof stageOf]>([
  ['"sent" for pressed', (one, ...rest) => (one.state === 'waiting' ? 'sent' : stageOf(one, ...rest))],
  ['"there" for sent', (one, ...rest) => (one.state === 'sent' ? 'reached' : stageOf(one, ...rest))],
  ['nothing of a lost network', (one, _, now) => stageOf(one, 'online', now)],
  ['"not there" at once', (one, _, now) => stageOf(one, 'offline', now)],
  ['"sending" for ever', (one, connection) => stageOf(one, connection, one.pressedAt)],
  [
    'a fact no more without a network',
    (one, connection, now) => (connection === 'offline' ? 'not-there' : stageOf(one, connection, now)),
  ],
])('[REP3] a screen that says %s is caught', (_which, broken) => {
  expect(said(broken)).not.toEqual(SAID)
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
