import { afterAll, beforeAll, expect, test } from 'vitest'
import { sealing } from '../client/keys/envelope.ts'
import { openApi } from '../client/sync/api.ts'
import { ServerClock } from '../client/sync/clock.ts'
import type { Identity } from '../client/sync/identity.ts'
import { LocalLease } from '../client/sync/local-lease.ts'
import { MemoryStore } from '../client/sync/local-memory.ts'
import { Membership } from '../client/sync/membership.ts'
import { prepareCreate } from '../client/sync/pairing.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { invite, movedClock, newStore, openPhone, succeed, until, untilOnline } from './support/sessions.ts'

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
