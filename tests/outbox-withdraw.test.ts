import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openOutbox, press, ScriptedServer, settle } from './support/outbox.ts'
import { newStore } from './support/sessions.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_700_000_000_000 }))
afterEach(() => void vi.useRealTimers())

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
