import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ServerClock } from '../client/sync/clock.ts'
import { newEventId, sameEventId } from '../client/sync/event-id.ts'
import { MemoryStore } from '../client/sync/local-memory.ts'
import { Outbox, type Sender } from '../client/sync/outbox.ts'
import { heldFor, PressClock } from '../client/sync/press-clock.ts'
import { ErrorCode, type Refusal } from '../shared/errors.ts'
import type { OutgoingEvent } from '../shared/events.ts'
import { Bytes32, type EventId } from '../shared/ids.ts'
import { seed } from './support/seed.ts'
import { newStore } from './support/sessions.ts'

fc.configureGlobal({ seed })

beforeEach(() => void vi.useFakeTimers({ now: 1_700_000_000_000 }))
afterEach(() => void vi.useRealTimers())

const pressClock = () =>
  new PressClock({ deviceNow: Date.now, steadyNow: () => performance.now(), clock: new ServerClock(Date.now) })

const press = (id: EventId = newEventId()): OutgoingEvent => ({ id, kind: 'pause', heldMs: 0, step: { kind: 'return' } })

type Answer = 'ok' | 'lost' | 'unheard' | 'not-stored' | 'stopping' | 'too-many'

/** A server as the relay is: idempotent on the id. Each send takes the next answer of its script, then `ok`. */
class ScriptedServer implements Sender {
  readonly log: EventId[] = []
  readonly sent: OutgoingEvent[] = []
  readonly script: Answer[]
  constructor(script: Answer[] = []) {
    this.script = script
  }

  async send(event: OutgoingEvent) {
    this.sent.push(event)
    const answer = this.script.shift() ?? 'ok'
    const offline = { ok: false as const, code: 'offline' as const }
    if (answer === 'unheard') return offline
    if (answer === 'too-many') return { ok: false as const, code: answer, retryAfterMs: 3_000 }
    if (answer === 'not-stored' || answer === 'stopping') return { ok: false as const, code: answer }
    if (!this.log.includes(event.id)) this.log.push(event.id)
    if (answer === 'lost') return offline
    return { ok: true as const, seq: this.log.indexOf(event.id) + 1, at: Date.now() }
  }
}

const openOutbox = async (store = newStore()) => {
  const refused: { event: OutgoingEvent; refusal: Refusal }[] = []
  let storedUpTo = 0
  const listener = {
    changed: () => {},
    unsure: () => {},
    stored: (seq: number) => {
      storedUpTo = seq
    },
    refused: (event: OutgoingEvent, refusal: Refusal) => void refused.push({ event, refusal }),
  }
  const outbox = new Outbox(store, await store.readOutbox(), listener, pressClock())
  return { outbox, store, refused, storedUpTo: () => storedUpTo }
}

/** Lets what is due happen, as long as it takes. */
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

test('[OBX1] a press is in local storage before it is sent, and is sent in the order of pressing, one at a time', async () => {
  const { outbox, store } = await openOutbox()
  const open = Promise.withResolvers<void>()
  const atSending: number[] = []
  let running = 0
  outbox.setSender({
    send: async () => {
      running += 1
      expect(running).toBe(1)
      atSending.push((await store.readOutbox()).length)
      await open.promise
      running -= 1
      return { ok: true, seq: atSending.length, at: 1 }
    },
  })
  await outbox.add(press())
  expect(await store.readOutbox()).toHaveLength(1)
  await settle()
  expect(atSending).toEqual([1])
  await outbox.add(press())
  open.resolve()
  await settle()
  expect(atSending).toEqual([1, 2])
})

test('[OBX2] whatever is lost or put off, every press reaches the server once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom<Answer>('ok', 'lost', 'unheard', 'not-stored', 'stopping', 'too-many'), { maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      fc.nat({ max: 5 }),
      async (script, presses, reloadAfter) => {
        const store = newStore()
        const server = new ScriptedServer([...script])
        const ids = Array.from({ length: presses }, () => newEventId())
        let { outbox } = await openOutbox(store)
        outbox.setSender(server)
        for (const [at, id] of ids.entries()) {
          await outbox.add(press(id))
          if (at !== reloadAfter) continue
          outbox[Symbol.dispose]()
          outbox = (await openOutbox(store)).outbox
          outbox.setSender(server)
        }
        for (let round = 0; round < 20; round++) {
          await settle(30_000)
          outbox.setSender(server)
        }
        expect(server.log).toEqual(ids)
        outbox[Symbol.dispose]()
      },
    ),
    { numRuns: 60 },
  )
})

