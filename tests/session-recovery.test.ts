import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWords, wordsOf } from '../client/keys/recovery-words.ts'
import { seatKeyOf } from '../client/keys/seat-key.ts'
import type { Identity } from '../client/sync/identity.ts'
import { MemoryStore } from '../client/sync/local-memory.ts'
import { startRecordingProxy } from './support/recording-proxy.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { invite, lighthouse, newStore, openCouple, openPhone, succeed, until, untilOnline } from './support/sessions.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const phone = () => openPhone(server.url)
const creator = async () => {
  const made = await phone()
  await succeed(made.session.createSpace({ name: 'Amira', partnerName: 'Jonas' }))
  await untilOnline(made.session)
  return made
}

test('[PAI7] the words bring everything onto a fresh device: keys, names, log and the proof of the partner', async () => {
  await using pair = await openCouple(server.url)
  const words = (await pair.b.session.recoveryWords()) ?? []
  expect(words).toHaveLength(24)
  await pair.a.session.sendSignal(lighthouse)
  await until(pair.b.session, state => state.signals[0])
  const access = pair.b.session.documentAccess()
  await pair.b.session[Symbol.asyncDispose]()

  await using fresh = await phone()
  await succeed(fresh.session.recover(words.map((word, at) => `${at + 1}. ${word}`).join('\n')))
  const state = await until(
    fresh.session,
    now => now.signals[0] && now.partner?.name === 'Amira' && now.me?.name === 'Jonas' && now,
  )
  expect(state).toMatchObject({ phase: 'paired', me: { seat: 'b' }, partnerVerified: true, wordsUnconfirmed: false })
  expect(fresh.session.documentAccess()?.personalKeyring).toEqual(access?.personalKeyring)
  expect(fresh.session.documentAccess()?.deviceId).not.toBe(access?.deviceId)
  expect(await fresh.session.recoveryWords()).toBeNull()
  await until(pair.a.session, now => now.devices.length === 3 && now.devices.every(device => device.certified && device.label))
})

test('[PAI7] whoever made the space is never said to be alone on a fresh device before the server was asked; alone it is said then', async () => {
  const phasesOf = async (words: string[], end: 'alone' | 'paired') => {
    await using fresh = await phone()
    const seen = new Set<string>()
    const stop = fresh.session.subscribe(() => seen.add(fresh.session.state().phase))
    await succeed(fresh.session.recover(words.join(' ')))
    await until(fresh.session, ({ phase }) => phase === end)
    stop()
    return [...seen].filter(phase => phase !== 'none')
  }
  await using pair = await openCouple(server.url)
  expect(await phasesOf((await pair.a.session.recoveryWords()) ?? [], 'paired')).toEqual(['loading', 'paired'])
  await using single = await creator()
  expect(await phasesOf((await single.session.recoveryWords()) ?? [], 'alone')).toEqual(['loading', 'alone'])
})

test('[PAI7] wrong words are told apart, and reach nobody', async () => {
  await using a = await creator()
  await using c = await phone()
  const words = (await a.session.recoveryWords()) ?? []
  expect(await c.session.recover('one two')).toEqual({ ok: false, code: 'bad-words', detail: 'count 2' })
  expect(await c.session.recover(words.with(3, 'lighthouse').join(' '))).toEqual({
    ok: false,
    code: 'bad-words',
    detail: 'unknown 4',
  })
  const nobody = [...Array(23).fill('abandon'), 'art'].join(' ')
  expect(await c.session.recover(nobody)).toMatchObject({ ok: false, code: 'recovery-unknown' })
  expect(c.session.state().phase).toBe('none')
})

test('[PAI8] once the words are confirmed the device forgets them, and nothing on it leads back to them', async () => {
  await using a = await creator()
  const words = (await a.session.recoveryWords()) ?? []
  const read = readWords(words.join(' '))
  const secret = read.ok ? read.partnerSecret : new Uint8Array()
  const seat = seatKeyOf(secret)
  const kept = async () => JSON.stringify(await a.store.read())
  const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  expect(await kept()).toContain(base64url(secret))
  await a.session.confirmWords()
  expect(a.session.state().wordsUnconfirmed).toBe(false)
  expect(await a.session.recoveryWords()).toBeNull()
  for (const gone of [secret, seat.sign, seat.receive]) expect(await kept()).not.toContain(base64url(gone))
  expect(await kept()).not.toContain(seat.recoveryProof)
  expect(wordsOf(secret)).toEqual(words)
})

test('[PAI9] a lost answer to making, joining or recovering leaves one space and one seat: it is asked again by itself', async () => {
  await using proxy = await startRecordingProxy(server.url)
  const store = newStore()
  await using a = await openPhone(proxy.url, { store })
  proxy.swallowAnswers(true)
  expect(await a.session.createSpace({ name: 'Amira', partnerName: '' })).toEqual({ ok: false, code: 'offline' })
  expect(a.session.state().phase).toBe('none')
  const asked = (await store.read()).identity
  proxy.swallowAnswers(false)
  await succeed(a.session.createSpace({ name: 'Amira', partnerName: 'Jonas' }))
  expect(a.session.state()).toMatchObject({ phase: 'alone', partnerNameGuess: 'Jonas' })
  expect((await store.read()).identity).toMatchObject({ spaceId: asked && memberOf(asked).spaceId })

  const fragment = await invite(a.session)
  await using direct = await openPhone(server.url)
  expect(await direct.session.lookAtInvite(fragment)).toMatchObject({ ok: true })
  const joining = newStore()
  const b = await openPhone(proxy.url, { store: joining })
  await loseTheAnswerToJoining(proxy, () => b.session.join({ fragment, name: 'Jonas' }))
  await b.session[Symbol.asyncDispose]()
  proxy.swallowAnswers(false)
  await using reloaded = await openPhone(proxy.url, { store: joining })
  await until(reloaded.session, state => state.phase === 'paired' && state.partnerVerified)
  await until(a.session, state => state.partner?.name === 'Jonas')
})

