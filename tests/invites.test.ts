import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InviteId, SpaceId } from '../shared/ids.ts'
import { UNDO_JOIN_MS } from '../shared/spaces.ts'
import { dump, rowsWith } from './support/dump.ts'
import {
  ask,
  confirmJoin,
  createInvite,
  createPair,
  createSpace,
  newDevice,
  newInvite,
  newJoiner,
  newSeat,
  post,
  random32,
  redeemInvite,
} from './support/http.ts'
import { ownedClock } from './support/owned-clock.ts'
import { refusedBy } from './support/refused.ts'
import { connectClient } from './support/relay-client.ts'
import { startPause } from './support/relay-events.ts'
import { startTestServer, type TestServer, temporaryFolder } from './support/server.ts'

const NOON = 1_800_000_000_000
const HOUR = 3_600_000
const clock = ownedClock(NOON)
let server: TestServer
let url: string

beforeAll(async () => {
  server = await startTestServer({ now: clock.now })
  url = server.url
})
afterAll(() => server[Symbol.asyncDispose]())

const refused = refusedBy(() => server)

const redeem = (spaceId: SpaceId, inviteId: InviteId) => post(url, '/api/invites/redeem', newJoiner(spaceId, inviteId).request)
const look = (inviteId: string) => post(url, '/api/invites/look', { inviteId })
const revoke = (inviteId: string, token: string) => ask(url, `/api/invites/${inviteId}`, { method: 'DELETE', token })

test('[INV1] looking at an invite shows its greeting and end, and uses nothing up', async () => {
  const creator = await createSpace(url)
  const invite = await createInvite(url, creator)
  const before = dump(server.file)
  for (const _ of [1, 2]) {
    const { status, body } = await look(invite.inviteId)
    expect(status).toBe(200)
    expect(body).toEqual({ ok: true, spaceId: creator.spaceId, greeting: invite.greeting, expiresAt: clock.now() + HOUR })
  }
  expect(dump(server.file)).toEqual(before)
  const joined = await redeem(creator.spaceId, invite.inviteId)
  expect(joined.body).toEqual({ ok: true, spaceId: creator.spaceId, seat: 'b', sealedKeys: invite.sealedKeys })
  // The control of every "nothing changed" here: what was accepted shows in the dump.
  expect(dump(server.file)).not.toEqual(before)
})

test('[INV2] a used, expired, revoked or guessed invite is refused with its own code, and a third partner never enters', async () => {
  const used = await createPair(url)
  const usedId = used.joiner.request.inviteId
  await refused(() => look(usedId), 410, { code: 'invite-used' })
  await refused(() => redeem(used.spaceId, usedId), 410, { code: 'invite-used' })

  const other = await createSpace(url)
  const revoked = await createInvite(url, other)
  expect((await revoke(revoked.inviteId, other.device.token)).body).toEqual({ ok: true })
  await refused(() => look(revoked.inviteId), 410, { code: 'invite-revoked' })
  await refused(() => redeem(other.spaceId, revoked.inviteId), 410, { code: 'invite-revoked' })

  const guessed = newInvite().inviteId
  await refused(() => look(guessed), 404, { code: 'invite-unknown' })
  await refused(() => redeem(other.spaceId, guessed), 404, { code: 'invite-unknown' })

  const late = await createInvite(url, other, HOUR)
  clock.advance(HOUR - 1)
  expect((await look(late.inviteId)).status).toBe(200)
  clock.advance(1)
  await refused(() => look(late.inviteId), 410, { code: 'invite-expired' })
  await refused(() => redeem(other.spaceId, late.inviteId), 410, { code: 'invite-expired' })
  await refused(() => revoke(late.inviteId, other.device.token), 410, { code: 'invite-expired' })
})

test('[INV3] of joiners who redeem at once exactly one takes the seat', async () => {
  const creator = await createSpace(url)
  const invite = await createInvite(url, creator)
  const answers = await Promise.all(Array.from({ length: 8 }, () => redeem(creator.spaceId, invite.inviteId)))
  const codes = answers.map(({ body }) => (body.ok ? 'joined' : body.code)).sort()
  expect(codes).toEqual([...Array(7).fill('invite-used'), 'joined'])
  const { body } = await ask(url, '/api/space', { token: creator.device.token })
  expect(body.seats.map((seat: { devices: unknown[] }) => seat.devices.length)).toEqual([1, 1])
})

test('[INV4] a joiner whose answer was lost gets the keys again until it confirms, nobody else does', async () => {
  const creator = await createSpace(url)
  const invite = await createInvite(url, creator)
  const joiner = await redeemInvite(url, creator.spaceId, invite.inviteId)
  const before = dump(server.file)
  const again = await post(url, '/api/invites/redeem', joiner.request)
  expect(again.body).toEqual({ ok: true, spaceId: creator.spaceId, seat: 'b', sealedKeys: invite.sealedKeys })
  expect(dump(server.file)).toEqual(before)
  const otherToken = { ...joiner.request, device: { ...joiner.request.device, tokenHash: random32() } }
  await refused(() => post(url, '/api/invites/redeem', otherToken), 410, { code: 'invite-used' })

  await confirmJoin(url, joiner)
  await refused(() => post(url, '/api/invites/redeem', joiner.request), 410, { code: 'invite-used' })
})

