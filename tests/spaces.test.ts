import { afterAll, beforeAll, expect, test } from 'vitest'
import { SpaceView } from '../shared/spaces.ts'
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
  recoverDevice,
  redeemInvite,
  sealedBytes,
} from './support/http.ts'
import { ownedClock } from './support/owned-clock.ts'
import { refusedBy } from './support/refused.ts'
import { connectClient } from './support/relay-client.ts'
import { startTestServer, type TestServer } from './support/server.ts'

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

test('[SPC1] creating a space takes seat a; a resend is answered like the first and changes nothing', async () => {
  const creator = newCreator()
  expect((await post(url, '/api/spaces', creator.request)).body).toEqual({ ok: true })
  const before = dump(server.file)
  expect((await post(url, '/api/spaces', creator.request)).body).toEqual({ ok: true })
  expect(dump(server.file)).toEqual(before)
  const { body } = await view(creator.device.token)
  expect(SpaceView.parse(body)).toMatchObject({ spaceId: creator.spaceId, seat: 'a', sample: false, invite: null })
})

test('[SPC1] a space id that is taken is refused to anybody else, the creator with another token included', async () => {
  const creator = await createSpace(url)
  const stranger = newCreator()
  const device = newDevice(creator.spaceId, 'a', stranger.seat)
  const asStranger = { ...stranger.request, spaceId: creator.spaceId, device: device.introduction }
  await refused(() => post(url, '/api/spaces', asStranger), 409, { code: 'space-exists' })
  const otherToken = { ...creator.request, device: { ...creator.request.device, tokenHash: random32() } }
  await refused(() => post(url, '/api/spaces', otherToken), 409, { code: 'space-exists' })
})

test('[SPC1] of creators who ask for one id at once exactly one gets it', async () => {
  const first = newCreator()
  const others = Array.from({ length: 5 }, () => {
    const { request, seat } = newCreator()
    return { ...request, spaceId: first.spaceId, device: newDevice(first.spaceId, 'a', seat).introduction }
  })
  const answers = await Promise.all([first.request, ...others].map(request => post(url, '/api/spaces', request)))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409])
})

test('[SPC2] a creator certified by another key, for another seat or another space is refused', async () => {
  const { request, seat, spaceId } = newCreator()
  const wrong = [
    { ...request, seatKeys: newSeat().keys },
    { ...request, device: newDevice(spaceId, 'b', seat).introduction },
    { ...request, device: newDevice(newCreator().spaceId, 'a', seat).introduction },
    { ...request, device: { ...request.device, sign: random32() } },
    { ...request, seatKeys: { ...request.seatKeys, sign: 'A'.repeat(43) } },
  ]
  for (const body of wrong) await refused(() => post(url, '/api/spaces', body), 400, { code: 'bad-certificate' })
  expect((await post(url, '/api/spaces', request)).status).toBe(200)
})

test('[SPC3] a device id, a token or recovery words that somebody else uses are refused, naming the field', async () => {
  const taken = await createSpace(url)
  const { request, seat, spaceId } = newCreator()
  const known = taken.device.introduction
  const own = newDevice(spaceId, 'a', seat).introduction
  const wrong = [
    { body: { ...request, device: { ...own, tokenHash: known.tokenHash } }, detail: 'device.tokenHash' },
    { body: { ...request, recovery: taken.words.recovery }, detail: 'recovery.recoveryId' },
  ]
  for (const { body, detail } of wrong) await refused(() => post(url, '/api/spaces', body), 400, { code: 'bad-request', detail })
  const pair = await createPair(url)
  const again = newDevice(pair.spaceId, 'a', pair.creator.seat, known.deviceId).introduction
  const { recovery, proof } = pair.creator.words
  const recover = { recoveryId: recovery.recoveryId, proof, device: again }
  await refused(() => post(url, '/api/recover', recover), 400, { code: 'bad-request', detail: 'device.deviceId' })
})

