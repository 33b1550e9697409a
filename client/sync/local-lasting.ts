import type { EventId } from '../../shared/ids.ts'
import type { Identity } from './identity.ts'
import type { LocalState, LocalStore, LogRecord, OutboxEntry } from './local.ts'
import { MemoryStore } from './local-memory.ts'

/** A database that was there and is no more, or does not open again. */
export class StorageLost extends Error {}

/**
 * A profile's database with what it holds also in memory (all but the log, which the server has): should it vanish under an open
 * page, the page goes on from there and says that nothing is kept. What is gone is never put back: someone may have wanted it gone.
 */
export class LastingStore implements LocalStore {
  readonly name: string
  readonly lost: Promise<void>
  readonly #database: LocalStore & { letGo(): void }
  readonly #memory: MemoryStore
  readonly #tellLost: () => void
  #isLost = false

  constructor(database: LocalStore & { letGo(): void }) {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.name = database.name
    this.lost = promise
    this.#tellLost = resolve
    this.#database = database
    this.#memory = new MemoryStore(database.name)
  }

  get durable(): boolean {
    return !this.#isLost
  }

  async read(): Promise<LocalState> {
    const state = await this.#try(store => store.read())
    if (this.#isLost) return state
    await this.#memory.erase()
    await this.#memory.changeIdentity(() => state.identity)
    for (const entry of state.outbox) await this.#memory.addToOutbox(entry)
    for (const [key, value] of state.cache) await this.#memory.writeCache(key, value)
    return state
  }

  readIdentity(): Promise<Identity | null> {
    return this.#try(store => store.readIdentity())
  }

  async changeIdentity(change: (current: Identity | null) => Identity | null): Promise<Identity | null> {
    const next = await this.#try(store => store.changeIdentity(change))
    return this.#isLost ? next : this.#memory.changeIdentity(() => next)
  }

  async keepLog(records: LogRecord[]): Promise<void> {
    for (const { event } of records) await this.#memory.removeFromOutbox(event.id)
    await this.#try(store => store.keepLog(records))
  }

  forgetLog(): Promise<void> {
    return this.#try(store => store.forgetLog())
  }

  async addToOutbox(entry: OutboxEntry): Promise<boolean> {
    const added = await this.#try(store => store.addToOutbox(entry))
    if (!this.#isLost) await this.#memory.addToOutbox(entry)
    return added
  }

  async removeFromOutbox(id: EventId): Promise<boolean> {
    const removed = await this.#try(store => store.removeFromOutbox(id))
    if (!this.#isLost) await this.#memory.removeFromOutbox(id)
    return removed
  }

  readOutbox(): Promise<OutboxEntry[]> {
    return this.#try(store => store.readOutbox())
  }

  readCache(key: string): Promise<unknown> {
    return this.#try(store => store.readCache(key))
  }

  async writeCache(key: string, value: unknown): Promise<void> {
    await this.#memory.writeCache(key, value)
    await this.#try(store => store.writeCache(key, value))
  }

  async erase(): Promise<void> {
    await this.#memory.erase()
    await this.#database.erase()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#database[Symbol.asyncDispose]()
  }

  /** A connection that was closed under the page is opened again, once; then what is in memory has to do. */
  async #try<T>(act: (store: LocalStore) => Promise<T>): Promise<T> {
    if (this.#isLost) return act(this.#memory)
    try {
      return await act(this.#database).catch(fault => {
        if (!isClosed(fault)) throw fault
        this.#database.letGo()
        return act(this.#database)
      })
    } catch (fault) {
      if (!(fault instanceof StorageLost)) throw fault
      this.#isLost = true
      this.#tellLost()
      return act(this.#memory)
    }
  }
}

const isClosed = (fault: unknown): boolean =>
  fault instanceof DOMException && (fault.name === 'InvalidStateError' || fault.name === 'AbortError')
