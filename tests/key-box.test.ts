import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomBytes, toBase64url } from '../client/keys/bytes.ts'
import { sealing } from '../client/keys/envelope.ts'
import { keyringOf, type Member } from '../client/sync/identity.ts'
import { keyBoxToTell, keyBoxWithoutPartner, openKeyBox, sealKeyBox, takeUpKeyBox } from '../client/sync/key-box.ts'
import { lookingForKeys } from '../client/sync/looking-for-keys.ts'
import { prepareCreate } from '../client/sync/pairing.ts'
import { seatContent, seatUpdate } from '../client/sync/seat-content.ts'
import { dump } from './support/dump.ts'
import {
  type Answer,
  ask,
  createInvite,
  createPair,
  createSpace,
  recoverDevice,
  redeemInvite,
  sealedBytes,
} from './support/http.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const boxOf = async (token: string): Promise<string> => (await ask(server.url, '/api/space', { token })).body.keyBox
const put = (token: string, body: object): Promise<Answer> => ask(server.url, '/api/space/seat', { method: 'PUT', token, body })
const undo = (token: string, body: object): Promise<Answer> =>
  ask(server.url, '/api/space/joiner', { method: 'DELETE', token, body })
const CHANGED = { ok: false, code: 'key-box-changed' }

/** Two devices of a seat read the same box, and write one after the other. `names` says which box the second puts its own in the place of. */
const writeBoth = async (names: (read: string, there: string) => string | undefined) => {
  const pair = await createPair(server.url)
  const second = await recoverDevice(server.url, pair, 'a')
  const read = await boxOf(pair.a.token)
  const [first, other] = [sealedBytes(), sealedBytes()]
  expect((await put(pair.a.token, { keyBox: first, keyBoxWas: read })).status).toBe(200)
  const before = dump(server.file)
  const body = { keyBox: other, keyBoxWas: names(read, first), profile: sealedBytes(), label: sealedBytes() }
  const answer = await put(second.token, body)
  return {
    answer,
    isFirstThere: (await boxOf(second.token)) === first,
    isUnchanged: JSON.stringify(dump(server.file)) === JSON.stringify(before),
  }
}

test('[SPC10] of two devices that write the key box they read, the second is refused whole; the same box once more changes nothing', async () => {
  for (const names of [(read: string) => read, () => undefined, () => sealedBytes()]) {
    const { answer, ...rest } = await writeBoth(names)
    expect({ status: answer.status, body: answer.body, ...rest }).toEqual({
      status: 409,
      body: CHANGED,
      isFirstThere: true,
      isUnchanged: true,
    })
  }
  const overwriting = await writeBoth((_read, there) => there)
  expect(overwriting.isFirstThere, 'control: a device that names what it did not read takes the other’s away').toBe(false)

  const pair = await createPair(server.url)
  const box = await boxOf(pair.b.token)
  const before = dump(server.file)
  expect((await put(pair.b.token, { keyBox: box })).status).toBe(200)
  expect(dump(server.file)).toEqual(before)
  expect((await put(pair.a.token, { keyBox: box, keyBoxWas: box })).body, 'the box of the other seat is another').toEqual(CHANGED)
})

test('[SPC10] a joiner who names a box where there is none has not confirmed', async () => {
  const creator = await createSpace(server.url)
  const { inviteId } = await createInvite(server.url, creator)
  const joiner = await redeemInvite(server.url, creator.spaceId, inviteId)
  const keyBox = sealedBytes()
  expect((await put(joiner.device.token, { keyBox, keyBoxWas: sealedBytes() })).body).toEqual(CHANGED)
  const again = await ask(server.url, '/api/invites/redeem', { method: 'POST', body: joiner.request })
  expect(again.status, 'the sealed keys are still there').toBe(200)
  expect((await put(joiner.device.token, { keyBox })).status).toBe(200)
  expect(await boxOf(joiner.device.token)).toBe(keyBox)
})

