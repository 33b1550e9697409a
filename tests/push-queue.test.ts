import { expect, test } from 'vitest'
import { recordDueStep } from '../server/features/pauses.ts'
import { judge, readRetryAfter } from '../server/features/push-outcome.ts'
import { PUSH_LEASE_MS, WAITING_MOST } from '../server/features/push-queue.ts'
import { isPushed } from '../server/features/push-subscriptions.ts'
import { PAUSE_LIMITS } from '../shared/pause.ts'
import { PUSH_TTL_MS } from '../shared/push.ts'
import { MINUTE, NOON } from './support/couple-at-noon.ts'
import { answered, type PushDesk } from './support/push-desk.ts'
import { AT_B, deskWithB, losing, passSlowly, SECOND } from './support/pushed-couple.ts'
import { shown, startPause } from './support/relay-events.ts'

const times = (desk: PushDesk) => desk.tries.map(one => one.at / SECOND)
const subscriptions = (desk: PushDesk) =>
  desk.store.read(tx => tx.selectFrom('push_subscriptions').select(['endpoint', 'not_before']).execute())

test('[PSH9] what fails for now is tried again with growing waits, until it succeeds', async () => {
  const { desk, couple } = await deskWithB()
  await using _ = desk
  const outcomes = [answered(500), { kind: 'unreachable' } as const, answered(503), answered(429), answered(408), answered(201)]
  desk.postman.carry = () => outcomes.shift() ?? answered(500)
  await desk.send(couple, shown())
  await desk.pass(0)
  await passSlowly(desk, 2 * MINUTE)
  expect(times(desk)).toEqual([0, 1, 3, 7, 15, 31])
  // A push service keeps it no longer than the event's half hour, and puts it in place of the one it may have taken already.
  expect(desk.tries.map(one => one.ttlSeconds)).toEqual([1_800, 1_799, 1_797, 1_793, 1_785, 1_769])
  expect(new Set(desk.tries.map(one => one.topic)).size).toBe(1)
  expect(await desk.waiting()).toBe(0)
})

test('[PSH9] Retry-After is kept, for everything that waits for that device', async () => {
  const { desk, couple } = await deskWithB()
  await using _ = desk
  desk.postman.carry = () => (desk.tries.length === 1 ? answered(429, 5 * MINUTE) : answered(201))
  await desk.send(couple, shown())
  await desk.pass(0)
  await desk.send(couple, shown())
  await passSlowly(desk, 5 * MINUTE - 10 * SECOND, 10 * SECOND)
  await desk.pass(9 * SECOND)
  expect(times(desk)).toEqual([0])
  await desk.pass(SECOND)
  expect(desk.tries.map(one => [one.at / MINUTE, one.seq]).slice(1)).toEqual([
    [5, 2],
    [5, 1],
  ])
})

test('[PSH9] 404 and 410 end the subscription, with all that waits for it; the other devices keep theirs', async () => {
  for (const status of [404, 410]) {
    const { desk, couple } = await deskWithB()
    await using _ = desk
    await desk.subscribe(couple, 'a', 'https://push.example/a')
    desk.postman.carry = () => answered(status)
    for (let at = 0; at < 5; at++) await desk.send(couple, shown())
    await desk.pass(0)
    await passSlowly(desk, MINUTE, 10 * SECOND)
    expect(await desk.waiting()).toBe(0)
    expect((await subscriptions(desk)).map(one => one.endpoint)).toEqual(['https://push.example/a'])
    const before = desk.tries.length
    await desk.send(couple, shown())
    await desk.pass(MINUTE)
    expect(desk.tries.length).toBe(before)
  }
})

test('[PSH9] where the device named another endpoint meanwhile, that one stays and gets the push', async () => {
  const { desk, couple } = await deskWithB()
  await using _ = desk
  desk.postman.carry = async ({ endpoint }) => {
    if (endpoint !== AT_B) return answered(201)
    await desk.subscribe(couple, 'b', 'https://push.example/new')
    return answered(410)
  }
  await desk.send(couple, shown())
  await desk.pass(0)
  await desk.pass(SECOND)
  expect(desk.tries.map(one => one.endpoint)).toEqual([AT_B, 'https://push.example/new'])
  expect((await subscriptions(desk)).map(one => one.endpoint)).toEqual(['https://push.example/new'])
})

