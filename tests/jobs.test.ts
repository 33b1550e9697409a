import { expect, test } from 'vitest'
import { LEASE_MS, startJobs } from '../server/features/jobs.ts'
import { recordSeatLeft } from '../server/features/pauses.ts'
import { createLog } from '../server/log.ts'
import { NotStored, type Store } from '../server/storage/store.ts'
import type { StoredEvent } from '../shared/events.ts'
import { foldPause } from '../shared/fold.ts'
import { PAUSE_LIMITS } from '../shared/pause.ts'
import { coupleAtNoon, MINUTE, NOON } from './support/couple-at-noon.ts'
import { ownedClock } from './support/owned-clock.ts'
import { connectClient, type RelayClient } from './support/relay-client.ts'
import { pauseStep, shown, startPause } from './support/relay-events.ts'
import { addCouple, type RelayServer, startRelay } from './support/relay-server.ts'

const HOUR = 60 * MINUTE
/** `call-back@25` for a due step, `start` for a person's: kinds and minutes after noon. */
const story = (client: RelayClient): string[] =>
  (client.events as StoredEvent[]).flatMap(event => {
    if (event.kind === 'pause-due') return [`${event.step.kind}@${(event.at - NOON) / MINUTE}`]
    return event.kind === 'pause' ? [event.step.kind] : []
  })

const waitingJobs = (server: RelayServer) =>
  server.store.read(tx => tx.selectFrom('jobs').select(['kind', 'due_at']).orderBy('due_at').execute())

/** Resolves when the runner has looked: what it found due before is done. */
const looked = async (server: RelayServer): Promise<void> => {
  server.jobs.wake()
  await server.jobs.idle()
}

test('[JOB1] both are called back at the return time, the missing one is asked ten minutes later, each once', async () => {
  await using noon = await coupleAtNoon()
  const { clock, server, a, b } = noon
  await a.send(startPause(25))
  await looked(server)
  clock.advance(25 * MINUTE - 1)
  await looked(server)
  expect(story(b)).toEqual(['start'])
  clock.advance(1)
  await b.until(() => story(b).length === 2)
  clock.advance(10 * MINUTE)
  await b.until(() => story(b).length === 3)
  clock.advance(HOUR)
  await looked(server)
  await b.since(0)
  expect(story(b)).toEqual(['start', 'call-back@25', 'ask-missing@35'])
  expect(story(a)).toEqual(['call-back@25', 'ask-missing@35'])
  expect(await waitingJobs(server)).toEqual([{ kind: 'pause-end', due_at: NOON + 24 * HOUR }])
})

test('[JOB1] after 24 hours the pause ends, and nothing waits any more; both returning ends the waiting too', async () => {
  await using noon = await coupleAtNoon()
  const { clock, server, a, b } = noon
  await a.send(startPause(20))
  await looked(server)
  clock.advance(24 * HOUR)
  await a.until(() => story(a).includes('end@1440'))
  expect(await waitingJobs(server)).toEqual([])
  expect(foldPause([...b.events] as StoredEvent[], PAUSE_LIMITS)).toEqual({ kind: 'none' })

  await a.send(startPause(20))
  expect(await waitingJobs(server)).toHaveLength(3)
  clock.advance(20 * MINUTE)
  await a.send(pauseStep({ kind: 'return' }))
  await b.send(pauseStep({ kind: 'return' }))
  expect(await waitingJobs(server)).toEqual([])
})

test('[JOB2] what fell due while no server ran happens at the next start, once and in order', async () => {
  const clock = ownedClock(NOON)
  const first = await startRelay({ ...clock, keep: true })
  const couple = await addCouple(first.store)
  const a = await connectClient(first.url, couple.a)
  await a.send(startPause(25))
  await a[Symbol.asyncDispose]()
  await first[Symbol.asyncDispose]()

  clock.advance(50 * MINUTE)
  const second = await startRelay({ ...clock, folder: first.folder, keep: true })
  await looked(second)
  await second[Symbol.asyncDispose]()
  await using third = await startRelay({ ...clock, folder: first.folder })
  await looked(third)
  await using b = await connectClient(third.url, couple.b)
  expect(story(b)).toEqual(['start', 'call-back@50', 'ask-missing@50'])
})

test('[JOB3] a moved return time moves its jobs', async () => {
  await using noon = await coupleAtNoon()
  const { clock, server, a, b } = noon
  await a.send(startPause(25))
  clock.advance(24 * MINUTE)
  await b.send(pauseStep({ kind: 'extend', until: NOON + 60 * MINUTE }))
  clock.advance(30 * MINUTE)
  await looked(server)
  await b.since(0)
  expect(story(b)).toEqual(['start'])
  clock.advance(6 * MINUTE)
  await b.until(() => story(b).length === 2)
  expect(story(b)).toEqual(['start', 'call-back@60'])
})

