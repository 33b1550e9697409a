import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { Identity } from '../client/sync/identity.ts'
import { openSealedDocument, type SealedDocument } from '../client/sync/sealed-document.ts'
import { MAX_DEVICES_PER_SEAT, MAX_NEW_DEVICES } from '../shared/spaces.ts'
import { plantDevices } from './support/dump.ts'
import { memoryRest } from './support/memory-rest.ts'
import { type MovingServer, startMovingServer } from './support/moving-server.ts'
import { sealedBy } from './support/sealed-device.ts'
import { invite, lighthouse, openCouple, openPhone, type Phone, succeed, until, untilOnline } from './support/sessions.ts'

let server: MovingServer
beforeAll(async () => {
  server = await startMovingServer()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
})

const untilUnknown = ({ session }: Phone) => until(session, ({ connection }) => connection === 'unknown')
const wordsOn = ({ session }: Phone) => session.state().signals.map(({ content }) => content.word)
const deviceIn = ({ session }: Phone) => session.documentAccess()?.deviceId

/** The agreement as a page of this phone has it open. */
const openPage = ({ session }: Phone): SealedDocument => {
  const access = session.documentAccess()
  if (!access) throw new Error('in no space')
  return openSealedDocument({
    name: 'agreement',
    generation: 0,
    access,
    cipher: sealedBy(access.keyring),
    persist: memoryRest().open,
    connection: { WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket, disableBc: true },
  })
}

const untilDocument = (document: SealedDocument, is: () => boolean): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = () => is() && resolve()
  document.subscribe(look)
  document.inner.on('afterTransaction', look)
  look()
  return promise
}

test('[PAI17] a server that is started on other data ends nobody: all that is here stays, is asked for again, and goes on the right data', async () => {
  await using couple = await openCouple(server.url)
  const { a, b } = couple
  await a.session.sendSignal({ ...lighthouse, word: 'before' })
  await until(b.session, state => state.signals.length === 1)
  await using page = openPage(a)
  await page.whenLoaded
  await server.stop()
  await a.session.sendSignal({ ...lighthouse, word: 'held' })
  page.inner.getText('words').insert(0, 'typed meanwhile')

  await server.startOn('empty')
  await Promise.all([untilUnknown(a), untilUnknown(b)])
  await untilDocument(page, () => page.status().refused === 'wrong-token')
  expect(page.status()).toMatchObject({ saved: 'here', connection: 'offline' })
  expect(a.session.state()).toMatchObject({ phase: 'paired', endedBy: null, unsent: 1, partner: { name: 'Jonas' } })
  expect(wordsOn(a)).toEqual(['before', 'held'])
  await a.session.sendSignal({ ...lighthouse, word: 'pressed there' })
  expect(a.session.state()).toMatchObject({ unsent: 2, refusal: null })
  expect(await a.session.askAgain()).toEqual({ ok: false, code: 'wrong-token' })
  expect((await a.store.read()).outbox).toHaveLength(2)
  await b.session[Symbol.asyncDispose]()
  await using reloaded = await openPhone(server.url, { store: b.store })
  await untilUnknown(reloaded)
  expect(reloaded.session.state()).toMatchObject({ phase: 'paired', signals: [{ content: { word: 'before' } }] })

  await server.startOn('right')
  await until(reloaded.session, state => state.connection === 'online' && state.signals.length === 3)
  expect(wordsOn(reloaded)).toEqual(['before', 'held', 'pressed there'])
  await until(a.session, state => state.connection === 'online' && state.unsent === 0)
  await using other = openPage(reloaded)
  await untilDocument(other, () => other.inner.getText('words').toString() === 'typed meanwhile')
})

test('[PAI17] a device that an earlier release locked out for a server on other data is in its space again', async () => {
  await using couple = await openCouple(server.url)
  const { a, b } = couple
  a.session.setOffline(true)
  await a.session.sendSignal(lighthouse)
  await a.session[Symbol.asyncDispose]()
  const locked = { ...(await a.store.read()).identity, endedBy: 'wrong-token' }
  // As a browser's storage reads what it holds.
  await a.store.changeIdentity(() => Identity.parse(locked))
  await using again = await openPhone(server.url, { store: a.store })
  await until(again.session, state => state.phase === 'paired' && state.connection === 'online' && state.unsent === 0)
  await until(b.session, state => state.signals.length === 1)
})

test('[PAI17] what the server says for certain ends a device, also one that was away, after a reload and before other data', async () => {
  await using couple = await openCouple(server.url)
  const { a, b } = couple
  b.session.setOffline(true)
  await succeed(a.session.undoJoin())
  await server.startOn('right')
  b.session.setOffline(false)
  expect(await until(b.session, state => state.phase === 'ended' && state)).toMatchObject({ endedBy: 'access-ended' })
  await b.session[Symbol.asyncDispose]()
  await server.startOn('empty')
  await using reloaded = await openPhone(server.url, { store: b.store })
  expect(reloaded.session.state()).toMatchObject({ phase: 'ended', endedBy: 'access-ended' })
  await server.startOn('right')
})

test('[PAI17] a sample, which leaves no trace on the server, is over when that does not know it', async () => {
  await using sample = await openPhone(server.url)
  await succeed(sample.session.createSpace({ name: 'Amira', partnerName: 'Jonas', sample: true }))
  await untilOnline(sample.session)
  await server.startOn('empty')
  await until(sample.session, state => state.phase === 'ended')
  await server.startOn('right')
})