test('[INV4] a joiner that never confirmed gets nothing once the invite has expired', async () => {
  const creator = await createSpace(url)
  const invite = await createInvite(url, creator, HOUR)
  const joiner = await redeemInvite(url, creator.spaceId, invite.inviteId)
  clock.advance(HOUR)
  await refused(() => post(url, '/api/invites/redeem', joiner.request), 410, { code: 'invite-expired' })
})

test('[INV5] a new invite takes the open one back, a resend changes nothing, and a full space has none', async () => {
  const creator = await createSpace(url)
  const { token } = creator.device
  const first = await createInvite(url, creator)
  const before = dump(server.file)
  expect((await post(url, '/api/invites', first, token)).body).toEqual({ ok: true })
  expect(dump(server.file)).toEqual(before)

  const second = await createInvite(url, creator)
  await refused(() => redeem(creator.spaceId, first.inviteId), 410, { code: 'invite-revoked' })
  await refused(() => post(url, '/api/invites', first, token), 410, { code: 'invite-revoked' })
  const { body } = await ask(url, '/api/space', { token })
  expect(body.invite).toEqual({ inviteId: second.inviteId, state: 'open', expiresAt: clock.now() + HOUR })

  const joiner = await redeemInvite(url, creator.spaceId, second.inviteId)
  await refused(() => post(url, '/api/invites', newInvite(), token), 409, { code: 'space-full' })
  await refused(() => post(url, '/api/invites', newInvite(), joiner.device.token), 403, { code: 'not-yours' })
})

test('[INV5] an invite id that another couple uses is refused', async () => {
  const one = await createSpace(url)
  const other = await createSpace(url)
  const invite = await createInvite(url, one)
  await refused(() => post(url, '/api/invites', invite, other.device.token), 400, { code: 'bad-request', detail: 'inviteId' })
})

test('[INV6] only the creator takes an invite back, as often as it likes', async () => {
  const creator = await createSpace(url)
  const { token } = creator.device
  const invite = await createInvite(url, creator)
  const stranger = await createPair(url)
  await refused(() => revoke(invite.inviteId, stranger.a.token), 403, { code: 'not-yours' })
  await refused(() => revoke(invite.inviteId, stranger.b.token), 403, { code: 'not-yours' })
  await refused(() => revoke(newInvite().inviteId, token), 404, { code: 'invite-unknown' })
  await refused(() => revoke('x', token), 400, { code: 'bad-request', detail: 'inviteId' })
  expect((await revoke(invite.inviteId, token)).body).toEqual({ ok: true })
  const before = dump(server.file)
  expect((await revoke(invite.inviteId, token)).body).toEqual({ ok: true })
  expect(dump(server.file)).toEqual(before)
  await refused(() => revoke(stranger.joiner.request.inviteId, stranger.a.token), 410, { code: 'invite-used' })
})

test('[INV7] what an invite holds is erased when it is taken back, replaced or confirmed', async () => {
  const kept = (invite: { sealedKeys: string; greeting: string }): number =>
    rowsWith(dump(server.file), invite.sealedKeys).length + rowsWith(dump(server.file), invite.greeting).length
  const creator = await createSpace(url)
  const replaced = await createInvite(url, creator)
  const revoked = await createInvite(url, creator)
  expect([kept(replaced), kept(revoked)]).toEqual([0, 2])
  await revoke(revoked.inviteId, creator.device.token)
  const confirmed = await createInvite(url, creator)
  const joiner = await redeemInvite(url, creator.spaceId, confirmed.inviteId)
  expect([kept(revoked), kept(confirmed)]).toEqual([0, 2])
  await confirmJoin(url, joiner)
  expect(kept(confirmed)).toBe(0)
})

test('[INV7] what expired invites held is erased without anybody asking', async () => {
  const dataDir = await temporaryFolder()
  const now = ownedClock(NOON)
  const invite = await (async () => {
    await using first = await startTestServer({ dataDir, now: now.now })
    return await createInvite(first.url, await createSpace(first.url), HOUR)
  })()
  now.advance(HOUR - 1)
  {
    await using second = await startTestServer({ dataDir, now: now.now, eraseEveryMs: 5 })
    expect(rowsWith(dump(second.file), invite.sealedKeys)).toHaveLength(1)
    now.advance(1)
    await expect.poll(() => rowsWith(dump(second.file), invite.sealedKeys)).toEqual([])
    expect(rowsWith(dump(second.file), invite.greeting)).toEqual([])
    const other = await createInvite(second.url, await createSpace(second.url), HOUR)
    await second[Symbol.asyncDispose]()
    now.advance(HOUR)
    await using third = await startTestServer({ dataDir, now: now.now })
    expect(rowsWith(dump(third.file), other.sealedKeys)).toEqual([])
  }
})

