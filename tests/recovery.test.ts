import { utf8ToBytes } from '@noble/hashes/utils.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pad } from '../client/keys/envelope.ts'
import { addDevice, makeRoom, viewDevices } from '../server/features/devices.ts'
import { ENVELOPE_OVERHEAD } from '../shared/envelope.ts'
import type { DeviceIntroduction } from '../shared/spaces.ts'
import { dump } from './support/dump.ts'
import {
  type Answer,
  ask,
  createInvite,
  createPair,
  createSpace,
  newCreator,
  newDevice,
  newSeat,
  post,
  random32,
  redeemInvite,
} from './support/http.ts'
import { refusedBy } from './support/refused.ts'
import { type Credentials, connectClient } from './support/relay-client.ts'
import { shown } from './support/relay-events.ts'
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
    now += 1_000
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
  await using own = await startTestServer()
  const pair = await createPair(own.url)
  const { words, seat } = pair.creator
  const enter = (device: DeviceIntroduction) =>
    post(own.url, '/api/recover', { recoveryId: words.recovery.recoveryId, proof: words.proof, device })
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

test('[RCV3] 256 devices of a seat are listed, the ones that came in last', async () => {
  await using relay = await startRelay()
  const { spaceId } = await addCouple(relay.store)
  const ids: string[] = []
  const listed = await relay.store.write(async tx => {
    for (let at = 1; at <= 300; at++) {
      const { introduction } = newDevice(spaceId, 'a', newSeat())
      ids.push(introduction.deviceId)
      await makeRoom(tx, spaceId, 'a', Date.now() + at)
      await addDevice(tx, { spaceId, seat: 'a', label: null }, introduction, Date.now() + at)
    }
    return (await viewDevices(tx, spaceId)).filter(({ seat }) => seat === 'a').map(({ deviceId }) => deviceId)
  })
  expect(listed).toEqual(ids.slice(-256))
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
