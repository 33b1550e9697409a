import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newEventId } from '../client/sync/event-id.ts'
import { MemoryStore } from '../client/sync/local-memory.ts'
import { ErrorCode } from '../shared/errors.ts'
import { type Answer, openOutbox, press, ScriptedServer, settle } from './support/outbox.ts'
import { seed } from './support/seed.ts'
import { newStore } from './support/sessions.ts'

fc.configureGlobal({ seed })

beforeEach(() => void vi.useFakeTimers({ now: 1_700_000_000_000 }))
afterEach(() => void vi.useRealTimers())

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