test('[JOB3] a job that was claimed for the old time is free for the new one', async () => {
  await using noon = await coupleAtNoon()
  const { clock, server, a, b } = noon
  await a.send(startPause(25))
  await looked(server)
  await server.store.write(tx =>
    tx
      .updateTable('jobs')
      .set({ claimed_until: NOON + 24 * HOUR })
      .execute(),
  )
  await b.send(pauseStep({ kind: 'extend', until: NOON + 60 * MINUTE }))
  await looked(server)
  clock.advance(60 * MINUTE)
  await b.until(() => story(b).length === 2)
  expect(story(b)).toEqual(['start', 'call-back@60'])
})

test('[JOB4] a job claimed by a server that died is left alone while the claim holds, and done once it has run out', async () => {
  await using noon = await coupleAtNoon()
  const { clock, server, a } = noon
  await a.send(startPause(25))
  await looked(server)
  const claimed_until = NOON + 25 * MINUTE + LEASE_MS
  await server.store.write(tx => tx.updateTable('jobs').set({ claimed_until }).where('kind', '=', 'pause-call-back').execute())
  clock.advance(25 * MINUTE)
  await looked(server)
  await a.since(0)
  expect(story(a)).toEqual([])
  clock.advance(LEASE_MS)
  await a.until(() => story(a).length === 1)
  expect(story(a)).toEqual(['call-back@25.5'])
})

/** Fails every commit while switched on, as a full disk would. */
const failing = (store: Store) => {
  const state = { on: false }
  const failed: Store = {
    write: work =>
      store.write(async tx => {
        const value = await work(tx)
        if (state.on && (await tx.selectFrom('events').select('kind').where('kind', '=', 'pause-due').execute()).length > 0)
          throw new NotStored('the disk is full')
        return value
      }),
    read: work => store.read(work),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
  return { failed, state }
}

test('[JOB4] an effect that could not be stored leaves the job, and it is done once when it can be', async () => {
  await using noon = await coupleAtNoon()
  const { clock, server, a } = noon
  await a.send(startPause(25))
  await server.jobs[Symbol.asyncDispose]()
  const { failed, state } = failing(server.store)
  const { fanout } = server
  await using jobs = startJobs({ ...clock, store: failed, fanout, log: createLog('silent'), pauseLimits: PAUSE_LIMITS })
  await jobs.idle()
  state.on = true
  clock.advance(25 * MINUTE)
  await jobs.idle()
  await a.since(0)
  expect(story(a)).toEqual([])
  expect((await waitingJobs(server)).map(job => job.kind)).toContain('pause-call-back')
  state.on = false
  clock.advance(LEASE_MS)
  await a.until(() => story(a).length === 1)
  await jobs.idle()
  clock.advance(LEASE_MS)
  await jobs.idle()
  expect(story(a)).toEqual(['call-back@25.5'])
})

test('[JOB5] a sample space ends at its time, with all its rows and sockets; another couple stays', async () => {
  const clock = ownedClock(NOON)
  await using server = await startRelay(clock)
  const sample = await addCouple(server.store, { sampleEndsAt: NOON + 24 * HOUR })
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, sample.a)
  await using b = await connectClient(server.url, couple.b)
  await a.send(shown())
  await b.send(shown())
  await looked(server)
  clock.advance(24 * HOUR)
  await a.until(() => a.ended !== null && !a.socket.connected)
  expect(a.ended).toBe('access-ended')
  for (const table of ['spaces', 'devices', 'events'] as const) {
    const rows = await server.store.read(tx => tx.selectFrom(table).select('space_id').distinct().execute())
    expect(rows).toEqual([{ space_id: couple.spaceId }])
  }
  expect((await b.send(shown())).ok).toBe(true)
})

test('[JOB6] a seat that leaves is an event of the log, which ends a running pause', async () => {
  await using noon = await coupleAtNoon()
  const { clock, server, couple, a } = noon
  const leave = async () => {
    const seq = await server.store.write(tx => recordSeatLeft(tx, couple.spaceId, clock.now()))
    if (seq !== null) server.fanout.publish(couple.spaceId, { kind: 'event-stored', seq })
    return seq
  }
  expect(await leave()).toBe(1)
  await a.send(startPause(25))
  clock.advance(MINUTE)
  expect(await leave()).toBe(3)
  await a.until(() => story(a).length === 2)
  expect(story(a)).toEqual(['seat-left@0', 'seat-left@1'])
  expect(await waitingJobs(server)).toEqual([])
  expect(await a.send(pauseStep({ kind: 'return' }))).toEqual({ ok: false, code: 'no-pause' })
})
