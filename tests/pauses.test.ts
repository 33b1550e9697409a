import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countedHeld } from '../server/features/pauses.ts'
import { HeardDevices, heardFloor } from '../server/transport/relay-heard.ts'
import type { StoredEvent } from '../shared/events.ts'
import { foldPause } from '../shared/fold.ts'
import type { DeviceId, SpaceId } from '../shared/ids.ts'
import { PAUSE_LIMITS, type PauseState } from '../shared/pause.ts'
import { coupleAtNoon, MINUTE, NOON } from './support/couple-at-noon.ts'
import { ownedClock } from './support/owned-clock.ts'
import { connectClient } from './support/relay-client.ts'
import { pauseStep, startPause } from './support/relay-events.ts'
import { addCouple, addDevice, type RelayServer, startRelay } from './support/relay-server.ts'
import { seed } from './support/seed.ts'

const pauseOf = async (server: RelayServer, spaceId: SpaceId): Promise<PauseState> => {
  const read = (tx: Parameters<Parameters<typeof server.store.read>[0]>[0]) =>
    tx.selectFrom('spaces').select('pause').where('space_id', '=', spaceId).executeTakeFirstOrThrow()
  return JSON.parse((await server.store.read(read)).pause)
}

test('[REL19] two starts at once make one pause, and both phones fold the log to the state stored', async () => {
  await using noon = await coupleAtNoon()
  const { server, couple, a, b } = noon
  const answers = await Promise.all([a.send(startPause(25)), b.send(startPause(40))])
  expect(answers.map(answer => answer.ok && answer.seq)).toEqual([1, 2])
  const state = await pauseOf(server, couple.spaceId)
  expect(state).toMatchObject({ kind: 'paused', startedAt: NOON, returnAt: NOON + 40 * MINUTE })
  expect(state.kind === 'paused' && [...state.startedBy].sort()).toEqual(['a', 'b'])
  const log = await a.since(0)
  if (!log.ok) throw new Error(log.code)
  expect(foldPause(log.events as StoredEvent[], PAUSE_LIMITS)).toEqual(state)
})

test('[REL19] of a cancel and an extension sent at once, exactly one is taken', async () => {
  await using noon = await coupleAtNoon()
  const { server, couple, a, b } = noon
  await a.send(startPause(25))
  const until = NOON + 60 * MINUTE
  const [cancelled, extended] = await Promise.all([
    a.send(pauseStep({ kind: 'cancel' })),
    b.send(pauseStep({ kind: 'extend', until })),
  ])
  expect([cancelled.ok, extended.ok].sort()).toEqual([false, true])
  const refused = cancelled.ok ? extended : cancelled
  expect(refused).toMatchObject({ code: cancelled.ok ? 'no-pause' : 'pause-changed' })
  expect(await pauseOf(server, couple.spaceId)).toMatchObject(cancelled.ok ? { kind: 'none' } : { returnAt: until })
})

test('[REL19] a return before the floor is refused with its instant, stored nowhere, and taken from then on', async () => {
  await using noon = await coupleAtNoon()
  const { clock, server, couple, a, b } = noon
  await a.send(startPause(20))
  const back = pauseStep({ kind: 'return' })
  clock.advance(20 * MINUTE - 1)
  expect(await a.send(back)).toEqual({ ok: false, code: 'too-early', acceptedAt: NOON + 20 * MINUTE })
  expect((await a.since(0)) as object).toMatchObject({ head: 1 })
  clock.advance(1)
  expect((await a.send(back)).ok).toBe(true)
  expect((await b.send(pauseStep({ kind: 'return' }))).ok).toBe(true)
  expect(await pauseOf(server, couple.spaceId)).toEqual({ kind: 'none' })
})

test('[REL20] a press held without a network counts from then, but not from before the server last heard of the device', async () => {
  const clock = ownedClock(NOON)
  await using server = await startRelay(clock)
  const couple = await addCouple(server.store)
  const honest = await addDevice(server.store, couple.spaceId, 'a', NOON - 60 * MINUTE)
  await using a = await connectClient(server.url, honest)
  clock.advance(5_000)
  await a.send(startPause(30, 10 * MINUTE))
  expect(await pauseOf(server, couple.spaceId)).toMatchObject({ startedAt: NOON + 5_000 - 10 * MINUTE })

  const others = await addCouple(server.store)
  const claiming = await addDevice(server.store, others.spaceId, 'b', NOON + 5_000 - 3 * MINUTE)
  await using b = await connectClient(server.url, claiming)
  await using partner = await connectClient(server.url, others.a)
  await b.send(startPause(30, 25 * MINUTE))
  expect(await pauseOf(server, others.spaceId)).toMatchObject({ startedAt: NOON + 5_000 - 3 * MINUTE })
  await partner.until(() => partner.events.length === 1)
  expect(partner.events[0]).toMatchObject({ heldMs: 3 * MINUTE })
})