const memberOf = (identity: Identity) => (identity.kind === 'pending' ? identity.member : identity)

/** Looking at the invite is answered; redeeming it is not. */
const loseTheAnswerToJoining = async (
  proxy: Awaited<ReturnType<typeof startRecordingProxy>>,
  join: () => Promise<unknown>,
): Promise<void> => {
  proxy.swallowAnswersTo('/api/invites/redeem')
  expect(await join()).toEqual({ ok: false, code: 'offline' })
}

test('[PAI9] asking again while the first try comes through after all undoes nothing', async () => {
  await using a = await creator()
  await using proxy = await startRecordingProxy(server.url)
  await using b = await openPhone(proxy.url, {})
  const fragment = await invite(a.session)
  await loseTheAnswerToJoining(proxy, () => b.session.join({ fragment, name: 'Jonas' }))
  proxy.swallowAnswers(false)
  const both = [b.session.join({ fragment, name: 'Jonas' }), b.session.join({ fragment, name: 'Jonas' })]
  expect(await Promise.all(both)).toContainEqual({ ok: true })
  await until(b.session, state => state.phase === 'paired' && state.partnerVerified && state.connection === 'online')
  expect((await b.store.read()).identity).toMatchObject({ kind: 'member' })
})

test('[PAI15] a device on its way in by an invite, or in by it, knows it again, and asks no server: what it keeps of it is no secret', async () => {
  await using a = await creator()
  await using other = await creator()
  await using proxy = await startRecordingProxy(server.url)
  const fragment = await invite(a.session)
  const foreign = await invite(other.session)
  const store = newStore()
  const kept = async () => JSON.stringify(await store.read())
  const [, secret = ''] = fragment.split('.')
  const b = await openPhone(proxy.url, { store })
  await loseTheAnswerToJoining(proxy, () => b.session.join({ fragment, name: 'Jonas' }))
  expect(await b.session.lookAtInvite(fragment)).toEqual({ ok: true, name: 'Amira' })
  expect(await b.session.lookAtInvite(foreign), 'the server is asked, and its answer lost').toMatchObject({ code: 'offline' })
  expect(await other.session.lookAtInvite(fragment)).toEqual({ ok: false, code: 'space-exists' })
  expect(await kept()).toContain(secret)
  await b.session[Symbol.asyncDispose]()

  proxy.swallowAnswers(false)
  await using reloaded = await openPhone(proxy.url, { store })
  await until(reloaded.session, state => state.phase === 'paired' && state.partnerVerified)
  await reloaded.session.confirmWords()
  proxy.block(true)
  expect(await reloaded.session.lookAtInvite(fragment)).toEqual({ ok: true, name: 'Amira', joined: true })
  expect(await reloaded.session.lookAtInvite(foreign)).toEqual({ ok: false, code: 'space-exists' })
  expect(await a.session.lookAtInvite(fragment), 'its maker was not brought in').toEqual({ ok: false, code: 'space-exists' })
  expect(await kept()).not.toContain(secret)
  proxy.block(false)
  await until(a.session, state => state.partner?.name === 'Jonas')
  await succeed(a.session.undoJoin())
  await until(reloaded.session, state => state.phase === 'ended')
  expect(await reloaded.session.lookAtInvite(fragment)).toMatchObject({ ok: false, code: 'invite-used' })
})

/** The page dies at the n-th change of what this device is: before it is written, or right after. */
class DyingStore extends MemoryStore {
  #left: number
  readonly #written: boolean
  readonly died = Promise.withResolvers<void>()
  #below: MemoryStore

  constructor(below: MemoryStore, changes: number, written: boolean) {
    super(below.name)
    this.#below = below
    this.#left = changes
    this.#written = written
  }

  override read() {
    return this.#below.read()
  }

  override async changeIdentity(change: (current: Identity | null) => Identity | null): Promise<Identity | null> {
    this.#left -= 1
    if (this.#left > 0) return this.#below.changeIdentity(change)
    if (this.#left === 0 && this.#written) await this.#below.changeIdentity(change)
    this.died.resolve()
    return new Promise(() => {})
  }
}

test.each([1, 2, 3, 4].flatMap(at => [true, false].map(written => [at, written] as const)))(
  '[PAI9] joining survives the page dying at change %i (written: %s): one seat, nobody locked out',
  async (at, written) => {
    await using a = await openPhone(server.url)
    await succeed(a.session.createSpace({ name: 'Amira', partnerName: '' }))
    const fragment = await invite(a.session)
    const disk = newStore()
    const dying = new DyingStore(disk, at, written)
    const dead = await openPhone(server.url, { store: dying })
    void dead.session.join({ fragment, name: 'Jonas' })
    await Promise.race([dying.died.promise, until(dead.session, state => state.partnerVerified && state.connection === 'online')])
    await dead.session[Symbol.asyncDispose]()

    await using reloaded = await openPhone(server.url, { store: disk })
    const { identity } = await disk.read()
    if (!identity) await succeed(reloaded.session.join({ fragment, name: 'Jonas' }))
    await until(reloaded.session, state => state.phase === 'paired' && state.partner?.name === 'Amira' && state.partnerVerified)
    await until(a.session, state => state.partner?.name === 'Jonas' && state.partnerVerified)
  },
)
