import { utf8ToBytes } from '@noble/hashes/utils.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pad } from '../client/keys/envelope.ts'
import { addDevice, makeRoom, viewDevices } from '../server/features/devices.ts'
import { ENVELOPE_OVERHEAD } from '../shared/envelope.ts'
import { refuse } from '../shared/errors.ts'
import type { DeviceId } from '../shared/ids.ts'
import { type DeviceIntroduction, MAX_LISTED_PER_SEAT, MAX_NEW_DEVICES, NEW_DEVICES_MS } from '../shared/spaces.ts'
import { dump } from './support/dump.ts'
import {
  type Answer,
  ask,
  createInvite,
  createPair,
  createSpace,
  type NewDevice,
  newCreator,
  newDevice,
  newSeat,
  post,
  random32,
  recoverDevice,
  redeemInvite,
} from './support/http.ts'
import { refusedBy } from './support/refused.ts'
import { type Credentials, connectClient } from './support/relay-client.ts'
import { newEventId, shown } from './support/relay-events.ts'
import { addCouple, startRelay } from './support/relay-server.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
let url: string

beforeAll(async () => {
  server = await startTestServer()
  url = server.url
})
afterAll(() => server[Symbol.asyncDispose]())

const refused = refusedBy(() => server)

const view = (token: string): Promise<Answer> => ask(url, '/api/space', { token })

test('[RCV1] recovery words bring a new device into their seat, with the key box; a resend changes nothing', async () => {
  const pair = await createPair(url)
  for (const [seat, { words, seat: secret }] of [['a', pair.creator] as const, ['b', pair.joiner] as const]) {
    const proven = { recoveryId: words.recovery.recoveryId, proof: words.proof }
    const keyBox = (await view(pair[seat].token)).body.keyBox
    const expected = { ok: true, spaceId: pair.spaceId, seat, keyBox }
    const before = dump(server.file)
    expect((await post(url, '/api/recover/look', proven)).body).toEqual(expected)
    expect(dump(server.file)).toEqual(before)
    const device = newDevice(pair.spaceId, seat, secret)
    const request = { ...proven, device: device.introduction }
    expect((await post(url, '/api/recover', request)).body).toEqual(expected)
    const after = dump(server.file)
    expect((await post(url, '/api/recover', request)).body).toEqual(expected)
    expect(dump(server.file)).toEqual(after)
    expect((await view(device.token)).body).toMatchObject({ seat, keyBox })
  }
})

test('[RCV2] words that name no seat, a wrong proof and a seat without a key box are refused alike, and nothing changes', async () => {
  const pair = await createPair(url)
  const { recovery, proof } = pair.creator.words
  const unconfirmed = await createSpace(url)
  const invite = await createInvite(url, unconfirmed)
  const joiner = await redeemInvite(url, unconfirmed.spaceId, invite.inviteId)
  const wrong = [
    { recoveryId: random32(), proof },
    { recoveryId: recovery.recoveryId, proof: random32() },
    // The hash that the database holds is not the proof.
    { recoveryId: recovery.recoveryId, proof: recovery.proofHash },
    { recoveryId: joiner.words.recovery.recoveryId, proof: joiner.words.proof },
  ]
  const device = newDevice(pair.spaceId, 'a', pair.creator.seat).introduction
  for (const body of wrong) {
    await refused(() => post(url, '/api/recover/look', body), 404, { code: 'recovery-unknown' })
    await refused(() => post(url, '/api/recover', { ...body, device }), 404, { code: 'recovery-unknown' })
  }
})

test('[SPC2] the right words do not bring in a device that their seat key has not certified', async () => {
  const pair = await createPair(url)
  const { recovery, proof } = pair.creator.words
  const proven = { recoveryId: recovery.recoveryId, proof }
  const wrong = [newDevice(pair.spaceId, 'a', newSeat()), newDevice(pair.spaceId, 'b', pair.creator.seat)]
  for (const { introduction } of wrong)
    await refused(() => post(url, '/api/recover', { ...proven, device: introduction }), 400, { code: 'bad-certificate' })
})

