import { randomUUID } from 'node:crypto'
import type { Identity } from '../../client/sync/identity.ts'
import type { LogRecord, OutboxEntry } from '../../client/sync/local.ts'
import { type Database, LastingStore } from '../../client/sync/local-lasting.ts'
import { MemoryStore } from '../../client/sync/local-memory.ts'
import type { DeviceId } from '../../shared/ids.ts'

const quota = () => Promise.reject(new DOMException('no room left', 'QuotaExceededError'))

/** A database that outlives its pages, and takes nothing while it is full; what is in it can be read and taken out all the same. */
export class FullDisk extends MemoryStore implements Database {
  isFull = false
  removed = () => {}
  letGo(): void {}
  forget(): void {}

  constructor() {
    super(`full-${randomUUID()}`)
  }

  /** As a page opens it: with every opening another page, or the same one after a reload. */
  open(): LastingStore {
    return new LastingStore(this)
  }

  override async changeIdentity(change: (current: Identity | null) => Identity | null, by?: DeviceId): Promise<Identity | null> {
    const next = change(await this.readIdentity())
    return this.isFull && next ? quota() : super.changeIdentity(() => next, by)
  }
  override keepLog(records: LogRecord[], by?: DeviceId): Promise<void> {
    return this.isFull ? quota() : super.keepLog(records, by)
  }
  override addToOutbox(entry: OutboxEntry, by?: DeviceId): Promise<boolean> {
    return this.isFull ? quota() : super.addToOutbox(entry, by)
  }
  override writeCache(key: string, value: unknown, by?: DeviceId): Promise<void> {
    return this.isFull ? quota() : super.writeCache(key, value, by)
  }
}