test('[INV8] nothing is redeemed by a link preview: only POST reaches an invite', async () => {
  const creator = await createSpace(url)
  const invite = await createInvite(url, creator)
  for (const method of ['GET', 'HEAD', 'PUT', 'PATCH'])
    for (const path of ['/api/invites/redeem', '/api/invites/look', `/api/invites/redeem?inviteId=${invite.inviteId}`]) {
      const before = dump(server.file)
      expect((await ask(url, path, { method })).status, `${method} ${path}`).toBe(404)
      expect(dump(server.file)).toEqual(before)
    }
  expect((await redeem(creator.spaceId, invite.inviteId)).status).toBe(200)
})

test('[SPC2] a joiner certified by another key, for another seat or another space is refused', async () => {
  const creator = await createSpace(url)
  const other = await createSpace(url)
  const { inviteId } = await createInvite(url, creator)
  const { request } = newJoiner(creator.spaceId, inviteId)
  const seat = newSeat()
  const wrong = [
    { ...request, seatKeys: seat.keys },
    { ...request, seatKeys: seat.keys, device: newDevice(creator.spaceId, 'a', seat).introduction },
    { ...request, seatKeys: seat.keys, device: newDevice(other.spaceId, 'b', seat).introduction },
    { ...request, device: { ...request.device, receive: random32() } },
  ]
  for (const body of wrong) await refused(() => post(url, '/api/invites/redeem', body), 400, { code: 'bad-certificate' })
  expect((await post(url, '/api/invites/redeem', request)).status).toBe(200)
})

test('[UND1] undoing a joiner ends its devices, tokens and sockets, and the running pause, and lets another in', async () => {
  const pair = await createPair(url)
  await using a = await connectClient(url, pair.a)
  await using b = await connectClient(url, pair.b)
  expect(await a.send(startPause(25))).toMatchObject({ ok: true })
  const undone = await ask(url, '/api/space/joiner', { method: 'DELETE', token: pair.a.token })
  expect(undone.body).toEqual({ ok: true })
  await b.until(() => b.ended !== null)
  expect(b.ended).toBe('access-ended')
  await a.until(() => a.events.some(event => event.kind === 'pause-due') && a.spaceChanges > 0)
  expect(a.events.at(-1)).toMatchObject({ kind: 'pause-due', step: { kind: 'seat-left' } })
  await refused(() => ask(url, '/api/space', { token: pair.b.token }), 401, { code: 'access-ended' })
  const { body } = await ask(url, '/api/space', { token: pair.a.token })
  expect(body.seats.map((seat: { seat: string }) => seat.seat)).toEqual(['a'])

  const invite = await createInvite(url, pair.creator)
  const next = await redeemInvite(url, pair.spaceId, invite.inviteId)
  expect((await ask(url, '/api/space', { token: next.device.token })).body.seat).toBe('b')
})

test('[UND1] an undone joiner who never confirmed cannot fetch the keys any more', async () => {
  const creator = await createSpace(url)
  const invite = await createInvite(url, creator)
  const joiner = await redeemInvite(url, creator.spaceId, invite.inviteId)
  await ask(url, '/api/space/joiner', { method: 'DELETE', token: creator.device.token })
  await refused(() => post(url, '/api/invites/redeem', joiner.request), 410, { code: 'invite-used' })
  expect(rowsWith(dump(server.file), invite.sealedKeys)).toEqual([])
})

test('[UND2] only the creator undoes, within 24 hours of the join, and only somebody who joined', async () => {
  const undo = (token: string) => ask(url, '/api/space/joiner', { method: 'DELETE', token })
  const pair = await createPair(url)
  await refused(() => undo(pair.b.token), 403, { code: 'not-yours' })
  const alone = await createSpace(url)
  await refused(() => undo(alone.device.token), 409, { code: 'no-joiner' })
  clock.advance(UNDO_JOIN_MS + 1)
  await refused(() => undo(pair.a.token), 410, { code: 'undo-over' })
  const inTime = await createPair(url)
  clock.advance(UNDO_JOIN_MS)
  expect((await undo(inTime.a.token)).body).toEqual({ ok: true })
})

test('[UND2] who took the seat and never said a name can be undone at any time; a join counts from its confirmation', async () => {
  const undo = (token: string) => ask(url, '/api/space/joiner', { method: 'DELETE', token })
  const creator = await createSpace(url)
  const lost = await redeemInvite(url, creator.spaceId, (await createInvite(url, creator)).inviteId)
  clock.advance(30 * UNDO_JOIN_MS)
  expect((await undo(creator.device.token)).body).toEqual({ ok: true })
  await refused(() => ask(url, '/api/space', { token: lost.device.token }), 401, { code: 'access-ended' })

  const slow = await redeemInvite(url, creator.spaceId, (await createInvite(url, creator)).inviteId)
  clock.advance(UNDO_JOIN_MS + 1)
  await confirmJoin(url, slow)
  clock.advance(UNDO_JOIN_MS)
  expect((await undo(creator.device.token)).body).toEqual({ ok: true })
})