test('[OBX2] a broken variant that forgets what it sent without an acknowledgement loses a press', async () => {
  const store = newStore()
  const server = new ScriptedServer(['unheard'])
  const { outbox } = await openOutbox(store)
  const id = newEventId()
  outbox.setSender({
    send: async event => {
      await store.removeFromOutbox(event.id)
      return server.send(event)
    },
  })
  await outbox.add(press(id))
  await settle()
  outbox[Symbol.dispose]()
  const { outbox: reloaded } = await openOutbox(store)
  reloaded.setSender(server)
  await settle(60_000)
  expect(server.log).toEqual([])
})

test('[OBX3] while the server asks for patience, pauses grow and nothing spins; a connection that is back sends at once', async () => {
  const server = new ScriptedServer(Array<Answer>(1_000).fill('not-stored'))
  const { outbox } = await openOutbox()
  outbox.setSender(server)
  await outbox.add(press())
  await settle(600_000)
  expect(server.sent.length).toBeGreaterThan(20)
  expect(server.sent.length).toBeLessThan(50)
  server.script.length = 0
  outbox.setSender(null)
  outbox.setSender(server)
  await settle()
  expect(server.log).toHaveLength(1)
  expect(server.sent.at(-1)?.heldMs).toBe(600_000)
})

test('[OBX3] a time to wait that the server names is kept', async () => {
  const server = new ScriptedServer(['too-many'])
  const { outbox } = await openOutbox()
  outbox.setSender(server)
  await outbox.add(press())
  await settle(2_900)
  expect(server.sent).toHaveLength(1)
  await settle(200)
  expect(server.log).toHaveLength(1)
})

const KEPT: ErrorCode[] = ['not-stored', 'stopping', 'too-many', 'wrong-token', 'access-ended', 'no-token']

test('[OBX4] a refused press is kept only if the same press may succeed later, else it is gone and told', async () => {
  for (const code of ErrorCode.options) {
    const { outbox, store, refused } = await openOutbox()
    outbox.setSender({ send: async () => ({ ok: false, code }) })
    await outbox.add(press())
    await settle()
    const kept = KEPT.includes(code)
    expect(await store.readOutbox(), code).toHaveLength(kept ? 1 : 0)
    expect(outbox.entries(), code).toHaveLength(kept ? 1 : 0)
    expect(refused.map(({ refusal }) => refusal.code)).toEqual(kept ? [] : [code])
    outbox[Symbol.dispose]()
  }
})

test('[OBX5] an entry leaves when the log shows it, and the log is asked for once for all that was sent', async () => {
  const { outbox, storedUpTo } = await openOutbox()
  const events = [press(), press(), press()]
  for (const event of events) await outbox.add(event)
  outbox.setSender(new ScriptedServer())
  await settle()
  expect(storedUpTo()).toBe(3)
  expect(outbox.entries()).toHaveLength(3)
  outbox.arrived(events.map(({ id }) => id))
  expect(outbox.entries()).toHaveLength(0)
})

test('[OBX6] where local storage fails a press is still sent', async () => {
  class FullStore extends MemoryStore {
    override addToOutbox(): Promise<boolean> {
      return Promise.reject(new Error('quota'))
    }
    override removeFromOutbox(): Promise<boolean> {
      return Promise.reject(new Error('quota'))
    }
  }
  const { outbox } = await openOutbox(new FullStore('full'))
  const server = new ScriptedServer()
  outbox.setSender(server)
  await outbox.add(press())
  await settle()
  expect(server.log).toHaveLength(1)
})

test('[OBX7] what is withdrawn before it was ever sent is not sent; afterwards it cannot be withdrawn', async () => {
  const { outbox, store } = await openOutbox()
  const [early, late] = [press(), press()]
  await outbox.add(early)
  expect(await outbox.withdraw(early.id)).toBe(true)
  expect(await store.readOutbox()).toEqual([])
  const server = new ScriptedServer()
  outbox.setSender(server)
  await outbox.add(late)
  await settle()
  expect(await outbox.withdraw(late.id)).toBe(false)
  expect(server.log).toEqual([late.id])
  const { outbox: reloaded } = await openOutbox(store)
  expect(await reloaded.withdraw(late.id)).toBe(false)
})