test('[UND5] a joiner goes in the moment in which the next key box comes, or not at all', async () => {
  const pair = await createPair(server.url)
  const second = await recoverDevice(server.url, pair, 'a')
  const read = await boxOf(pair.a.token)
  const [mine, theirs] = [sealedBytes(), sealedBytes()]
  const before = dump(server.file)
  for (const body of [{ keyBox: mine }, { keyBox: mine, keyBoxWas: theirs }])
    expect((await undo(pair.a.token, body)).body).toEqual(CHANGED)
  expect(dump(server.file)).toEqual(before)
  expect((await undo(second.token, { keyBox: theirs, keyBoxWas: read })).body).toEqual({ ok: true })
  expect((await undo(pair.a.token, { keyBox: mine, keyBoxWas: theirs })).body).toMatchObject({ code: 'no-joiner' })
  expect(await boxOf(pair.a.token), 'who came too late put nothing in its place').toBe(theirs)

  const old = await createPair(server.url)
  const kept = await boxOf(old.a.token)
  expect((await undo(old.a.token, {})).body).toEqual({ ok: true })
  expect(await boxOf(old.a.token)).toBe(kept)
})

const member = (): Member => prepareCreate(sealing, { name: 'Amira', partnerName: '', sample: false, label: '' }).member
const key = () => toBase64url(randomBytes(32))
const seatKeys = () => ({ sign: key(), receive: key() })
const sealedFrom = new Map<string, Member>()
const box = (of: Member): string => {
  const sealed = sealKeyBox(sealing, of)
  sealedFrom.set(sealed, of)
  return sealed
}
/** What undoing a joiner leaves on the device that did it. */
const undoing = (of: Member): Member => keyBoxWithoutPartner(sealing, of, null).undone(of)

type TakeUp = typeof takeUpKeyBox
const kept = ({ epochs, pinned, invites }: Member) => ({ epochs, pinned, invites })

/** Old, foreign and changed boxes, and what a device has before and after each. */
const replayed = (takeUp: TakeUp): boolean[] => {
  const first = { ...member(), pinned: seatKeys() }
  const second = undoing(first)
  const now: Member = {
    ...second,
    pinned: seatKeys(),
    toTell: false,
    invites: [{ inviteId: key() as never, secret: key(), expiresAt: 1 }],
  }
  const contrary = { ...now, epochs: { ...now.epochs, 2: key() }, pinned: seatKeys() }
  const foreign = { ...member(), spaceId: now.spaceId, epochs: { 9: key() } }
  const otherSeat = { ...now, seat: 'b' as const, epochs: { 9: key() } }
  const changed = `${box({ ...now, epochs: { ...now.epochs, 3: key() } }).slice(0, -4)}AAAA`
  const boxes = [...[first, second, contrary, foreign, otherSeat].map(box), changed, 'A'.repeat(58), null]
  return boxes.map(one => JSON.stringify(kept(takeUp(sealing, now, one))) === JSON.stringify(kept(now)))
}

const takesWhatCame: TakeUp = (how, now, sealed) => {
  const content = sealed === null ? null : openKeyBox(how, now, sealed)
  return content ? { ...now, epochs: content.epochs, pinned: content.partner } : now
}
/** Seals what a box holds anew for this seat, whoever had sealed it. */
const trustsAnybody: TakeUp = (how, now, sealed) => {
  const { epochs = now.epochs, pinned = now.pinned } = sealedFrom.get(sealed ?? '') ?? {}
  return takeUpKeyBox(how, now, box({ ...now, epochs, pinned }))
}

test('[BOX2] an older, foreign or changed box takes nothing from a device and gives it nothing', () => {
  expect(replayed(takeUpKeyBox)).not.toContain(false)
  expect(replayed(takesWhatCame), 'control: what came last is taken').toContain(false)
  expect(replayed(trustsAnybody), 'control: whoever sealed it').toContain(false)
})

