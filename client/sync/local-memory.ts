import type { EventId } from '../../shared/ids.ts'
import type { Identity } from './identity.ts'
import { inOrder, inWindows, type LocalState, type LocalStore, type LogRecord, type OutboxEntry, SWEEP_EVERY } from './local.ts'

/** Storage that lives as long as the page: where a browser offers none, and for tests, where two sessions share one as two tabs do. */
export class MemoryStore implements LocalStore {
  readonly name: string
  readonly lacks = 'memory'
  #identity: Identity | null = null
  #log = new Map<number, LogRecord>()
  #unswept = 0
  #outbox = new Map<EventId, OutboxEntry>()
  #cache = new Map<string, unknown>()

  constructor(name: string) {
    this.name = name
  }

  watch(): void {}

  async read(): Promise<LocalState> {
    const log = this.#inWindows()
    return structuredClone({ identity: this.#identity, log, outbox: [...this.#outbox.values()], cache: this.#cache })
  }

  async readIdentity(): Promise<Identity | null> {
    return structuredClone(this.#identity)
  }

  async changeIdentity(change: (current: Identity | null) => Identity | null): Promise<Identity | null> {
    this.#identity = structuredClone(change(structuredClone(this.#identity)))
    return structuredClone(this.#identity)
  }

  async keepLog(records: LogRecord[]): Promise<void> {
    for (const record of records) {
      if (!this.#log.has(record.event.seq)) this.#log.set(record.event.seq, structuredClone(record))
      this.#outbox.delete(record.event.id)
    }
    this.#unswept += records.length
    if (this.#unswept < SWEEP_EVERY) return
    this.#unswept = 0
    this.#log = new Map(this.#inWindows().map(record => [record.event.seq, record]))
  }

  async forgetLog(): Promise<void> {
    this.#log.clear()
  }

  async addToOutbox(entry: OutboxEntry): Promise<boolean> {
    if (this.#outbox.has(entry.event.id)) return false
    this.#outbox.set(entry.event.id, structuredClone(entry))
    return true
  }

  async removeFromOutbox(id: EventId): Promise<boolean> {
    return this.#outbox.delete(id)
  }

  async readOutbox(): Promise<OutboxEntry[]> {
    return structuredClone([...this.#outbox.values()])
  }

  async readCache(key: string): Promise<unknown> {
    return structuredClone(this.#cache.get(key))
  }

  async writeCache(key: string, value: unknown): Promise<void> {
    this.#cache.set(key, structuredClone(value))
  }

  async erase(): Promise<void> {
    this.#identity = null
    this.#log.clear()
    this.#outbox.clear()
    this.#cache.clear()
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #inWindows(): LogRecord[] {
    return inWindows(inOrder([...this.#log.values()]))
  }
}
