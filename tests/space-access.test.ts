import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endSeatDevices } from '../server/features/devices.ts'
import { removeSpace } from '../server/features/spaces.ts'
import type { SpaceId } from '../shared/ids.ts'
import { dump, rowsWith } from './support/dump.ts'
import { type Answer, ask, createPair, hash32, random32, sealedBytes } from './support/http.ts'
import { ownedClock } from './support/owned-clock.ts'
import { refusedBy } from './support/refused.ts'
import { openClient } from './support/relay-client.ts'
import { addCouple, addDevice, startRelay } from './support/relay-server.ts'
import { startTestServer, type TestServer, temporaryFolder } from './support/server.ts'

const clock = ownedClock(1_800_000_000_000)
let server: TestServer
let url: string

beforeAll(async () => {
  server = await startTestServer({ now: clock.now })
  url = server.url
})
afterAll(() => server[Symbol.asyncDispose]())

const refused = refusedBy(() => server)

const view = (token: string): Promise<Answer> => ask(url, '/api/space', { token })

test('[SPC4] without a token, with a wrong or a cut one, nothing is told and nothing changes', async () => {
  const pair = await createPair(url)
  const routes = [
    ['GET', '/api/space'],
    ['PUT', '/api/space/seat'],
    ['POST', '/api/invites'],
    ['DELETE', `/api/invites/${random32()}`],
    ['DELETE', '/api/space/joiner'],
    ['DELETE', '/api/space'],
  ] as const
  const withHeader = (Authorization: string) => ({ headers: { Authorization } })
  for (const [method, path] of routes) {
    await refused(() => ask(url, path, { method }), 401, { code: 'no-token' })
    await refused(() => ask(url, path, { method, ...withHeader(`Basic ${pair.a.token}`) }), 401, { code: 'no-token' })
    await refused(() => ask(url, path, { method, token: random32() }), 401, { code: 'wrong-token' })
    await refused(() => ask(url, path, { method, token: pair.a.token.slice(1) }), 401, { code: 'wrong-token' })
    // What the server itself keeps of a token opens nothing.
    await refused(() => ask(url, path, { method, token: hash32(pair.a.token) }), 401, { code: 'wrong-token' })
  }
  expect((await view(pair.a.token)).status).toBe(200)
})

test('[SPC9] a token whose access was ended is told from one that nobody here knows, also after a restart', async () => {
  const dataDir = await temporaryFolder()
  const first = await startTestServer({ dataDir })
  const pair = await createPair(first.url)
  const answered = async (at: string, token: string) => (await ask(at, '/api/space', { token })).body
  expect((await ask(first.url, '/api/space/joiner', { method: 'DELETE', token: pair.a.token })).status).toBe(200)
  await first[Symbol.asyncDispose]()
  await using second = await startTestServer({ dataDir })
  expect(await answered(second.url, pair.b.token)).toEqual({ ok: false, code: 'access-ended' })
  expect(await answered(second.url, random32())).toEqual({ ok: false, code: 'wrong-token' })
  expect(await answered(url, pair.b.token), 'another server').toEqual({ ok: false, code: 'wrong-token' })
  expect(await answered(second.url, pair.a.token)).toMatchObject({ ok: true })
  await using joiner = openClient(second.url, pair.b)
  await joiner.until(() => joiner.refusal !== null)
  expect(joiner.refusal).toMatchObject({ code: 'access-ended' })
  await rm(dataDir, { recursive: true })
})

test('[SPC9] of each space the newest 512 such tokens are known, and they go with it', async () => {
  await using relay = await startRelay()
  const [couple, other] = [await addCouple(relay.store), await addCouple(relay.store)]
  const known = (spaceId: SpaceId) =>
    relay.store.read(tx => tx.selectFrom('ended_tokens').select('ended_at').where('space_id', '=', spaceId).execute())
  await relay.store.write(tx => endSeatDevices(tx, other.spaceId, 'b', 1))
  for (let at = 1; at <= 520; at++) {
    await addDevice(relay.store, couple.spaceId, 'b')
    await relay.store.write(tx => endSeatDevices(tx, couple.spaceId, 'b', at))
  }
  const times = (await known(couple.spaceId)).map(row => Number(row.ended_at))
  expect([times.length, Math.min(...times)]).toEqual([512, 9])
  await relay.store.write(tx => removeSpace(tx, couple.spaceId))
  expect(await known(couple.spaceId)).toEqual([])
  expect(await known(other.spaceId), 'the control: another couple’s').toHaveLength(1)
})

test('[SPC4] a token reaches its own space only', async () => {
  const [one, other] = [await createPair(url), await createPair(url)]
  const before = rowsWith(dump(server.file), other.spaceId)
  await ask(url, '/api/space/seat', { method: 'PUT', token: one.a.token, body: { profile: sealedBytes(), label: sealedBytes() } })
  await ask(url, '/api/space/joiner', { method: 'DELETE', token: one.a.token })
  expect((await view(one.a.token)).body.spaceId).toBe(one.spaceId)
  expect(rowsWith(dump(server.file), other.spaceId)).toEqual(before)
  expect((await view(other.b.token)).body.seats).toHaveLength(2)
})

test('[SPC4] tokens and recovery proofs are nowhere in the database', async () => {
  const pair = await createPair(url)
  const whole = dump(server.file)
  for (const { device, words } of [pair.creator, pair.joiner]) {
    expect(rowsWith(whole, device.token)).toEqual([])
    expect(rowsWith(whole, words.proof)).toEqual([])
    // The control: their hashes are.
    expect(rowsWith(whole, hash32(device.token))).toHaveLength(1)
    expect(rowsWith(whole, hash32(words.proof))).toHaveLength(1)
  }
})