test('[RCV3] a 33rd device of a seat gets in; the one heard from longest ago is out at once, and stays listed; the partner’s are not', async () => {
  let now = Date.now()
  await using own = await startTestServer({ now: () => now })
  const pair = await createPair(own.url)
  const { words, seat } = pair.creator
  const enter = async (): Promise<Credentials> => {
    now += NEW_DEVICES_MS / MAX_NEW_DEVICES
    const { introduction, token } = newDevice(pair.spaceId, 'a', seat)
    const body = { recoveryId: words.recovery.recoveryId, proof: words.proof, device: introduction }
    expect(await post(own.url, '/api/recover', body)).toMatchObject({ status: 200, body: { ok: true, seat: 'a' } })
    return { deviceId: introduction.deviceId, token }
  }
  const look = (token: string) => ask(own.url, '/api/space', { token })
  const oldest = await enter()
  const others: Credentials[] = [pair.a, pair.b]
  while (others.length < 32) others.push(await enter())
  // The creator's own device came first, and is heard from last.
  await using first = await connectClient(own.url, pair.a)
  now += 1_000
  expect(await first.send(shown())).toMatchObject({ ok: true })
  await using leaving = await connectClient(own.url, oldest)

  others.push(await enter())
  await leaving.until(() => leaving.ended === 'access-ended' && !leaving.socket.connected)
  expect((await look(oldest.token)).body).toEqual({ ok: false, code: 'access-ended' })
  for (const { token } of others) expect((await look(token)).status).toBe(200)
  expect(first.ended).toBe(null)
  const listed: { deviceId: string; label: string | null }[] = (await look(pair.b.token)).body.seats[0].devices
  expect(listed).toHaveLength(33)
  expect(listed.find(({ deviceId }) => deviceId === oldest.deviceId)).toMatchObject({ label: null })
  // Whoever it was gets in again.
  const back = await enter()
  expect((await look(back.token)).status).toBe(200)
})

test('[RCV5] the words bring an ended device of their seat back under its own id and keys; nobody else’s id, and no other keys', async () => {
  let now = Date.now()
  await using own = await startTestServer({ now: () => now })
  const pair = await createPair(own.url)
  const { words, seat } = pair.creator
  const enter = (device: DeviceIntroduction) => {
    now += NEW_DEVICES_MS / MAX_NEW_DEVICES
    return post(own.url, '/api/recover', { recoveryId: words.recovery.recoveryId, proof: words.proof, device })
  }
  const look = async (token: string) => (await ask(own.url, '/api/space', { token })).body
  const mine = newDevice(pair.spaceId, 'a', seat)
  expect((await enter(mine.introduction)).status).toBe(200)
  // While it has access its id is taken, for other keys and for another token.
  const { deviceId } = mine.introduction
  const pretender = newDevice(pair.spaceId, 'a', seat, deviceId).introduction
  expect((await enter(pretender)).body).toMatchObject({ code: 'bad-request', detail: 'device.deviceId' })
  expect((await enter(newDevice(pair.spaceId, 'a', seat, pair.b.deviceId).introduction)).body).toMatchObject({
    code: 'bad-request',
  })
  for (let count = 0; count < 32; count++) await enter(newDevice(pair.spaceId, 'a', seat).introduction)
  expect(await look(mine.token)).toEqual({ ok: false, code: 'access-ended' })
  expect((await enter(pretender)).body).toMatchObject({ code: 'bad-request', detail: 'device.deviceId' })

  const listed = async () => {
    const { seats } = await look(pair.b.token)
    return seats[0].devices.filter((one: { deviceId: string }) => one.deviceId === deviceId)
  }
  expect(await listed()).toHaveLength(1)
  for (const _ of ['first', 'resend']) expect((await enter(mine.introduction)).status).toBe(200)
  expect(await look(mine.token)).toMatchObject({ ok: true, seat: 'a' })
  expect(await listed()).toHaveLength(1)
})

test('[RCV3] so many new devices of a seat come in within a day; then the next, with the time until it may, and nothing changes', async () => {
  const start = Date.now()
  let now = start
  await using own = await startTestServer({ now: () => now })
  const refusedHere = refusedBy(() => own)
  const pair = await createPair(own.url)
  const { words, seat } = pair.joiner
  const proven = { recoveryId: words.recovery.recoveryId, proof: words.proof }
  const enter = ({ introduction }: NewDevice) => post(own.url, '/api/recover', { ...proven, device: introduction })
  const look = () => post(own.url, '/api/recover/look', proven)
  const fresh = () => newDevice(pair.spaceId, 'b', seat)
  // The device that joined is the first of them.
  const known = fresh()
  for (const device of [known, ...Array.from({ length: MAX_NEW_DEVICES - 2 }, fresh)]) {
    now += 1_000
    expect((await look()).body).not.toHaveProperty('noNewDevice')
    expect((await enter(device)).status).toBe(200)
  }
  now += 1_000
  const refusal = { code: 'too-many-devices', retryAfterMs: start + NEW_DEVICES_MS - now }
  for (const _ of ['once', 'again']) await refusedHere(() => enter(fresh()), 429, refusal)
  expect((await look()).body).toMatchObject({ ok: true, seat: 'b', noNewDevice: { ok: false, ...refusal } })
  // Neither a device that is in nor the other seat is held up.
  expect((await enter(known)).status).toBe(200)
  await recoverDevice(own.url, pair, 'a')
  now = start + NEW_DEVICES_MS
  expect((await enter(fresh())).status).toBe(200)
  await refusedHere(() => enter(fresh()), 429, { code: 'too-many-devices', retryAfterMs: 1_000 })
  // By a clock that was set back nobody came in.
  now = start - 365 * NEW_DEVICES_MS
  expect((await enter(fresh())).status).toBe(200)
})

