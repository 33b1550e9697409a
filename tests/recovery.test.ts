import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Dump, dump } from './support/dump.ts'
import {
  type Answer,
  ask,
  createInvite,
  createPair,
  createSpace,
  newDevice,
  newSeat,
  post,
  random32,
  redeemInvite,
} from './support/http.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
let url: string

beforeAll(async () => {
  server = await startTestServer()
  url = server.url
})
afterAll(() => server[Symbol.asyncDispose]())

/** Asks, expects exactly this refusal, and that no row of any table changed. */
const refused = async (asked: () => Promise<Answer>, status: number, body: object): Promise<void> => {
  const before: Dump = dump(server.file)
  const answer = await asked()
  expect({ status: answer.status, body: answer.body }).toEqual({ status, body: { ok: false, ...body } })
  expect(dump(server.file)).toEqual(before)
}

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
