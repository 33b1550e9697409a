import { afterAll, beforeAll, expect, test } from 'vitest'
import { introduceDevice, newDeviceSecrets } from '../client/keys/device-key.ts'
import { openJson, sealing, sealJson } from '../client/keys/envelope.ts'
import { inviteFragment } from '../client/keys/invite-link.ts'
import { inviteKeyring } from '../client/keys/invite-secret.ts'
import { newPartnerSecret, seatKeyOf } from '../client/keys/seat-key.ts'
import { type Api, openApi } from '../client/sync/api.ts'
import { Certificates } from '../client/sync/certificates.ts'
import { ServerClock } from '../client/sync/clock.ts'
import type { Identity } from '../client/sync/identity.ts'
import { GreetingContent } from '../client/sync/invite-content.ts'
import { LocalLease } from '../client/sync/local-lease.ts'
import { MemoryStore } from '../client/sync/local-memory.ts'
import { Membership } from '../client/sync/membership.ts'
import { completeJoin, prepareCreate, prepareInvite, prepareJoin } from '../client/sync/pairing.ts'
import { lookAtInvite } from '../client/sync/pairing-calls.ts'
import { provenPartner, readSeats } from '../client/sync/seats.ts'
import type { SessionState } from '../client/sync/session.ts'
import { context } from '../shared/envelope.ts'
import type { SpaceView } from '../shared/spaces.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import {
  invite,
  lighthouse,
  movedClock,
  newStore,
  openCouple,
  openPhone,
  succeed,
  until,
  untilOnline,
} from './support/sessions.ts'

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

test('[PAI4] seat keys that no invite proves, or that changed since, are not verified, and their devices are not certified', async () => {
  await using pair = await openCouple(server.url)
  const { identity, cache } = await pair.a.store.read()
  if (identity?.kind !== 'member') throw new Error('no member')
  const view = cache.get('space') as SpaceView
  const certificates = new Certificates()
  const read = async (listed: SpaceView) => {
    await certificates.check(listed)
    return readSeats(sealing, identity, listed, certificates)
  }
  const good = await read(view)
  expect(good).toMatchObject({ partnerVerified: true, partnerName: 'Jonas' })
  expect(good.devices.map(device => device.certified)).toEqual([true, true])

  const eve = seatKeyOf(newPartnerSecret())
  const swapped = withPartner(view, seat => ({
    ...seat,
    keys: eve.shown,
    devices: seat.devices.map(device => {
      const { tokenHash, ...forged } = introduceDevice(view.spaceId, 'b', eve, device.deviceId, newDeviceSecrets())
      return { ...device, ...forged }
    }),
  }))
  const seen = await read(swapped)
  expect(seen.partnerVerified).toBe(false)
  expect(seen.devices.map(device => device.certified)).toEqual([true, false])
  expect(provenPartner({ ...identity, pinned: null }, view)).toEqual(view.seats[1]?.keys)
  expect(provenPartner({ ...identity, pinned: null }, swapped)).toBeNull()
  const halfSwapped = withPartner(view, seat => ({ ...seat, keys: { ...seat.keys, receive: eve.shown.receive } }))
  expect((await read(halfSwapped)).partnerVerified).toBe(false)

  const added = withPartner(view, seat => ({
    ...seat,
    devices: seat.devices.map(device => ({ ...device, certificate: 'A'.repeat(86) })),
  }))
  expect((await read(added)).devices.map(device => device.certified)).toEqual([true, false])
  const unchecked = readSeats(sealing, identity, view, new Certificates())
  expect(unchecked.devices.map(device => device.certified)).toEqual([false, false])
  const kept = readSeats(sealing, identity, view, new Certificates(cache.get('certificates')))
  expect(kept.devices.map(device => device.certified)).toEqual([true, true])
})

test('[PAI4] a receipt of a device that its seat’s key did not certify counts for nothing', async () => {
  await using pair = await openCouple(server.url)
  const [a, b] = [pair.a.session, pair.b.session]
  const id = await a.sendSignal(lighthouse)
  await until(b, state => state.signals[0])
  await b.received(id)
  await until(a, state => state.signals[0]?.state === 'reached')
  await a[Symbol.asyncDispose]()
  const view = (await pair.a.store.read()).cache.get('space') as SpaceView
  const forge = (device: SpaceView['seats'][number]['devices'][number]) => ({ ...device, certificate: 'A'.repeat(86) })
  await pair.a.store.writeCache(
    'space',
    withPartner(view, seat => ({ ...seat, devices: seat.devices.map(forge) })),
  )
  await using unreached = await openPhone('http://127.0.0.1:9', { store: pair.a.store })
  expect(unreached.session.state().signals[0]).toMatchObject({ state: 'sent', reached: null })
  await pair.a.store.writeCache(
    'space',
    withPartner(view, seat => ({ ...seat, devices: [] })),
  )
  await using removed = await openPhone('http://127.0.0.1:9', { store: pair.a.store })
  expect(removed.session.state().signals[0]).toMatchObject({ state: 'reached', reached: { device: '' } })
})