test('[PAI18] the words bring the very device back into its seat, of which a restored server does not know: what was not sent goes', async () => {
  await using couple = await openCouple(server.url)
  const words = ((await couple.b.session.recoveryWords()) ?? []).join(' ')
  await server.backUp()
  await using later = await openPhone(server.url)
  await succeed(later.session.recover(words))
  await until(later.session, state => state.phase === 'paired' && state.connection === 'online')
  const device = deviceIn(later)
  await server.stop()
  await later.session.sendSignal(lighthouse)
  await server.restore()
  await untilUnknown(later)

  // Neither wrong words nor those of another seat take anything away.
  const other = await openPhone(server.url)
  await succeed(other.session.createSpace({ name: 'Eve', partnerName: '' }))
  const foreign = ((await other.session.recoveryWords()) ?? []).join(' ')
  await other[Symbol.asyncDispose]()
  expect(await later.session.recover('abandon '.repeat(24))).toMatchObject({ ok: false, code: 'bad-words' })
  expect(await later.session.recover(foreign)).toEqual({ ok: false, code: 'not-yours' })
  expect(await later.session.createSpace({ name: 'Jonas', partnerName: '' })).toEqual({ ok: false, code: 'space-exists' })
  expect(later.session.state()).toMatchObject({ phase: 'paired', unsent: 1 })

  await succeed(later.session.recover(words))
  await until(later.session, state => state.connection === 'online' && state.unsent === 0)
  expect(deviceIn(later)).toBe(device)
  await until(couple.a.session, state => state.signals.length === 1 && state.devices.some(({ deviceId }) => deviceId === device))
})

test('[PAI18] the words open nothing anew where the server knows the device again, and are refused where it never forgot it', async () => {
  await using couple = await openCouple(server.url)
  const { a } = couple
  const words = ((await a.session.recoveryWords()) ?? []).join(' ')
  const device = deviceIn(a)
  expect(await a.session.recover(words)).toEqual({ ok: false, code: 'space-exists' })
  await server.startOn('empty')
  await untilUnknown(a)
  expect(await a.session.recover(words)).toMatchObject({ ok: false, code: 'recovery-unknown' })
  await server.startOn('right')
  await succeed(a.session.recover(words))
  await untilOnline(a.session)
  expect(deviceIn(a)).toBe(device)
  expect(a.session.state().devices.filter(({ seat }) => seat === 'a')).toHaveLength(1)
})

test('[PAI18] an ended device comes back by its words with all that it held; a link or words that lead nowhere, or let no more in today, take nothing from it', async () => {
  await using couple = await openCouple(server.url)
  const { a, b } = couple
  const words = ((await b.session.recoveryWords()) ?? []).join(' ')
  const device = deviceIn(b)
  await b.session.sendSignal({ ...lighthouse, word: 'before' })
  await until(a.session, state => state.signals.length === 1)
  await until(b.session, state => state.unsent === 0)
  b.session.setOffline(true)
  await b.session.sendSignal({ ...lighthouse, word: 'held' })
  plantDevices(server.running().file, b.session.documentAccess()?.spaceId ?? '', 'b', MAX_DEVICES_PER_SEAT - 1)
  await using further = await openPhone(server.url)
  await succeed(further.session.recover(words))
  b.session.setOffline(false)
  expect(await until(b.session, state => state.phase === 'ended' && state)).toMatchObject({ endedBy: 'access-ended', unsent: 1 })
  expect(await b.session.recover('abandon '.repeat(24))).toMatchObject({ ok: false })
  expect(await b.session.join({ fragment: '#v1.cut', name: 'Jonas' })).toMatchObject({ ok: false })
  // The partner's words, with which as many came in today as may.
  const others = ((await a.session.recoveryWords()) ?? []).join(' ')
  for (let count = 1; count < MAX_NEW_DEVICES; count++) {
    await using another = await openPhone(server.url)
    await succeed(another.session.recover(others))
  }
  const refused = { ok: false, code: 'too-many-devices', retryAfterMs: expect.any(Number) }
  expect(await b.session.recover(others)).toEqual(refused)
  await using fresh = await openPhone(server.url)
  expect(await fresh.session.recover(others)).toEqual(refused)
  expect(fresh.session.state()).toMatchObject({ phase: 'none' })
  expect(b.session.state()).toMatchObject({ phase: 'ended', unsent: 1 })
  await succeed(b.session.recover(words))
  await until(b.session, state => state.phase === 'paired' && state.connection === 'online' && state.unsent === 0)
  expect(deviceIn(b)).toBe(device)
  await until(a.session, state => state.signals.length === 2)
})

test('[PAI19] letting go takes all of a space from this device alone, and then it may go into another', async () => {
  await using couple = await openCouple(server.url)
  const { a, b } = couple
  await server.startOn('empty')
  await untilUnknown(a)
  await a.session.sendSignal(lighthouse)
  await a.session.letGo()
  expect(a.session.state()).toMatchObject({ phase: 'none', unsent: 0 })
  expect(await a.store.read()).toEqual({ identity: null, log: [], outbox: [], cache: new Map() })
  await succeed(a.session.createSpace({ name: 'Amira', partnerName: 'Jonas' }))
  await using second = await openPhone(server.url)
  await succeed(second.session.join({ fragment: await invite(a.session), name: 'Jonas' }))
  expect(b.session.state().phase, 'the control: the other phone let go of nothing').toBe('paired')
  await server.startOn('right')
  await untilOnline(b.session)
})
