import { expect, test } from 'vitest'
import { MOST_TAKE_BACKS, TAKE_BACKS_APART_MS, TAKE_BACKS_WITHIN_MS } from '../server/features/event-room.ts'
import { agreementKinds, MOST_OF_AGREEMENT, MOST_PAUSE_STEPS_A_DAY } from '../shared/events.ts'
import type { Seat, SpaceId } from '../shared/ids.ts'
import { applyPause, PAUSE_LIMITS, type PauseState } from '../shared/pause.ts'
import { connectClient, type RelayClient } from './support/relay-client.ts'
import { newEventId, pauseStep, sealedBytes, startPause } from './support/relay-events.ts'
import { addCouple, type RelayServer, startRelay } from './support/relay-server.ts'

const DAY_MS = 86_400_000

/** As if a seat had sent so many until then. */
const fill = async ({ store }: RelayServer, spaceId: SpaceId, seat: Seat, kind: string, count: number, at: number) => {
  const row = (seq: number) => ({
    ...{ space_id: spaceId, seq, event_id: newEventId(), at, kind, seat, device_id: null, held_ms: 0, about: null, step: null },
    sealed: 'AAAA',
  })
  await store.write(async tx => {
    const rows = Array.from({ length: count }, (_, index) => row(index + 1))
    for (let from = 0; from < count; from += 500)
      await tx
        .insertInto('events')
        .values(rows.slice(from, from + 500))
        .execute()
    await tx.updateTable('spaces').set({ head: count }).where('space_id', '=', spaceId).execute()
  })
}
/** Whoever had the seat was undone, and another joins. */
const joinAgain = ({ store }: RelayServer, space_id: SpaceId, seat: Seat, joined_at: number) => {
  const [sign_key, receive_key, recovery_id, recovery_proof_hash] = ['-', '-', newEventId(), '-']
  const keys = { sign_key, receive_key, recovery_id, recovery_proof_hash, join_proof: null, profile: null, key_box: null }
  return store.write(tx =>
    tx
      .insertInto('seats')
      .values({ space_id, seat, joined_at, ...keys })
      .execute(),
  )
}
const sealedOf = (kind: (typeof agreementKinds)[number]) => ({ id: newEventId(), kind, heldMs: 0, sealed: sealedBytes() })

test.each(agreementKinds)(
  '[REL29] a seat has so many of the kind %s in a log, its partner as many, and whoever takes its place',
  async kind => {
    let now = Date.now()
    await using server = await startRelay({ now: () => now })
    const { spaceId, ...couple } = await addCouple(server.store)
    now += 1_000
    await fill(server, spaceId, 'b', kind, MOST_OF_AGREEMENT - 1, now)
    await using a = await connectClient(server.url, couple.a)
    await using b = await connectClient(server.url, couple.b)
    const last = sealedOf(kind)
    expect(await b.send(last)).toMatchObject({ ok: true })
    expect(await b.send(sealedOf(kind))).toEqual({ ok: false, code: 'log-full' })
    expect(await b.send(last), 'what is stored is answered as ever').toMatchObject({ ok: true })
    expect(await a.send(sealedOf(kind))).toMatchObject({ ok: true })
    now += 1_000
    await joinAgain(server, spaceId, 'b', now)
    expect(await b.send(sealedOf(kind))).toMatchObject({ ok: true })
  },
)

test('[REL29] of pauses a seat takes so many steps in a day, its partner as many, and a day later it has them again', async () => {
  let now = Date.now()
  await using server = await startRelay({ now: () => now })
  const { spaceId, ...couple } = await addCouple(server.store)
  now += 1_000
  await fill(server, spaceId, 'b', 'pause', MOST_PAUSE_STEPS_A_DAY, now)
  await using a = await connectClient(server.url, couple.a)
  await using b = await connectClient(server.url, couple.b)
  now += 1_000
  expect(await b.send(startPause())).toEqual({ ok: false, code: 'too-many', retryAfterMs: DAY_MS - 1_000 })
  expect(await a.send(startPause())).toMatchObject({ ok: true })
  now += DAY_MS
  expect(await b.send(startPause())).toMatchObject({ ok: true })
})