test('[OBX7] what no tab ever handed to a connection is withdrawn after a reload and from another tab; what one tried is not', async () => {
  const store = newStore()
  const first = await openOutbox(store)
  const [early, tried] = [press(), press()]
  await first.outbox.add(early)
  await first.outbox.add(tried)
  const { outbox: second } = await openOutbox(store)
  expect(second.wasAttempted(early.id)).toBe(false)
  expect(await second.withdraw(early.id)).toBe(true)
  // The tab that pressed it knows nothing of that yet, and sends: what was withdrawn stays here.
  const server = new ScriptedServer(['unheard'])
  first.outbox.setSender(server)
  await settle()
  expect(server.sent.map(({ id }) => id)).toEqual([tried.id])
  expect(first.outbox.entries().map(({ event }) => event.id)).toEqual([tried.id])
  // And what it tried may have left, though nothing came back: nobody withdraws it, whatever he knew before.
  expect(second.wasAttempted(tried.id), 'not heard of yet').toBe(false)
  expect(await second.withdraw(tried.id)).toBe(false)
  await second.reread()
  expect(second.wasAttempted(tried.id)).toBe(true)
  expect((await openOutbox(store)).outbox.wasAttempted(tried.id)).toBe(true)
  // Of an entry of an earlier release nobody knows.
  const old = press()
  await store.addToOutbox({ event: old, pressedAt: Date.now() })
  expect(await (await openOutbox(store)).outbox.withdraw(old.id)).toBe(false)
})

test('[OBX7] that it may have left is in local storage before it is handed out', async () => {
  const { outbox, store } = await openOutbox()
  const atSending: (boolean | undefined)[] = []
  outbox.setSender({
    send: async () => {
      atSending.push((await store.readOutbox())[0]?.untried)
      return { ok: false, code: 'offline' }
    },
  })
  const event = press()
  await outbox.add(event)
  await settle()
  expect(atSending).toEqual([false])
})

test('[OBX10] what may be taken back is sent when that is over, what was pressed after it before, and taken back it is never sent', async () => {
  const { outbox, store } = await openOutbox()
  const [held, taken, later] = [press(), press(), press()]
  const server = new ScriptedServer()
  outbox.setSender(server)
  await outbox.add(held, 5_000)
  await outbox.add(taken, 5_000)
  await outbox.add(later)
  await settle(4_999)
  expect(server.log, 'a held one holds up nothing').toEqual([later.id])
  expect(await outbox.withdraw(taken.id)).toBe(true)
  expect((await store.readOutbox()).map(({ event }) => event.id)).toContain(held.id)
  await settle(1)
  expect(server.log).toEqual([later.id, held.id])
  expect(server.sent[1]?.heldMs, 'it was pressed when it was pressed').toBe(5_000)
  expect(await outbox.withdraw(held.id)).toBe(false)
  await settle(60_000)
  expect(server.log).toHaveLength(2)
})

test('[OBX10] once nobody looks at the page, what may be taken back on it goes at once, and never what another page holds', async () => {
  const { outbox, store } = await openOutbox()
  const [held, alone] = [press(), press()]
  const server = new ScriptedServer()
  outbox.setSender(server)
  await outbox.add(held, 5_000)
  const { outbox: other } = await openOutbox(store)
  const elsewhere = new ScriptedServer()
  other.setSender(elsewhere)
  other.letGo()
  await settle()
  expect(elsewhere.log, 'it can still be taken back where it was pressed').toEqual([])
  outbox.letGo()
  await settle()
  expect(server.log).toEqual([held.id])
  expect(await outbox.withdraw(held.id)).toBe(false)

  // Without a connection it goes as soon as there is one, without more waiting.
  outbox.setSender(null)
  await outbox.add(alone, 5_000)
  outbox.letGo()
  await settle()
  outbox.setSender(server)
  await settle()
  expect(server.log).toEqual([held.id, alone.id])
})

test('[OBX10] a page that is left, or a clock that is set back, does not keep it here', async () => {
  const { outbox, store } = await openOutbox()
  const held = press()
  await outbox.add(held, 5_000)
  outbox[Symbol.dispose]()
  const { outbox: reloaded } = await openOutbox(store)
  const server = new ScriptedServer()
  reloaded.setSender(server)
  await settle(4_999)
  expect(server.log).toEqual([])
  await settle(1)
  expect(server.log).toEqual([held.id])

  const { outbox: other } = await openOutbox()
  const again = press()
  await other.add(again, 5_000)
  vi.setSystemTime(Date.now() - 3_600_000)
  const late = new ScriptedServer()
  other.setSender(late)
  await settle()
  expect(late.log).toEqual([again.id])
})

/** Storage whose answer about the outbox comes late. */
class LateStore extends MemoryStore {
  readonly gate = Promise.withResolvers<void>()
  override async readOutbox() {
    const entries = await super.readOutbox()
    await this.gate.promise
    return entries
  }
}

const openBetweenTabs = async () => {
  const store = new LateStore('late')
  const outbox = new Outbox(store, [], { changed: () => {}, unsure: () => {}, stored: () => {}, refused: () => {} }, pressClock())
  return { store, outbox, ids: () => outbox.entries().map(({ event }) => event.id) }
}

test('[OBX9] what the log shows while storage is still being read for another tab’s press does not come back', async () => {
  const { store, outbox, ids } = await openBetweenTabs()
  const theirs = press()
  await store.addToOutbox({ event: theirs, pressedAt: Date.now() })
  const reread = outbox.reread()
  await settle()
  outbox.arrived([theirs.id])
  store.gate.resolve()
  await reread
  expect(ids()).toEqual([])
  outbox[Symbol.dispose]()
})