test('[BOX2] a newer epoch ends what was proved before it, and the invites that proved it', () => {
  const invites = [{ inviteId: key() as never, secret: key(), expiresAt: 1 }]
  const before: Member = { ...member(), pinned: seatKeys(), invites }
  const next = undoing(before)
  const learnt = takeUpKeyBox(sealing, before, box(next))
  expect(kept(learnt)).toEqual({ epochs: next.epochs, pinned: null, invites: [] })
  const partner = seatKeys()
  expect(takeUpKeyBox(sealing, before, box({ ...next, pinned: partner })).pinned).toEqual(partner)
  expect(takeUpKeyBox(sealing, { ...learnt, invites }, box({ ...next, pinned: partner }))).toMatchObject({
    pinned: partner,
    invites,
  })
})

/** Devices of a seat, each with what it read last, and the box on their server. */
type Step = { device: number; what: 'read' | 'replay' | 'tell' | 'undo' | 'prove'; at: number }
interface Rules {
  takeUp: TakeUp
  compares: boolean
}
const RULES: Rules = { takeUp: takeUpKeyBox, compares: true }

/** Whether no device ever loses an epoch, and all end with every epoch that any of them had: one key for each number. */
const loseNothing = (steps: Step[], { takeUp, compares }: Rules): boolean => {
  const maker = { ...member(), toTell: false }
  const devices = Array.from({ length: 3 }, () => ({ member: maker, read: box(maker) }))
  const boxes = [box(maker)]
  const made = new Set(Object.values(maker.epochs))
  const there = () => boxes.at(-1) ?? ''
  const write = (body: { keyBox?: string; keyBoxWas?: string }): boolean => {
    if (body.keyBox === undefined) return true
    if (compares && body.keyBoxWas !== there()) return false
    boxes.push(body.keyBox)
    return true
  }
  let shrank = false
  const read = (device: (typeof devices)[number], sealed: string) => {
    const before = Object.values(device.member.epochs)
    device.read = sealed
    device.member = takeUp(sealing, device.member, sealed)
    shrank ||= before.some(epochKey => !Object.values(device.member.epochs).includes(epochKey))
  }
  for (const { device: which, what, at } of steps) {
    const device = devices[which % devices.length]
    if (!device) continue
    if (what === 'read') read(device, there())
    if (what === 'replay') read(device, boxes[at % boxes.length] ?? '')
    if (what === 'tell') write(keyBoxToTell(sealing, device.member, device.read))
    if (what === 'prove') device.member = { ...device.member, pinned: device.member.pinned ?? seatKeys() }
    if (what === 'undo') {
      const { body, undone } = keyBoxWithoutPartner(sealing, device.member, device.read)
      if (write(body)) device.member = undone(device.member)
    }
    for (const epochKey of Object.values(device.member.epochs)) made.add(epochKey)
  }
  for (let round = 0; round < 2; round += 1)
    for (const device of devices) {
      read(device, there())
      write(keyBoxToTell(sealing, device.member, device.read))
    }
  for (const device of devices) read(device, there())
  const has = (one: Member) => [...made].every(epochKey => Object.values(one.epochs).includes(epochKey))
  const newest = new Set(devices.map(one => keyringOf(one.member.epochs)?.newest))
  return !shrank && devices.every(one => has(one.member)) && newest.size === 1 && made.size === newest.values().next().value
}

const step: fc.Arbitrary<Step> = fc.record({
  device: fc.nat(2),
  what: fc.constantFrom('read', 'replay', 'tell', 'undo', 'prove'),
  at: fc.nat(9),
})

const losing = (rules: Rules) => fc.property(fc.array(step, { maxLength: 24 }), steps => loseNothing(steps, rules))

test('[BOX3] whatever order devices read, write and undo in, no epoch is lost and all end at the same one', () => {
  fc.assert(losing(RULES), { seed, numRuns: 300 })
})