const takeBack = () => pauseStep({ kind: 'cancel' })
const startAndTakeBack = async (client: RelayClient) => {
  expect(await client.send(startPause())).toMatchObject({ ok: true })
  return client.send(takeBack())
}

test('[REL30] of the pauses that a seat takes back a fifth within ten minutes stands, whatever connection it comes over; its start is taken', async () => {
  let now = Date.now()
  await using server = await startRelay({ now: () => now })
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  const first = now
  for (let taken = 0; taken < MOST_TAKE_BACKS; taken++) {
    await using b = await connectClient(server.url, couple.b)
    expect(await b.send(startPause())).toMatchObject({ ok: true })
    const cancel = takeBack()
    const answer = await b.send(cancel)
    expect(answer).toMatchObject({ ok: true })
    expect(await b.send(cancel), 'sent again it is the same one').toEqual(answer)
    now += TAKE_BACKS_APART_MS
  }
  await using b = await connectClient(server.url, couple.b)
  expect(await b.send(takeBack()), 'a reason that holds').toEqual({ ok: false, code: 'no-pause' })
  expect(await startAndTakeBack(b)).toEqual({ ok: false, code: 'pause-changed' })
  expect(await a.send(pauseStep({ kind: 'return' })), 'it stands').toMatchObject({ ok: false, code: 'too-early' })
  now += PAUSE_LIMITS.floorMs
  for (const one of [a, b]) expect(await one.send(pauseStep({ kind: 'return' }))).toMatchObject({ ok: true })
  expect(now).toBeGreaterThan(first + TAKE_BACKS_WITHIN_MS)
  for (const one of [a, b]) expect(await startAndTakeBack(one)).toMatchObject({ ok: true })
})

test('[REL30] a pause taken back less than five seconds after the last waits for those, and is over then; the partner’s own is not counted with it', async () => {
  let now = Date.now()
  await using server = await startRelay({ now: () => now })
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  await using b = await connectClient(server.url, couple.b)
  expect(await startAndTakeBack(b)).toMatchObject({ ok: true })
  expect(await startAndTakeBack(a)).toMatchObject({ ok: true })
  expect(await b.send(startPause())).toMatchObject({ ok: true })
  const waits = takeBack()
  expect(await b.send(waits)).toEqual({ ok: false, code: 'too-many', retryAfterMs: TAKE_BACKS_APART_MS })
  now += TAKE_BACKS_APART_MS - 1
  expect(await b.send(waits)).toEqual({ ok: false, code: 'too-many', retryAfterMs: 1 })
  now += 1
  expect(await b.send(waits)).toMatchObject({ ok: true })
})

test('[REL30] a program that starts a pause and takes it back every 400 ms ends it four times in ten minutes; without the limits it goes on and on', async () => {
  let now = Date.now()
  await using server = await startRelay({ now: () => now })
  const couple = await addCouple(server.store)
  await using b = await connectClient(server.url, couple.b)
  let alone: PauseState = { kind: 'none' }
  const ends = { limited: [] as number[], unlimited: [] as number[] }
  for (let round = 0; round < 100; round++) {
    const step = round % 2 === 0 ? ({ kind: 'start', minutes: 25 } as const) : ({ kind: 'cancel' } as const)
    const answer = await b.send(pauseStep(step))
    const machine = applyPause(alone, { seat: 'b', step, heldMs: 0 }, now, PAUSE_LIMITS)
    if (machine.ok) alone = machine.state
    if (step.kind === 'cancel' && answer.ok) ends.limited.push(now)
    if (step.kind === 'cancel' && machine.ok) ends.unlimited.push(now)
    now += 400
  }
  expect(ends.unlimited).toHaveLength(50)
  expect(ends.limited).toHaveLength(MOST_TAKE_BACKS)
  const apart = ends.limited.slice(1).map((end, at) => end - (ends.limited[at] ?? 0))
  expect(Math.min(...apart)).toBeGreaterThanOrEqual(TAKE_BACKS_APART_MS)
})