test('[SPC5] both see both seats with their certified devices; of key boxes each sees its own, of invites only the creator', async () => {
  const pair = await createPair(url)
  const { body: a } = await view(pair.a.token)
  const { body: b } = await view(pair.b.token)
  expect(a.seats).toEqual(b.seats)
  const { creator, joiner } = pair
  for (const [at, { seat, device }] of [creator, joiner].entries()) {
    const { tokenHash, ...introduced } = device.introduction
    expect(a.seats[at]).toMatchObject({ keys: seat.keys, devices: [introduced] })
  }
  expect(a.seats[1].joinProof).toBe(joiner.request.joinProof)
  expect(a.keyBox).toBe(creator.request.keyBox)
  expect(b.keyBox).not.toBe(a.keyBox)
  expect([a.invite?.state, b.invite]).toEqual(['used', null])
  const told = JSON.stringify([a, b])
  for (const secret of [creator.request.recovery.proofHash, creator.request.device.tokenHash, joiner.request.device.tokenHash])
    expect(told).not.toContain(secret)
})

test('[SPC6] a seat says only of itself, and a device labels only itself', async () => {
  const pair = await createPair(url)
  const second = await recoverDevice(url, pair, 'b')
  const before = (await view(pair.a.token)).body
  const keyBoxWas = (await view(pair.b.token)).body.keyBox
  const said = { profile: sealedBytes(), keyBox: sealedBytes(), keyBoxWas, label: sealedBytes() }
  await ask(url, '/api/space/seat', { method: 'PUT', token: second.token, body: said })
  const after = (await view(pair.a.token)).body
  expect(after.seats[0]).toEqual(before.seats[0])
  expect(after.keyBox).toEqual(before.keyBox)
  expect(after.seats[1].profile).toBe(said.profile)
  expect(after.seats[1].devices[0]).toEqual(before.seats[1].devices[0])
  expect(after.seats[1].devices[1]).toMatchObject({ deviceId: second.deviceId, label: said.label })
  expect((await view(pair.b.token)).body.keyBox).toBe(said.keyBox)
})

test('[SPC7] every change of seats, devices, labels or the invite is told to the connected devices', async () => {
  const creator = await createSpace(url)
  const { token, introduction } = creator.device
  await using phone = await connectClient(url, { token, deviceId: introduction.deviceId })
  const told = async (change: () => Promise<unknown>): Promise<void> => {
    const before = phone.spaceChanges
    await change()
    await phone.until(() => phone.spaceChanges > before)
  }
  let invite = await createInvite(url, creator)
  await told(() => createInvite(url, creator))
  await told(async () => {
    invite = await createInvite(url, creator)
  })
  await told(() => redeemInvite(url, creator.spaceId, invite.inviteId))
  await told(() => ask(url, '/api/space/seat', { method: 'PUT', token, body: { label: sealedBytes() } }))
  await told(() => ask(url, '/api/space/joiner', { method: 'DELETE', token }))
  await told(async () => {
    invite = await createInvite(url, creator)
  })
  await told(() => ask(url, `/api/invites/${invite.inviteId}`, { method: 'DELETE', token }))
})

test('[SPC7] nobody is told of what did not change, and many changes at once are told together', async () => {
  const creator = await createSpace(url)
  const { token, introduction } = creator.device
  const invite = await createInvite(url, creator)
  const joiner = await redeemInvite(url, creator.spaceId, invite.inviteId)
  const put = (body: object) => ask(url, '/api/space/seat', { method: 'PUT', token: joiner.device.token, body })
  const said = { profile: sealedBytes(), keyBox: sealedBytes(), label: sealedBytes() }
  await put(said)
  await using phone = await connectClient(url, { token, deviceId: introduction.deviceId })
  /** Everything told before was heard by then. */
  const heard = () => phone.since(0)
  const before = phone.spaceChanges
  for (const body of [{}, said, { label: said.label }, { profile: said.profile }]) expect((await put(body)).status).toBe(200)
  await post(url, '/api/invites/redeem', joiner.request)
  await heard()
  await put({ label: sealedBytes() })
  await phone.until(() => phone.spaceChanges > before)
  expect(phone.spaceChanges - before).toBeLessThanOrEqual(2)

  const calm = phone.spaceChanges
  const changes = 200
  await Promise.all(Array.from({ length: changes }, () => put({ label: sealedBytes() })))
  await phone.until(() => phone.spaceChanges > calm)
  await heard()
  expect(phone.spaceChanges - calm).toBeLessThan(changes / 4)
})
