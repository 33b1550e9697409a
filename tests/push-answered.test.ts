import { expect, test } from 'vitest'
import { quietedSeat } from '../server/features/push-recipients.ts'
import type { StoredEvent } from '../shared/events.ts'
import type { Seat } from '../shared/ids.ts'
import { MINUTE, NOON } from './support/couple-at-noon.ts'
import { answered, type PushDesk, pushDesk } from './support/push-desk.ts'
import { about, answerTo, newEventId, sealedBytes, shown } from './support/relay-events.ts'
import { addDevice } from './support/relay-server.ts'

/** Seat a with one device, seat b with two; what b answers, it answers on `/b1`. */
const threeDevices = async () => {
  const desk = await pushDesk()
  const couple = await desk.couple()
  const second = await addDevice(desk.store, couple.spaceId, 'b')
  await desk.subscribe(couple, 'a', 'https://push.example/a')
  await desk.subscribe(couple, 'b', 'https://push.example/b1')
  await desk.subscribe(couple, 'b', 'https://push.example/b2', second)
  return { desk, couple }
}
const seqs = (desk: PushDesk, endpoint: string) => desk.tries.filter(one => one.endpoint.endsWith(endpoint)).map(one => one.seq)

test('[PSH14] an answer is pushed to the further devices of its own seat, and not to the one that gave it', async () => {
  const { desk, couple } = await threeDevices()
  await using _ = desk
  const signal = shown()
  await desk.send(couple, signal, 'a')
  await desk.pass(0)
  await desk.send(couple, answerTo(signal.id), 'b')
  await desk.pass(0)
  expect([seqs(desk, '/a'), seqs(desk, '/b1'), seqs(desk, '/b2')]).toEqual([[2], [1], [1, 2]])
  // What a seat pressed itself stands on none of its own devices: there is nothing to end there.
  const second = shown()
  await desk.send(couple, second, 'b')
  await desk.send(couple, about('take-back', second.id), 'b')
  await desk.pass(0)
  expect([seqs(desk, '/a'), seqs(desk, '/b1'), seqs(desk, '/b2')]).toEqual([[2, 3, 4], [1], [1, 2]])
})

test('[PSH14] of several answers to one thing the first alone is pushed; to another thing it is the first again', async () => {
  const { desk, couple } = await threeDevices()
  await using _ = desk
  const [first, second] = [shown(), shown()]
  await desk.send(couple, first, 'a')
  for (let at = 0; at < 20; at++) await desk.send(couple, answerTo(first.id), 'b')
  await desk.send(couple, second, 'a')
  await desk.send(couple, answerTo(second.id), 'b')
  await desk.pass(0)
  expect(seqs(desk, '/a')).toEqual([2, 23])
})

test('[PSH14] what was sent a day before is answered without a call; until then the push says when it was sent', async () => {
  const { desk, couple } = await threeDevices()
  await using _ = desk
  const asked: unknown[] = []
  desk.postman.carry = ({ endpoint, message }) => {
    if (endpoint.endsWith('/a')) asked.push(JSON.parse(new TextDecoder().decode(message)).askedAt)
    return answered(201)
  }
  const [first, second] = [shown('repair'), shown()]
  await desk.send(couple, first, 'a')
  await desk.send(couple, second, 'a')
  await desk.pass(24 * 60 * MINUTE)
  await desk.send(couple, answerTo(first.id), 'b')
  await desk.pass(1)
  await desk.send(couple, answerTo(second.id), 'b')
  await desk.pass(0)
  expect([seqs(desk, '/a'), asked]).toEqual([[3], [NOON]])
})

test('[PSH14] a device that was not called yet is not called any more; one that may have been is told', async () => {
  const { desk, couple } = await threeDevices()
  await using _ = desk
  const [first, second] = [shown(), shown()]
  desk.postman.carry = ({ endpoint }) => answered(endpoint.endsWith('/b2') ? 429 : 201, 5 * MINUTE)
  await desk.send(couple, first, 'a')
  await desk.pass(0)
  // Its push service wants no more for a while: this one is not even tried.
  await desk.send(couple, second, 'a')
  await desk.pass(0)
  expect(seqs(desk, '/b2')).toEqual([1])
  await desk.send(couple, answerTo(second.id), 'b')
  await desk.send(couple, answerTo(first.id), 'b')
  desk.postman.carry = () => answered(201)
  for (let minute = 0; minute < 6; minute++) await desk.pass(MINUTE)
  expect(seqs(desk, '/b2')).toEqual([1, 4])
  expect(await desk.waiting()).toBe(0)
})

const stored = (kind: 'signal' | 'answer' | 'take-back' | 'received', seat: Seat): StoredEvent =>
  ({
    id: newEventId(),
    kind,
    seat,
    seq: 1,
    at: 1,
    heldMs: 0,
    about: newEventId(),
    sealed: sealedBytes(),
  }) as unknown as StoredEvent
const quiets = (rule: typeof quietedSeat): boolean =>
  JSON.stringify((['signal', 'answer', 'take-back', 'received'] as const).map(kind => rule(stored(kind, 'b')))) ===
  JSON.stringify([null, 'b', null, null])

test.each<[string, typeof quietedSeat]>([
  ['quiets the seat that asked', event => (event.kind === 'answer' ? 'a' : null)],
  ['quiets nobody', () => null],
  ['quiets with whatever a seat does', event => ('seat' in event ? event.seat : null)],
])('[PSH14] a rule that %s is caught', (_which, broken) => {
  expect(quiets(quietedSeat)).toBe(true)
  expect(quiets(broken)).toBe(false)
})