test('[PSH9] any other refusal drops the push, keeps the subscription, and is logged by its code alone', async () => {
  for (const status of [301, 307, 400, 401, 403, 413]) {
    const { desk, couple } = await deskWithB()
    await using _ = desk
    desk.postman.carry = () => answered(status)
    await desk.send(couple, shown())
    await desk.pass(0)
    await passSlowly(desk, MINUTE, 10 * SECOND)
    expect(desk.tries).toHaveLength(1)
    expect(await subscriptions(desk)).toHaveLength(1)
    const [line = '', ...more] = desk.log
    expect(JSON.parse(line)).toMatchObject({ code: String(status), msg: 'a push was given up' })
    expect(more).toEqual([])
    expect(line).not.toContain('push.example')
  }
})

test('[PSH32] three refusals in a row end the subscription, and the partner is told no more that this seat can be reached', async () => {
  for (const status of [301, 400, 401, 403]) {
    const { desk, couple } = await deskWithB()
    await using _ = desk
    const isReached = () => desk.store.read(tx => isPushed(tx, couple.spaceId, 'b'))
    const signal = async (answer: number) => {
      desk.postman.carry = () => answered(answer)
      await desk.send(couple, shown())
      await desk.pass(SECOND)
    }
    // One that was taken in between begins the count anew.
    for (const answer of [status, status, 201, status, status]) await signal(answer)
    expect(await isReached()).toBe(true)
    await signal(status)
    expect(await isReached()).toBe(false)
    expect(await desk.waiting()).toBe(0)
    await desk.subscribe(couple, 'b', 'https://push.example/new')
    expect(await isReached()).toBe(true)
    await signal(status)
    expect(await isReached()).toBe(true)
  }
})

test('[PSH8] half an hour after the event nothing is tried any more, and what waited is gone', async () => {
  const { desk, couple } = await deskWithB()
  await using _ = desk
  desk.postman.carry = () => answered(503)
  await desk.send(couple, shown())
  await desk.pass(0)
  await passSlowly(desk, PUSH_TTL_MS, 15 * SECOND)
  const { length } = desk.tries
  expect(length).toBeGreaterThan(8)
  expect(Math.max(...desk.tries.map(one => one.at))).toBeLessThan(PUSH_TTL_MS)
  await passSlowly(desk, PUSH_TTL_MS, MINUTE)
  expect(desk.tries).toHaveLength(length)
  expect(await desk.waiting()).toBe(0)
})

test('[PSH8] what waited longer than that, since no server ran or the push service wanted so, is not sent late', async () => {
  const { desk, couple } = await deskWithB()
  await using _ = desk
  desk.postman.carry = () => answered(429, 2 * PUSH_TTL_MS)
  await desk.send(couple, shown())
  await desk.pass(0)
  await desk.send(couple, shown())
  desk.postman.carry = () => answered(201)
  await desk.pass(2 * PUSH_TTL_MS + SECOND)
  expect(desk.tries.map(one => one.seq)).toEqual([1])
  expect(await desk.waiting()).toBe(0)
  await desk.send(couple, shown())
  await desk.pass(0)
  expect(desk.tries.map(one => one.seq)).toEqual([1, 3])
})

test('[PSH8] what could not be written down as sent is sent once more when its claim has run out, and not before', async () => {
  const lost = { next: true }
  const { desk, couple } = await deskWithB({ wrap: losing(lost) })
  await using _ = desk
  await desk.send(couple, shown())
  await desk.pass(0)
  await desk.restart()
  await desk.pass(PUSH_LEASE_MS - 1)
  expect(times(desk)).toEqual([0])
  await desk.pass(1)
  expect(times(desk)).toEqual([0, PUSH_LEASE_MS / SECOND])
  expect(await desk.waiting()).toBe(0)
})