test('[RCV3] a device that signed for the agreement stays listed for good: others go, and beyond those a new one is refused', async () => {
  await using relay = await startRelay()
  const { store } = relay
  const { spaceId, a } = await addCouple(store)
  let now = Date.now()
  const enter = () =>
    store.write(async tx => {
      now += NEW_DEVICES_MS / MAX_NEW_DEVICES
      const { introduction } = newDevice(spaceId, 'a', newSeat())
      const room = await makeRoom(tx, spaceId, 'a', now)
      if (room.ok) await addDevice(tx, { spaceId, seat: 'a', label: null }, introduction, now)
      return room
    })
  let seq = 0
  const sign = (device_id: DeviceId, kind: 'assent' | 'version' | 'signal') =>
    store.write(async tx => {
      seq += 1
      const event = { space_id: spaceId, seq, event_id: newEventId(), at: now, kind, seat: 'a' as const, device_id }
      await tx
        .insertInto('events')
        .values({ ...event, held_ms: 0, about: null, step: null, sealed: null })
        .execute()
    })
  const listed = async (): Promise<DeviceId[]> =>
    (await store.read(tx => viewDevices(tx, spaceId))).filter(({ seat }) => seat === 'a').map(({ deviceId }) => deviceId)

  for (const kind of ['signal', 'assent', 'version', 'signal'] as const) {
    await enter()
    await sign((await listed()).at(-1) ?? a.deviceId, kind)
  }
  const first = await listed()
  while ((await listed()).length < MAX_LISTED_PER_SEAT) await enter()
  const full = await listed()
  expect(full.slice(0, 5)).toEqual(first)
  for (let more = 0; more < 3; more++) await enter()
  // The couple's own first device signed nothing either.
  expect((await listed()).slice(0, -3)).toEqual(full.filter((_, at) => at !== 0 && at !== 1 && at !== 4))
  // The day is counted by who came in: not even the one that was heard from least is left out for another.
  const today = (await listed()).at(-1) ?? a.deviceId
  await store.write(tx => tx.updateTable('devices').set({ heard_at: 0 }).where('device_id', '=', today).execute())
  await enter()
  expect(await listed()).toContain(today)

  for (const deviceId of await listed()) await sign(deviceId, 'assent')
  const last = await listed()
  expect(await enter()).toEqual(refuse('devices-full'))
  expect(await listed()).toEqual(last)
  // One that it lists comes back all the same.
  const [back] = last
  expect(await store.write(tx => makeRoom(tx, spaceId, 'a', now, back))).toMatchObject({ ok: true })
  expect(await listed()).toEqual(last)
})

test('[RCV4] a longer name or label than any app writes is refused', async () => {
  const pair = await createPair(url)
  for (const field of ['profile', 'label']) {
    const put = (chars: number) =>
      ask(url, '/api/space/seat', { method: 'PUT', body: { [field]: 'A'.repeat(chars) }, token: pair.a.token })
    expect((await put(2_048)).status).toBe(200)
    await refused(() => put(2_052), 400, { code: 'bad-request', detail: field })
    const { request } = newCreator()
    await refused(() => post(url, '/api/spaces', { ...request, [field]: 'A'.repeat(2_052) }), 400, {
      code: 'bad-request',
      detail: field,
    })
  }
  // The longest there can be: 80 characters that JSON spells with six each.
  const longest = pad(utf8ToBytes(JSON.stringify({ name: '\u0001'.repeat(80) })))
  expect(Math.ceil((4 * (ENVELOPE_OVERHEAD + longest.length)) / 3)).toBeLessThan(2_048)
})
