import type { DeviceId, EventId } from '../../shared/ids.ts'
import { deviceOf, type Identity } from './identity.ts'
import {
  inOrder,
  inWindows,
  type LocalState,
  type LocalStore,
  type LogRecord,
  OfAnother,
  type OutboxEntry,
  SWEEP_EVERY,
} from './local.ts'

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

  async read(by?: DeviceId): Promise<LocalState> {
    this.#check(by)
    const log = this.#inWindows()
    return structuredClone({ identity: this.#identity, log, outbox: [...this.#outbox.values()], cache: this.#cache })
  }

  async readIdentity(): Promise<Identity | null> {
    return structuredClone(this.#identity)
  }

  async changeIdentity(change: (current: Identity | null) => Identity | null, by?: DeviceId): Promise<Identity | null> {
    this.#check(by)
    const next = structuredClone(change(structuredClone(this.#identity)))
    if (!next || deviceOf(next) !== deviceOf(this.#identity)) this.#clear()
    this.#identity = next
    return structuredClone(next)
  }

  async keepLog(records: LogRecord[], by?: DeviceId): Promise<void> {
    this.#check(by)
    for (const record of records) {
      if (!this.#log.has(record.event.seq)) this.#log.set(record.event.seq, structuredClone(record))
      this.#outbox.delete(record.event.id)
    }
    this.#unswept += records.length
    if (this.#unswept < SWEEP_EVERY) return
    this.#unswept = 0
    this.#log = new Map(this.#inWindows().map(record => [record.event.seq, record]))
  }

  async forgetLog(by?: DeviceId): Promise<void> {
    this.#check(by)
    this.#log.clear()
  }

  async addToOutbox(entry: OutboxEntry, by?: DeviceId): Promise<boolean> {
    this.#check(by)
    if (this.#outbox.has(entry.event.id)) return false
    this.#outbox.set(entry.event.id, structuredClone(entry))
    return true
  }

  async removeFromOutbox(id: EventId, by?: DeviceId): Promise<boolean> {
    this.#check(by)
    return this.#outbox.delete(id)
  }

  async handOut(id: EventId, by?: DeviceId): Promise<boolean> {
    this.#check(by)
    const entry = this.#outbox.get(id)
    if (entry) this.#outbox.set(id, { ...entry, untried: false })
    return entry !== undefined
  }

  async withdraw(id: EventId, by?: DeviceId): Promise<boolean> {
    this.#check(by)
    return this.#outbox.get(id)?.untried === true && this.#outbox.delete(id)
  }

  async readOutbox(by?: DeviceId): Promise<OutboxEntry[]> {
    this.#check(by)
    return structuredClone([...this.#outbox.values()])
  }

  async readCache(key: string, by?: DeviceId): Promise<unknown> {
    this.#check(by)
    return structuredClone(this.#cache.get(key))
  }

  async writeCache(key: string, value: unknown, by?: DeviceId): Promise<void> {
    this.#check(by)
    this.#cache.set(key, structuredClone(value))
  }

  async erase(): Promise<void> {
    this.#identity = null
    this.#clear()
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #clear(): void {
    this.#log.clear()
    this.#outbox.clear()
    this.#cache.clear()
  }

  #check(by: DeviceId | undefined): void {
    if (by && deviceOf(this.#identity) !== by) throw new OfAnother()
  }

  #inWindows(): LogRecord[] {
    return inWindows(inOrder([...this.#log.values()]))
  }
}
