import { agreementKinds } from '../../shared/events.ts'
import type { EventId } from '../../shared/ids.ts'
import type { Identity } from './identity.ts'
import {
  AGREEMENT_WINDOW,
  inOrder,
  LOG_WINDOW,
  type LocalState,
  type LocalStore,
  type LogRecord,
  type OutboxEntry,
} from './local.ts'

/** Storage that lives as long as the page: where a browser offers none, and for tests, where two sessions share one as two tabs do. */
export class MemoryStore implements LocalStore {
  readonly name: string
  readonly durable = false
  #identity: Identity | null = null
  #log = new Map<number, LogRecord>()
  #outbox = new Map<EventId, OutboxEntry>()
  #cache = new Map<string, unknown>()

  constructor(name: string) {
    this.name = name
  }

  async read(): Promise<LocalState> {
    const all = inOrder([...this.#log.values()])
    const agreement = agreementKinds.flatMap(kind => all.filter(({ event }) => event.kind === kind).slice(-AGREEMENT_WINDOW))
    const log = inOrder([...agreement, ...all.slice(-LOG_WINDOW)])
    return structuredClone({ identity: this.#identity, log, outbox: [...this.#outbox.values()], cache: this.#cache })
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
}