test('[OBX9] what is pressed here while storage is read for another tab is kept and sent, and what left elsewhere goes', async () => {
  const { store, outbox, ids } = await openBetweenTabs()
  const [old, fresh] = [press(), press()]
  await outbox.add(old)
  await store.removeFromOutbox(old.id)
  const reread = outbox.reread()
  await settle()
  await outbox.add(fresh)
  store.gate.resolve()
  await reread
  expect(ids()).toEqual([fresh.id])
  const server = new ScriptedServer()
  outbox.setSender(server)
  await settle()
  expect(server.log).toEqual([fresh.id])
})

const key = Bytes32.parse('A'.repeat(43))
const one = { device: { sign: key, receive: key, token: key } }

test('[OBX8] what is to be said once has the same id however often it is said, and another for another', () => {
  expect(sameEventId(one, 'received', 'b')).toBe(sameEventId(structuredClone(one), 'received', 'b'))
  expect(sameEventId(one, 'received', 'b')).not.toBe(sameEventId(one, 'answer', 'b'))
  expect(sameEventId(one, 'received', 'b')).not.toBe(sameEventId(one, 'received', 'c'))
  expect(sameEventId(one, 'x', 'y')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('[OBX13] nobody who lacks the secret key of a device knows the id under which it answers or says that it got something', () => {
  const other = { device: { ...one.device, sign: Bytes32.parse('B'.repeat(43)) } }
  for (const kind of ['answer', 'received']) expect(sameEventId(one, kind, 'b')).not.toBe(sameEventId(other, kind, 'b'))
})

const SECOND = 1_000
const MINUTE = 60 * SECOND
type Case = [Parameters<typeof heldFor>[0], number]
const held: Case[] = [
  [{ byDevice: 5 * MINUTE, byServer: null, lived: null }, 5 * MINUTE],
  [{ byDevice: -5 * MINUTE, byServer: null, lived: null }, 0],
  // Changed while no page was there, which had known the server's clock.
  [{ byDevice: 65 * MINUTE, byServer: 5 * MINUTE, lived: null }, 5 * MINUTE],
  // Changed by an hour after the press, forth and back.
  [{ byDevice: 65 * MINUTE, byServer: 5 * MINUTE, lived: 5 * MINUTE }, 5 * MINUTE],
  [{ byDevice: -55 * MINUTE, byServer: 5 * MINUTE, lived: 5 * MINUTE }, 5 * MINUTE],
  // Unnoticed, before the press.
  [{ byDevice: 5 * MINUTE, byServer: 65 * MINUTE, lived: 5 * MINUTE }, 5 * MINUTE],
  [{ byDevice: 35 * MINUTE, byServer: 25 * MINUTE, lived: 35 * MINUTE }, 35 * MINUTE],
  // A device that slept.
  [{ byDevice: 65 * MINUTE, byServer: 65 * MINUTE, lived: 5 * MINUTE }, 65 * MINUTE],
  // Only what the page counted can be right.
  [{ byDevice: -MINUTE, byServer: -MINUTE, lived: 5 * MINUTE }, 5 * MINUTE],
]

test('[OBX11] a press is as old as it can be by all clocks: a changed one counts for nothing, and sleep counts', () => {
  const keeps = (rule: typeof heldFor) => held.every(([ages, expected]) => rule(ages) === expected)
  expect(held.map(([ages]) => heldFor(ages))).toEqual(held.map(([, expected]) => expected))
  const broken: (typeof heldFor)[] = [
    ({ byDevice }) => Math.max(0, byDevice),
    ({ byDevice, byServer }) => Math.max(0, byServer ?? byDevice),
    ({ byDevice, lived }) => Math.max(0, lived ?? byDevice),
    ({ byDevice, byServer }) => Math.max(0, Math.min(byDevice, byServer ?? byDevice)),
  ]
  for (const rule of broken) expect(keeps(rule)).toBe(false)
})

test('[SES22] what was acknowledged and is not in the log when the next connection has caught up is sent again', async () => {
  const { outbox } = await openOutbox()
  const server = new ScriptedServer()
  const [shown, missing] = [newEventId(), newEventId()]
  outbox.setSender(server)
  for (const id of [shown, missing]) await outbox.add(press(id))
  await settle()
  outbox.arrived([shown])
  outbox.setSender(null)
  expect(outbox.acknowledgedAt(missing)).toBeDefined()
  const restored = new ScriptedServer()
  outbox.setSender(restored)
  await settle()
  expect(restored.log).toEqual([missing])
})
