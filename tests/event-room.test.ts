import { expect, test } from 'vitest'
import { agreementKinds, MOST_OF_AGREEMENT, MOST_PAUSE_STEPS_A_DAY } from '../shared/events.ts'
import type { Seat, SpaceId } from '../shared/ids.ts'
import { connectClient } from './support/relay-client.ts'
import { newEventId, sealedBytes, startPause } from './support/relay-events.ts'
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