const withPartner = (view: SpaceView, change: (seat: SpaceView['seats'][number]) => SpaceView['seats'][number]): SpaceView => ({
  ...view,
  seats: view.seats.map(seat => (seat.seat === 'b' ? change(seat) : seat)),
})

test('[PAI5] an undone joiner is out at once but keeps what it has; what is sealed afterwards is closed to it, and the next one reads all', async () => {
  await using pair = await openCouple(server.url)
  const { a, b } = pair
  await a.session.sendSignal(lighthouse)
  await until(b.session, state => state.signals[0])
  await succeed(a.session.undoJoin())
  expect(await until(b.session, state => state.phase === 'ended' && state)).toMatchObject({
    endedBy: 'access-ended',
    signals: [{ content: lighthouse }],
  })
  expect(await until(a.session, state => state.phase === 'alone' && state)).toMatchObject({
    partner: null,
    partnerVerified: false,
  })
  const after = await a.session.sendSignal({ ...lighthouse, word: 'Harbour' })
  await until(a.session, state => state.unsent === 0)

  await using c = await openPhone(server.url)
  await succeed(c.session.join({ fragment: await invite(a.session), name: 'Jonas' }))
  const signals = await until(c.session, state => state.signals.length === 2 && state.signals)
  expect(signals.map(signal => signal.content.word)).toEqual(['Lighthouse', 'Harbour'])
  const old = await keyringIn(b.store)
  const fresh = await keyringIn(c.store)
  expect(Object.keys(old)).toEqual(['1'])
  expect(Object.keys(fresh)).toEqual(['1', '2'])
  expect(signals[1]?.id).toBe(after)
  const sealed = (await c.store.read()).log.find(({ event }) => event.id === after)?.event['sealed']
  expect(Buffer.from(String(sealed), 'base64url').readUInt16BE(1)).toBe(2)
})

test('[PAI12] what an undone joiner did is on nobody’s screens under the next one’s name, on either phone and after a reload', async () => {
  await using pair = await openCouple(server.url, { a: { deviceNow: clock.now }, b: { deviceNow: clock.now } })
  const [a, b] = [pair.a.session, pair.b.session]
  await b.startPause(20)
  await until(a, state => state.pause.state.kind === 'paused')
  clock.advance(26 * 60_000)
  for (const one of [a, b]) await one.returnFromPause()
  await until(b, state => state.pause.reunion)
  await b.sayPhrase('I am glad you are back')
  const feather = await b.sendSignal({ ...lighthouse, word: 'Feather' })
  await until(a, state => state.signals[0])
  await a.received(feather)
  await a.answer(feather, 'I am here')
  const answered = await a.sendSignal(lighthouse)
  const open = await a.sendSignal({ ...lighthouse, word: 'Harbour' })
  await until(b, state => state.signals.length === 3)
  await b.answer(answered, 'Coming')
  await b.received(open)
  await b.sendRepair('Let me try again')
  await b.sendTest()
  await a.sendTest()
  await b.pressDrill({ step: 'invite' })
  await b.pressAgreement('question', () => ({ step: 'asked', clauseId: 'x', text: 'Why?' }))
  const mine = await a.pressAgreement('question', () => ({ step: 'asked', clauseId: 'x', text: 'When?' }))
  const shown = ({ signals, repairs, tests, pause, drill }: SessionState) => ({
    // Two that are pressed within a millisecond may stand in either order.
    signals: signals.map(({ id, state, answer }) => [id, state, answer?.text]).sort(),
    repairs: repairs.length,
    tests: tests.length,
    phrases: pause.phrases.length,
    isReunion: pause.reunion !== null,
    drill: drill.some(({ kind }) => kind === 'drill'),
  })
  const before = {
    signals: [
      [feather, 'answered', 'I am here'],
      [answered, 'answered', 'Coming'],
      [open, 'reached', undefined],
    ].sort(),
    repairs: 1,
    tests: 2,
    phrases: 1,
    isReunion: true,
    drill: true,
  }
  await until(a, state => JSON.stringify(shown(state)) === JSON.stringify(before))
  await until(a, () => a.agreementEvents().length === 2)

  await succeed(a.undoJoin())
  const after = { signals: [[open, 'sent', undefined]], repairs: 0, tests: 0, phrases: 0, isReunion: false, drill: false }
  await until(a, state => state.phase === 'alone' && JSON.stringify(shown(state)) === JSON.stringify(after))
  await using c = await openPhone(server.url, { deviceNow: clock.now })
  const flashed = new Set<string>()
  c.session.subscribe(() => {
    for (const { id } of c.session.state().signals) flashed.add(id)
  })
  await succeed(c.session.join({ fragment: await invite(a), name: 'Jonas' }))
  await until(c.session, state => state.signals.length > 0)
  expect(shown(c.session.state())).toEqual(after)
  expect(flashed).toEqual(new Set([open]))
  for (const one of [a, c.session]) expect(one.state().joinerLeftAt).toBeGreaterThan(clock.now() - 60_000)
  const own = await c.session.sendSignal({ ...lighthouse, word: 'Lantern' })
  await until(a, state => state.signals.some(({ id, mine }) => id === own && !mine))
  for (const one of [a, c.session]) expect(one.agreementEvents().map(({ id }) => id)).toEqual([mine])
  expect(a.state().signals.map(({ id }) => id)).toEqual([open, own])

  await a[Symbol.asyncDispose]()
  await using again = await openPhone('http://127.0.0.1:9', { store: pair.a.store, deviceNow: clock.now })
  expect(again.session.state().signals.map(({ id }) => id)).toEqual([open, own])
  expect(again.session.state().repairs).toEqual([])
})

