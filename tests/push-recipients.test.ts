import { expect, test } from 'vitest'
import { calledSeats } from '../server/features/push-recipients.ts'
import type { StoredEvent } from '../shared/events.ts'
import type { DuePauseStep, PauseState, PauseStep } from '../shared/pause.ts'
import { answered, pushDesk } from './support/push-desk.ts'
import { about, answerTo, newEventId, pauseStep, sealedBytes, shown, startPause } from './support/relay-events.ts'
import { addDevice } from './support/relay-server.ts'

const MINUTE = 60_000

test('[PSH4] what a seat does calls every subscribed device of the other one, and none of its own', async () => {
  await using desk = await pushDesk()
  const couple = await desk.couple()
  const other = await desk.couple()
  const second = await addDevice(desk.store, couple.spaceId, 'b')
  await desk.subscribe(couple, 'a', 'https://push.example/a')
  await desk.subscribe(couple, 'b', 'https://push.example/b1')
  await desk.subscribe(couple, 'b', 'https://push.example/b2', second)
  await desk.subscribe(other, 'b', 'https://push.example/other')
  const signal = shown()
  const theirs = shown('signal')
  await desk.send(couple, signal, 'a')
  await desk.send(couple, shown('phrase'), 'a')
  await desk.send(couple, shown('repair'), 'a')
  await desk.send(couple, shown('drill'), 'a')
  await desk.send(couple, about('take-back', signal.id), 'a')
  await desk.send(couple, theirs, 'b')
  await desk.pass(0)
  await desk.send(couple, answerTo(theirs.id), 'a')
  await desk.send(couple, startPause(25), 'a')
  await desk.send(couple, pauseStep({ kind: 'cancel' }), 'a')
  await desk.send(couple, startPause(25), 'b')
  await desk.send(couple, pauseStep({ kind: 'extend', until: desk.clock.now() + 60 * MINUTE }), 'a')
  await desk.pass(0)
  const seqs = (endpoint: string) =>
    desk.tries
      .filter(one => one.endpoint.endsWith(endpoint))
      .map(one => one.seq)
      .sort((one, next) => one - next)
  expect(seqs('/b1')).toEqual([1, 2, 3, 4, 5, 7, 8, 9, 11])
  expect(seqs('/b2')).toEqual(seqs('/b1'))
  expect(seqs('/a')).toEqual([6, 10])
  expect(seqs('/other')).toEqual([])
})

test('[PSH4] receipts, returns and the agreement call nobody; a resend calls nobody again', async () => {
  await using desk = await pushDesk()
  const couple = await desk.couple()
  await desk.subscribe(couple, 'b', 'https://push.example/b')
  const theirs = shown()
  await desk.send(couple, theirs, 'b')
  await desk.send(couple, about('received', theirs.id), 'a')
  for (const kind of ['assent', 'version', 'question'] as const)
    await desk.send(couple, { id: newEventId(), kind, heldMs: 0, sealed: sealedBytes() }, 'a')
  await desk.pass(0)
  expect(desk.tries).toEqual([])
  const signal = shown()
  await desk.send(couple, signal, 'a')
  await desk.send(couple, { ...signal, heldMs: 5 }, 'a')
  await desk.pass(0)
  expect(desk.tries.map(one => one.seq)).toEqual([6])
})

test('[PSH4] a refused event calls nobody', async () => {
  await using desk = await pushDesk()
  const couple = await desk.couple()
  await desk.subscribe(couple, 'b', 'https://push.example/b')
  expect(await desk.send(couple, pauseStep({ kind: 'cancel' }), 'a')).toMatchObject({ ok: false, code: 'no-pause' })
  await desk.pass(0)
  expect(desk.tries).toEqual([])
  await desk.send(couple, startPause(25), 'a')
  await desk.pass(0)
  expect(desk.tries.map(one => one.seq)).toEqual([1])
})

const paused = (returned: ('a' | 'b')[]): PauseState => ({
  kind: 'paused',
  startedBy: ['a'],
  startedAt: 0,
  knownAt: 0,
  returnAt: 1,
  returned: returned.map(seat => ({ seat, at: 1, late: false })),
  extended: false,
  calledBack: true,
  asked: true,
})
const due = (kind: DuePauseStep['kind']): StoredEvent => ({ id: newEventId(), kind: 'pause-due', seq: 1, at: 1, step: { kind } })
const step = (taken: PauseStep): StoredEvent =>
  ({ ...pauseStep(taken), seq: 1, at: 1, seat: 'a', deviceId: newEventId() }) as unknown as StoredEvent

test.each([
  [due('call-back'), paused([]), ['a', 'b']],
  [due('call-back'), paused(['a']), ['a', 'b']],
  [due('ask-missing'), paused([]), ['a', 'b']],
  [due('ask-missing'), paused(['a']), ['b']],
  [due('ask-missing'), paused(['b']), ['a']],
  [due('end'), { kind: 'none' }, []],
  [due('seat-left'), { kind: 'none' }, []],
  [step({ kind: 'return' }), paused(['a']), []],
  [step({ kind: 'start', minutes: 20 }), paused([]), ['b']],
] as [StoredEvent, PauseState, string[]][])(
  '[PSH4] both are called back, and only who is missing is asked (case %#)',
  (event, pause, seats) => {
    expect(calledSeats(event, pause)).toEqual(seats)
  },
)

test('[PSH4] a device that subscribed after an event is not called for it', async () => {
  await using desk = await pushDesk()
  const couple = await desk.couple()
  await desk.send(couple, shown(), 'a')
  await desk.subscribe(couple, 'b', 'https://push.example/b')
  await desk.pass(MINUTE)
  expect(desk.tries).toEqual([])
  desk.postman.carry = () => answered(201)
  await desk.send(couple, shown(), 'a')
  await desk.pass(0)
  expect(desk.tries.map(one => one.seq)).toEqual([2])
})
