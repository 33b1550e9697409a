import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MemoryStore } from '../client/sync/local-memory.ts'
import { Outbox } from '../client/sync/outbox.ts'
import { press, pressClock, ScriptedServer, settle } from './support/outbox.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_700_000_000_000 }))
afterEach(() => void vi.useRealTimers())

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