const keyringIn = async (store: { read(): Promise<{ identity: Identity | null }> }) => {
  const { identity } = await store.read()
  return identity?.kind === 'member' ? identity.epochs : {}
}

test('[PAI6] after access has ended a press says so, and the device may go into another space', async () => {
  await using pair = await openCouple(server.url)
  await succeed(pair.a.session.undoJoin())
  const { session } = pair.b
  await until(session, state => state.phase === 'ended')
  await session.sendSignal(lighthouse)
  expect(session.state()).toMatchObject({ unsent: 0, refusal: { code: 'access-ended', of: 'signal' } })
  await succeed(session.createSpace({ name: 'Jonas', partnerName: '' }))
  expect(session.state()).toMatchObject({ phase: 'alone', signals: [], refusal: null, me: { seat: 'a' } })
})

test('[PAI10] a sample is removed on the server and here, from either phone; a profile’s storage is its own', async () => {
  const stores = [newStore(), newStore()] as const
  await using a = await openPhone(server.url, { store: stores[0] })
  await using b = await openPhone(server.url, { store: stores[1] })
  await succeed(a.session.createSpace({ name: 'Amira', partnerName: 'Jonas', sample: true }))
  await succeed(b.session.join({ fragment: await invite(a.session), name: 'Jonas' }))
  await succeed(b.session.removeSample())
  expect(b.session.state()).toMatchObject({ phase: 'none', me: null, signals: [] })
  expect(await stores[1].read()).toEqual({ identity: null, log: [], outbox: [], cache: new Map() })
  await until(a.session, state => state.phase === 'ended')
  await succeed(a.session.removeSample())
  expect(a.session.state().phase).toBe('none')
  await using real = await creator()
  expect(await real.session.removeSample()).toMatchObject({ ok: false, code: 'sample-only' })
  expect(real.session.state().phase).toBe('alone')
})

/** Storage that is slow to say that it wrote who this device is. */
class SlowStore extends MemoryStore {
  readonly gate = Promise.withResolvers<void>()
  slow = false
  /** What was done, in the order in which it was done with. */
  readonly done: ('change' | 'erase')[] = []
  override async changeIdentity(change: (current: Identity | null) => Identity | null): Promise<Identity | null> {
    const changed = await super.changeIdentity(change)
    if (this.slow) await this.gate.promise
    this.done.push('change')
    return changed
  }
  override async writeCache(key: string, value: unknown): Promise<void> {
    await super.writeCache(key, value)
    if (this.slow) await this.gate.promise
    this.done.push('change')
  }
  override async erase(): Promise<void> {
    await super.erase()
    this.done.push('erase')
  }
}

test('[PAI10] the end of access, told while the sample is being removed, does not bring it back', async () => {
  const store = new SlowStore(`slow-${process.pid}`)
  const { member } = prepareCreate(sealing, { name: 'Amira', partnerName: '', sample: true, label: '' })
  await store.changeIdentity(() => member)
  store.slow = true
  const api = openApi(server.url, () => true)
  const clocks = { deviceNow: clock.now, steadyNow: clock.now, clock: new ServerClock(clock.now) }
  const parts = { url: server.url, store, api, sealing, ...clocks, label: '' }
  const local = { identity: member, log: [], outbox: [], cache: new Map() }
  await using membership = new Membership(parts, local, () => {})
  const ending = membership.changeMember(now => ({ ...now, endedBy: 'access-ended' }))
  const forgetting = membership.forget()
  // Storage is a database that the next write, whatever it writes, would make anew.
  const late = membership.changeMember(now => ({ ...now, toTell: false }))
  store.gate.resolve()
  await Promise.all([ending, forgetting, late])
  expect(membership.identity).toBeNull()
  expect((await store.read()).identity).toBeNull()
  expect(store.done).toEqual(['change', 'change', 'erase'])
})

test('[PAI10] what a space was still writing when it ended is written before its storage is erased, and nothing after', async () => {
  const store = new SlowStore(`slow-${process.pid}`)
  const { member } = prepareCreate(sealing, { name: 'Amira', partnerName: '', sample: true, label: '' })
  await store.changeIdentity(() => member)
  store.done.length = 0
  const lease = new LocalLease(store, member.deviceId)
  store.slow = true
  const writing = lease.writeCache('key', 1)
  const erased = lease[Symbol.asyncDispose]().then(() => store.erase())
  await new Promise(resolve => setImmediate(resolve))
  expect(store.done).toEqual([])
  store.gate.resolve()
  await Promise.all([writing, erased])
  expect(store.done).toEqual(['change', 'erase'])
  await expect(lease.writeCache('key', 2)).rejects.toThrow('this device has left the space')
})