test.each<[string, Partial<Rules>]>([
  ['a server that does not compare', { compares: false }],
  ['devices that read nothing', { takeUp: (_how, now) => now }],
  ['devices that take what came last', { takeUp: takesWhatCame }],
])('[BOX3] control: %s would be found', (_name, broken) => {
  const found = fc.check(losing({ ...RULES, ...broken }), { seed: CONTROL_SEED, numRuns: 300 })
  expect(found.failed).toBe(true)
})

test('[BOX3] a device that has more than the box tells it, and one that cannot open the box leaves it', () => {
  const old = { ...member(), toTell: false }
  const now = { ...undoing(old), toTell: false }
  const told = takeUpKeyBox(sealing, now, box(old))
  expect(told.toTell).toBe(true)
  const { keyBox = '', ...rest } = keyBoxToTell(sealing, told, box(old))
  expect(rest).toHaveProperty('keyBoxWas')
  expect(openKeyBox(sealing, now, keyBox)?.epochs).toEqual(now.epochs)
  expect(takeUpKeyBox(sealing, now, box(now)), 'nothing new is the same value').toBe(now)
  expect(takeUpKeyBox(sealing, now, 'A'.repeat(58))).toBe(now)
  expect(keyBoxToTell(sealing, now, 'A'.repeat(58))).toEqual({})
})

test('[BOX3] name and label are told where the server lacks them under the newest key, and the box where it lacks something', () => {
  const maker = { ...member(), name: 'Amira' }
  const { deviceId, spaceId, seat, sample } = maker
  const { profile, label } = seatContent(sealing, maker, 'Phone')
  const device = { deviceId, sign: '', receive: '', certificate: '', addedAt: 0, label }
  const own = { seat, keys: maker.seatKeys, joinProof: null, joinedAt: 0, profile, devices: [device] }
  const view = { ok: true as const, spaceId, seat, sample, seats: [own], invite: null, keyBox: box(maker), now: 0 }
  const told = (of: Member, name: string, there: typeof view | null) => Object.keys(seatUpdate(sealing, of, name, there)).sort()
  expect(told(maker, 'Phone', view)).toEqual([])
  expect(told(maker, 'Tablet', view)).toEqual(['label'])
  expect(told({ ...maker, name: 'Ami' }, 'Phone', view)).toEqual(['profile'])
  expect(told({ ...maker, name: '' }, 'Phone', null), 'no name before it is known').toEqual(['keyBox', 'label'])
  expect(told({ ...maker, pinned: seatKeys() }, 'Phone', view)).toEqual(['keyBox', 'keyBoxWas'])
  expect(told(undoing(maker), 'Phone', view)).toEqual(['keyBox', 'keyBoxWas', 'label', 'profile'])
})

test('[BOX5] a new epoch follows on the newest of the box and the device together', () => {
  const early = member()
  const later = undoing(undoing(early))
  const { undone } = keyBoxWithoutPartner(sealing, early, box(later))
  expect(Object.keys(undone(early).epochs)).toEqual(['1', '2', '3', '4'])
  expect(undone(early).epochs).toMatchObject(later.epochs)
})

test('[BOX4] of each epoch without a key a device looks once, and not for what only is damaged', () => {
  const later = { newest: 3, keys: new Map([2, 3].map(epoch => [epoch, randomBytes(32)])) }
  const own = { newest: 1, keys: new Map([[1, randomBytes(32)]]) }
  const looks: string[] = []
  const watched = lookingForKeys(sealing, () => void looks.push('looked'))
  const sealed = (epoch: number) => sealing.seal({ ...later, newest: epoch }, 'here', randomBytes(3))
  expect(watched.open(own, 'here', watched.seal(own, 'here', randomBytes(3)))).toMatchObject({ ok: true })
  watched.open(own, 'elsewhere', sealing.seal(own, 'here', randomBytes(3)))
  watched.open(own, 'here', new Uint8Array(3))
  expect(looks).toHaveLength(0)
  for (const epoch of [2, 2, 3, 2, 3]) expect(watched.open(own, 'here', sealed(epoch))).toEqual({ ok: false, why: 'no-key' })
  expect(looks).toHaveLength(2)
})
