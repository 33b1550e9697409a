import type { DeviceId, EventId } from '../../shared/ids.ts'
import type { LocalStore, LogRecord, MemberStore, OutboxEntry } from './local.ts'

/**
 * A profile's storage for as long as one membership lives, and only while storage is that one's. What is still on its way when it
 * ends writes nothing more: a space that was forgotten must not come back in pieces.
 */
export class LocalLease implements MemberStore {
  readonly #store: LocalStore
  readonly #by: DeviceId
  readonly #underWay = new Set<Promise<unknown>>()
  #ended = false

  constructor(store: LocalStore, by: DeviceId) {
    this.#store = store
    this.#by = by
  }

  keepLog(records: LogRecord[]): Promise<void> {
    return this.#held(store => store.keepLog(records, this.#by))
  }
  forgetLog(): Promise<void> {
    return this.#held(store => store.forgetLog(this.#by))
  }
  addToOutbox(entry: OutboxEntry): Promise<boolean> {
    return this.#held(store => store.addToOutbox(entry, this.#by))
  }
  removeFromOutbox(id: EventId): Promise<boolean> {
    return this.#held(store => store.removeFromOutbox(id, this.#by))
  }
  handOut(id: EventId): Promise<boolean> {
    return this.#held(store => store.handOut(id, this.#by))
  }
  withdraw(id: EventId): Promise<boolean> {
    return this.#held(store => store.withdraw(id, this.#by))
  }
  readOutbox(): Promise<OutboxEntry[]> {
    return this.#held(store => store.readOutbox(this.#by))
  }
  readCache(key: string): Promise<unknown> {
    return this.#held(store => store.readCache(key, this.#by))
  }
  writeCache(key: string, value: unknown): Promise<void> {
    return this.#held(store => store.writeCache(key, value, this.#by))
  }

  /** Ends the lease, once what it has begun is done; the storage itself stays open. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true
    await Promise.allSettled(this.#underWay)
  }

  #held<T>(act: (store: LocalStore) => Promise<T>): Promise<T> {
    if (this.#ended) return Promise.reject(new Error('this device has left the space'))
    const done = act(this.#store)
    this.#underWay.add(done)
    const end = () => this.#underWay.delete(done)
    done.then(end, end)
    return done
  }
}
