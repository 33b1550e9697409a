import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge, type Outcome, readRetryAfter } from '../server/features/push-outcome.ts'
import { PUSH_LEASE_MS, WAITING_MOST } from '../server/features/push-queue.ts'
import type { Letter } from '../server/features/pushes.ts'
import { NotStored, type Store } from '../server/storage/store.ts'
import { PUSH_TTL_MS } from '../shared/push.ts'
import { NOON } from './support/couple-at-noon.ts'
import { answered, type PushDesk, pushDesk } from './support/push-desk.ts'
import { shown } from './support/relay-events.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const AT_B = 'https://push.example/b'

const deskWithB = async (options: Parameters<typeof pushDesk>[0] = {}) => {
  const desk = await pushDesk(options)
  const couple = await desk.couple()
  await desk.subscribe(couple, 'b', AT_B)
  return { desk, couple }
}
/** Loses the writing down of what came of a try, as a full disk or a server that dies would. */
const losing =
  (lost: { next: boolean }) =>
  (store: Store): Store => ({
    read: work => store.read(work),
    write: work =>
      store.write(async tx => {
        const value = await work(tx)
        if (lost.next && typeof value === 'boolean') {
          lost.next = false
          throw new NotStored('lost')
        }
        return value
      }),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  })

const times = (desk: PushDesk) => desk.tries.map(one => one.at / SECOND)
/** Lets time pass second by second, as alarms are set anew after each try. */
const passSlowly = async (desk: PushDesk, ms: number, step = SECOND) => {
  for (let passed = 0; passed < ms; passed += step) await desk.pass(step)
}
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

type Turn = { do: 'send' } | { do: 'pass'; seconds: number } | { do: 'restart' } | { do: 'lose' }
const turn = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Turn>({ do: 'send' }) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 400 }).map((seconds): Turn => ({ do: 'pass', seconds })) },
  { weight: 1, arbitrary: fc.constant<Turn>({ do: 'restart' }) },
  { weight: 1, arbitrary: fc.constant<Turn>({ do: 'lose' }) },
)
const outcome = fc.oneof(
  { weight: 3, arbitrary: fc.constant(answered(201)) },
  { weight: 3, arbitrary: fc.constantFrom(answered(500), answered(503), { kind: 'unreachable' } as const) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 300 }).map(seconds => answered(429, seconds * SECOND)) },
  { weight: 1, arbitrary: fc.constant({ kind: 'cut-off' } as const) },
)

interface Story {
  turns: Turn[]
  outcomes: ReturnType<typeof answered>[]
  /** The number of the try that is answered 410, if any. */
  goneAt: number | null
}
const story = fc.record<Story>({
  turns: fc.array(turn, { minLength: 1, maxLength: 14 }),
  outcomes: fc.array(outcome, { maxLength: 20 }),
  goneAt: fc.option(fc.integer({ min: 1, max: 12 })),
})

/** A sender that takes an answer for another: a broken one, to see that the property notices. */
type Misread = (outcome: Outcome) => Outcome

/** Plays a story, then lets the push service work and half an hour pass. Says what the promise was broken by. */
const complaints = async ({ turns, outcomes, goneAt }: Story, misread: Misread = read => read): Promise<string[]> => {
  const lost = { next: false }
  const { desk, couple } = await deskWithB({ wrap: losing(lost) })
  await using _ = desk
  const left = [...outcomes]
  const got = new Set<number>()
  const found: string[] = []
  let gone = false
  let isGoneKept = false
  desk.postman.carry = letter => misread(take(letter))
  const take = ({ message }: Letter): Outcome => {
    const { seq } = JSON.parse(new TextDecoder().decode(message))
    if (gone && isGoneKept) found.push(`${seq} was sent after 410`)
    if (desk.tries.length === goneAt) {
      gone = true
      // What the server could not write down it may ask once more.
      isGoneKept = !lost.next
      return answered(410)
    }
    if (gone) {
      isGoneKept = true
      return answered(410)
    }
    const next = left.shift() ?? answered(201)
    if (next.kind === 'answered' && next.status === 201) got.add(seq)
    return next
  }
  const sent: number[] = []
  for (const one of turns) {
    if (one.do === 'send') {
      const stored = await desk.send(couple, shown())
      if (stored.ok) sent.push(stored.seq)
      await desk.pass(0)
    }
    if (one.do === 'pass') await passSlowly(desk, one.seconds * SECOND, 20 * SECOND)
    if (one.do === 'restart') await desk.restart()
    if (one.do === 'lose') lost.next = true
  }
  const endsAt = desk.clock.now()
  left.length = 0
  lost.next = false
  await passSlowly(desk, PUSH_TTL_MS + MINUTE, 20 * SECOND)
  if ((await desk.waiting()) > 0) found.push('something still waits')
  if (gone) return found
  const rows = await desk.store.read(tx => tx.selectFrom('events').select(['seq', 'at']).execute())
  // Six minutes cover the longest wait that an answer of this story asks for, with its own.
  const inTime = rows.filter(({ at }) => at + PUSH_TTL_MS > endsAt + 6 * MINUTE).map(({ seq }) => Number(seq))
  return [...found, ...inTime.filter(seq => sent.includes(seq) && !got.has(seq)).map(seq => `${seq} was never delivered`)]
}

test('[PSH8] whatever fails in whatever order, every push is delivered at least once within its time, and none after 410', async () => {
  await fc.assert(
    fc.asyncProperty(story, async told => {
      expect(await complaints(told)).toEqual([])
    }),
    { numRuns: 40, seed },
  )
})

test.each<[string, Misread]>([
  ['takes a failure for a delivery', read => (read.kind === 'unreachable' ? answered(201) : read)],
  ['goes on after 410', read => (read.kind === 'answered' && read.status === 410 ? answered(503) : read)],
])('[PSH8] a sender that %s is caught', async (_which, misread) => {
  const told = fc.asyncProperty(story, async one => (await complaints(one, misread)).length === 0)
  const { failed } = await fc.check(told, { numRuns: 60, seed: CONTROL_SEED, endOnFailure: true })
  expect(failed).toBe(true)
})