test('[PSH10] of more than a hundred that wait for one device the oldest go', async () => {
  const { desk, couple } = await deskWithB()
  await using _ = desk
  desk.postman.carry = () => answered(503, MINUTE)
  for (let at = 0; at < WAITING_MOST + 30; at++) await desk.send(couple, shown())
  await desk.pass(0)
  expect(await desk.waiting()).toBe(WAITING_MOST)
  desk.postman.carry = () => answered(201)
  desk.tries.length = 0
  await desk.pass(MINUTE)
  expect(desk.tries.map(one => one.seq).sort((one, other) => one - other)).toEqual(
    Array.from({ length: WAITING_MOST }, (_each, at) => at + 31),
  )
})

test('[PSH10] a flood keeps nobody from the call at the return time: it is not dropped, and goes first', async () => {
  const { desk, couple } = await deskWithB()
  await using _ = desk
  await desk.send(couple, startPause(20), 'b')
  await desk.pass(20 * MINUTE)
  desk.postman.carry = () => answered(503, MINUTE)
  for (let at = 0; at < 5; at++) await desk.send(couple, shown())
  const due = await desk.store.write(tx =>
    recordDueStep(tx, couple.spaceId, { kind: 'call-back' }, desk.clock.now(), PAUSE_LIMITS),
  )
  for (let at = 0; at < WAITING_MOST + 30; at++) await desk.send(couple, shown())
  await desk.pass(0)
  desk.postman.carry = () => answered(201)
  desk.tries.length = 0
  await desk.pass(MINUTE)
  expect(desk.tries).toHaveLength(WAITING_MOST + 1)
  expect(desk.tries[0]?.seq).toBe(due?.seq)
})

test('[PSH10] the call at the return time goes before whatever was pressed before it', async () => {
  const { desk, couple } = await deskWithB()
  await using _ = desk
  await desk.send(couple, startPause(20), 'b')
  await desk.pass(20 * MINUTE)
  desk.postman.carry = () => answered(503, MINUTE)
  for (let at = 0; at < 20; at++) await desk.send(couple, shown())
  const due = await desk.store.write(tx =>
    recordDueStep(tx, couple.spaceId, { kind: 'call-back' }, desk.clock.now(), PAUSE_LIMITS),
  )
  await desk.pass(0)
  desk.postman.carry = () => answered(201)
  desk.tries.length = 0
  await desk.pass(MINUTE)
  expect(desk.tries).toHaveLength(21)
  expect(desk.tries[0]?.seq).toBe(due?.seq)
})

test('[PSH9] waits double up to five minutes, are spread, and end with the time that the push has', () => {
  const push = (tries: number) => ({ tries, expiresAt: PUSH_TTL_MS })
  const waits = Array.from({ length: 10 }, (_, tries) => judge(answered(500), push(tries), 0, 1))
  expect(waits.map(one => (one.kind === 'again' ? one.at / SECOND : one))).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
  expect(judge(answered(500), push(0), 0, 0)).toEqual({ kind: 'again', at: 1_000, aloneUntil: null })
  expect(judge(answered(500), push(0), PUSH_TTL_MS - 900, 0)).toMatchObject({ kind: 'given-up', code: 'too-late' })
  expect(judge(answered(429, PUSH_TTL_MS), push(0), 0, 0)).toEqual({
    kind: 'given-up',
    code: 'too-late',
    aloneUntil: PUSH_TTL_MS,
  })
})

test('[PSH9] Retry-After is read as seconds or as a date, and nothing else', () => {
  expect(readRetryAfter('120', 0)).toBe(120_000)
  expect(readRetryAfter(new Date(NOON + 90_000).toUTCString(), NOON)).toBe(90_000)
  expect(readRetryAfter(new Date(NOON - 90_000).toUTCString(), NOON)).toBe(0)
  expect(readRetryAfter('999999999', 0)).toBe(3_600_000)
  for (const nonsense of [undefined, '', 'soon', '-5', '1e9', '0x10']) expect(readRetryAfter(nonsense, NOON) ?? 0).toBe(0)
})
