import { afterAll, beforeAll, expect, test } from 'vitest'
import { openJson, sealing, sealJson } from '../client/keys/envelope.ts'
import { inviteFragment } from '../client/keys/invite-link.ts'
import { inviteKeyring } from '../client/keys/invite-secret.ts'
import type { Api } from '../client/sync/api.ts'
import { GreetingContent } from '../client/sync/invite-content.ts'
import { completeJoin, prepareCreate, prepareInvite, prepareJoin } from '../client/sync/pairing.ts'
import { lookAtInvite } from '../client/sync/pairing-calls.ts'
import { context } from '../shared/envelope.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { invite, movedClock, openPhone, succeed, until, untilOnline } from './support/sessions.ts'

let server: TestServer
const clock = movedClock()
beforeAll(async () => {
  server = await startTestServer({ now: clock.now })
})
afterAll(() => server[Symbol.asyncDispose]())

const phone = () => openPhone(server.url, { deviceNow: clock.now })
const creator = async () => {
  const made = await phone()
  await succeed(made.session.createSpace({ name: 'Amira', partnerName: 'Jonas' }))
  await untilOnline(made.session)
  return made
}

test('[PAI1] an invite shows who invites, brings the partner in, and both know and verify each other', async () => {
  await using a = await creator()
  await using b = await phone()
  expect(a.session.state()).toMatchObject({
    phase: 'alone',
    me: { seat: 'a', name: 'Amira' },
    partner: null,
    partnerNameGuess: 'Jonas',
  })
  const fragment = await invite(a.session)
  expect(a.session.state().invite?.link).toBe(`${server.url}/join${fragment}`)
  expect(await b.session.lookAtInvite(fragment)).toEqual({ ok: true, name: 'Amira' })
  expect(b.session.state().phase).toBe('none')
  await succeed(b.session.join({ fragment, name: 'Jonas' }))
  await until(b.session, state => state.partnerVerified && state.partner?.name === 'Amira')
  const paired = await until(a.session, state => state.partner?.name === 'Jonas' && state)
  expect(paired).toMatchObject({ phase: 'paired', partnerVerified: true, invite: { state: 'used' } })
  await until(a.session, state => state.devices.length === 2 && state.devices.every(device => device.certified && device.label))
  expect(paired.undoJoinUntil).toBeGreaterThan(clock.now())
  expect(b.session.state().undoJoinUntil).toBeNull()
})

test('[PAI2] a cut, guessed, used, revoked or expired link joins nobody and leaves the device as it was', async () => {
  await using a = await creator()
  await using c = await phone()
  const join = async (fragment: string) => {
    const outcome = await c.session.join({ fragment, name: 'Cleo' })
    expect(c.session.state().phase).toBe('none')
    expect((await c.store.read()).identity).toBeNull()
    return outcome
  }
  const first = await invite(a.session)
  expect(await join(first.slice(0, -1))).toEqual({ ok: false, code: 'bad-link' })
  expect(await c.session.lookAtInvite('#v1.nothing')).toEqual({ ok: false, code: 'bad-link' })
  const [, , key = ''] = first.split('.')
  expect(await join(`#v1.${'A'.repeat(43)}.${key}`)).toEqual({ ok: false, code: 'invite-unknown' })
  await succeed(a.session.revokeInvite())
  await until(a.session, state => state.invite?.state === 'revoked')
  expect(await join(first)).toMatchObject({ code: 'invite-revoked' })
  const second = await invite(a.session)
  clock.advance(25 * 3_600_000)
  expect(await join(second)).toMatchObject({ code: 'invite-expired' })
  const third = await invite(a.session)
  await using b = await phone()
  await succeed(b.session.join({ fragment: third, name: 'Jonas' }))
  expect(await join(third)).toMatchObject({ code: 'invite-used' })
  expect(await b.session.join({ fragment: third, name: 'Jonas' })).toEqual({ ok: false, code: 'space-exists' })
})

test('[PAI14] a link that is wrong in the half that names the creator is found before it uses anything up', async () => {
  await using a = await creator()
  const fragment = await invite(a.session)
  const [version = '', secret = '', key = ''] = fragment.split('.')
  const wrong = `${version}.${secret}.${key.startsWith('A') ? 'B' : 'A'}${key.slice(1)}`
  await using b = await phone()
  expect(await b.session.lookAtInvite(wrong)).toEqual({ ok: false, code: 'bad-link' })
  expect(await b.session.join({ fragment: wrong, name: 'Jonas' })).toEqual({ ok: false, code: 'bad-link' })
  expect(b.session.state().phase).toBe('none')
  expect(a.session.state()).toMatchObject({ phase: 'alone', invite: { state: 'open' } })
  await succeed(b.session.join({ fragment, name: 'Jonas' }))
})

test('[PAI14] an invite of an earlier release, which does not say before it is used whose it is, still shows who invites', async () => {
  const { member } = prepareCreate(sealing, { name: 'Amira', partnerName: '', sample: false, label: '' })
  const { request, invite: made } = prepareInvite(sealing, member, 0)
  const [keyring, place] = [inviteKeyring(made.secret), context.greeting(request.inviteId)]
  const whole = openJson(sealing, keyring, place, request.greeting, GreetingContent)
  expect(whole).toMatchObject({ ok: true, value: { creator: member.seatKeys.sign } })
  const look = (content: object) => {
    const greeting = sealJson(sealing, keyring, place, content)
    const api: Api = {
      call: async (_method, _path, schema) => schema.parse({ ok: true, spaceId: member.spaceId, greeting, expiresAt: 1 }),
    }
    return lookAtInvite(api, sealing, inviteFragment({ secret: made.secret, creatorSign: member.seatKeys.sign }))
  }
  const earlier = { spaceId: member.spaceId, name: 'Amira', partnerName: '' }
  expect(await look(earlier)).toMatchObject({ ok: true, name: 'Amira' })
  expect(await look({ ...earlier, creator: 'A'.repeat(43) })).toEqual({ ok: false, code: 'bad-link' })
})

test('[PAI3] keys sealed by anybody but the one the link names join nobody', () => {
  const { member: creatorMember } = prepareCreate(sealing, { name: 'Amira', partnerName: '', sample: false, label: '' })
  const { member: other } = prepareCreate(sealing, { name: 'Eve', partnerName: '', sample: false, label: '' })
  const { request, invite: made } = prepareInvite(sealing, creatorMember, 0)
  const link = { secret: made.secret, creatorSign: creatorMember.seatKeys.sign }
  const pending = prepareJoin(link, { spaceId: creatorMember.spaceId, name: 'Jonas', partnerName: 'Amira', sample: false })
  const joined = completeJoin(sealing, pending, request.sealedKeys)
  expect(joined).toMatchObject({ epochs: creatorMember.epochs, pinned: creatorMember.seatKeys, toTell: true })
  expect(completeJoin(sealing, pending, prepareInvite(sealing, other, 0).request.sealedKeys)).toBeNull()
  const forged = { ...pending, member: { ...pending.member, pinned: other.seatKeys } }
  expect(completeJoin(sealing, forged, request.sealedKeys)).toBeNull()
})