test('[REL20] a device in reach cannot claim an old press; being heard is remembered beyond a connection', async () => {
  await using noon = await coupleAtNoon()
  const { clock, server, couple, a } = noon
  clock.advance(10 * MINUTE)
  await a.since(0)
  clock.advance(2 * MINUTE)
  await a.send(startPause(30, 12 * MINUTE))
  expect(await pauseOf(server, couple.spaceId)).toMatchObject({ startedAt: NOON + 10 * MINUTE })

  const others = await addCouple(server.store)
  const first = await connectClient(server.url, others.a)
  clock.advance(40_000)
  await first.since(0)
  await first[Symbol.asyncDispose]()
  const left = clock.now()
  const heardAt = () =>
    server.store.read(tx =>
      tx.selectFrom('devices').select('heard_at').where('device_id', '=', others.a.deviceId).executeTakeFirstOrThrow(),
    )
  await expect.poll(async () => (await heardAt()).heard_at).toBe(left)
  clock.advance(15 * MINUTE)
  await using again = await connectClient(server.url, others.a)
  await again.send(startPause(30, 60 * MINUTE))
  expect(await pauseOf(server, others.spaceId)).toMatchObject({ startedAt: left })
})

test('[REL20] what was heard in the future, before the clock was set back, bounds no press: an old start is stale', async () => {
  const clock = ownedClock(NOON)
  await using server = await startRelay(clock)
  const couple = await addCouple(server.store)
  const ahead = await addDevice(server.store, couple.spaceId, 'a', NOON + 3 * 60 * MINUTE)
  const nearly = await addDevice(server.store, couple.spaceId, 'b', NOON + 30_000)
  await using a = await connectClient(server.url, ahead)
  await using b = await connectClient(server.url, nearly)
  expect(await a.send(startPause(20, 60 * MINUTE))).toMatchObject({ ok: false, code: 'stale' })
  // Clocks of nodes differ by a moment: that is no reason to believe a claim.
  await b.send(startPause(20, 15 * MINUTE))
  expect(await pauseOf(server, couple.spaceId)).toMatchObject({ startedAt: NOON })
  clock.advance(5_000)
  await a.since(0)
  await a.send(startPause(30, 15 * MINUTE))
  const heardAt = await server.store.read(tx =>
    tx.selectFrom('devices').select('heard_at').where('device_id', '=', ahead.deviceId).executeTakeFirstOrThrow(),
  )
  expect(heardAt.heard_at, 'by the clock of now').toBe(NOON + 5_000)
})

/** A rule as it would be without the memory of when a device was heard from: its claim alone counts. */
const trusting = (claimedMs: number) => claimedMs

test('[REL20] whatever is claimed and whenever it connects, no press counts from before the device was last in reach', () => {
  const moment = fc.record({
    act: fc.constantFrom('open', 'close', 'hear', 'claim'),
    after: fc.integer({ min: 0, max: 120_000 }),
    claim: fc.nat(7_200_000),
  })
  const device = 'device' as DeviceId
  const reachesBack = (counted: typeof countedHeld) =>
    fc.property(fc.array(moment, { minLength: 1, maxLength: 40 }), moments => {
      const heard = new HeardDevices()
      let at = NOON
      let stored = NOON - 1_000
      const connections: { connectedAt: number; before: number }[] = []
      // What the rule speaks of, kept the plain way: every instant at which the device was in reach.
      const inReach = [stored]
      for (const { act, after, claim } of moments) {
        at += after
        const latest = connections.at(-1)
        if (act === 'open') {
          connections.push({ connectedAt: at, before: heard.open(device, stored, at) })
          inReach.push(at)
        } else if (latest && act === 'close') {
          stored = heard.close(device) ?? stored
          connections.pop()
        } else if (latest && act === 'hear') {
          heard.hear(device, at)
          inReach.push(at)
        } else if (latest) {
          const floor = heardFloor(at, latest.connectedAt, latest.before, heard.hear(device, at))
          const from = at - counted(claim, at, floor)
          const bound = at - latest.connectedAt <= 30_000 ? latest.connectedAt : at
          const lastInReach = Math.max(...inReach.filter(instant => instant < bound))
          expect(from).toBeLessThanOrEqual(at)
          expect(from).toBeGreaterThanOrEqual(Math.min(at, lastInReach))
          inReach.push(at)
        }
      }
    })
  fc.assert(reachesBack(countedHeld), { seed, numRuns: 500 })
  expect(fc.check(reachesBack(trusting), { seed: 1, numRuns: 500 }).failed).toBe(true)
})
