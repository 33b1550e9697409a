import { deleteDB, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb'
import { z } from 'zod/mini'
import { OutgoingEvent } from '../../shared/events.ts'
import { type DeviceId, type EventId, Instant } from '../../shared/ids.ts'
import { deviceOf, Identity } from './identity.ts'
import {
  type LocalState,
  type LocalStore,
  type LogRecord,
  OfAnother,
  type OutboxEntry,
  StorageLost,
  SWEEP_EVERY,
} from './local.ts'
import { type Database, LastingStore } from './local-lasting.ts'
import { readable, readLog, type Schema, windowsOf } from './stored-log.ts'

/** 2: an index of the log by kind and `seq`. 3: one by seat, kind and `seq`. */
export const LOCAL_VERSION = 3
const ME = 'me'
const REST = ['log', 'outbox', 'cache'] as const
/**
 * A browser that neither opens nor refuses is treated as one without storage after so long, ms. Long, since a slow phone must not
 * look like one that has no space.
 */
const OPEN_WITHIN_MS = 20_000
/** One that was open before must open again within so long, ms: a press waits for it. */
const REOPEN_WITHIN_MS = 2_000

const StoredEntry = z.object({
  event: OutgoingEvent,
  pressedAt: z.number(),
  serverAt: z.catch(z.optional(Instant), undefined),
  reckonedAt: z.catch(z.optional(Instant), undefined),
  holdMs: z.optional(z.number()),
  untried: z.optional(z.boolean()),
})

/** Opens a profile's database. Rejects where the browser offers no storage, or keeps it closed. */
export const openLocalDatabase = async (name: string): Promise<LocalStore> => {
  const store = new DatabaseStore(name)
  await store.open()
  return new LastingStore(store)
}

/** Makes what a database of version `before` lacks (0: all). Names nothing outside itself, so that it can run in any page. */
export const makeLocalStores = (
  database: IDBPDatabase<Schema>,
  before: number,
  upgrading: IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>,
): void => {
  if (before < 1) {
    database.createObjectStore('identity')
    database.createObjectStore('log')
    database.createObjectStore('outbox', { autoIncrement: true }).createIndex('id', 'event.id', { unique: true })
    database.createObjectStore('cache')
  }
  if (before < 2) upgrading.objectStore('log').createIndex('kind', ['event.kind', 'event.seq'])
  if (before < 3) upgrading.objectStore('log').createIndex('seat', ['event.seat', 'event.kind', 'event.seq'])
}

/** `again`: it was there. One that is not is not made anew: somebody took it away. */
const openDatabase = async (
  name: string,
  again: boolean,
  closed: (by: 'a removal' | 'something else') => void,
): Promise<IDBPDatabase<Schema>> => {
  const opening = openDB<Schema>(name, LOCAL_VERSION, {
    upgrade: (database, before, _to, tx) => {
      if (again && before === 0) {
        tx.done.catch(() => {})
        return tx.abort()
      }
      makeLocalStores(database, before, tx)
    },
    // Another page removes or upgrades the database: it must not wait for this one.
    blocking: (_version, next) => {
      void opening.then(database => database.close()).catch(() => {})
      closed(next === null ? 'a removal' : 'something else')
    },
    terminated: () => closed('something else'),
  })
  const { promise: late, reject } = Promise.withResolvers<never>()
  const within = again ? REOPEN_WITHIN_MS : OPEN_WITHIN_MS
  const timer = setTimeout(() => reject(new Error('local storage does not open')), within)
  try {
    return await Promise.race([opening, late])
  } catch (fault) {
    // Should it open after all, nobody waits for it.
    void opening.then(database => database.close()).catch(() => {})
    throw new StorageLost('local storage does not open', { cause: fault })
  } finally {
    clearTimeout(timer)
  }
}

class DatabaseStore implements Database {
  readonly name: string
  removed = () => {}
  #wasOpen = false
  #opening: Promise<IDBPDatabase<Schema>> | null = null
  #disposed = false
  #unswept = 0

  constructor(name: string) {
    this.name = name
  }

  /** Open already, or opened again: the browser may close it at any time. */
  open(): Promise<IDBPDatabase<Schema>> {
    if (this.#disposed) return Promise.reject(new Error('this store is closed'))
    this.#opening ??= openDatabase(this.name, this.#wasOpen, by => {
      if (by === 'a removal') this.removed()
      this.letGo()
    }).then(database => {
      this.#wasOpen = true
      return database
    })
    return this.#opening
  }

  /** The connection is closed, whoever closed it: the next to ask opens another. */
  letGo(): void {
    void this.#opening?.then(database => database.close()).catch(() => {})
    this.#opening = null
  }

  forget(): void {
    this.letGo()
    this.#wasOpen = false
  }

  async read(by?: DeviceId): Promise<LocalState> {
    const tx = await this.#begin('readonly', by)
    const [identity, log, outbox, keys, values] = await Promise.all([
      tx.objectStore('identity').get(ME),
      readLog(tx.objectStore('log')),
      tx.objectStore('outbox').getAll(),
      tx.objectStore('cache').getAllKeys(),
      tx.objectStore('cache').getAll(),
    ])
    return {
      identity: readable(Identity, identity),
      log,
      outbox: outbox.flatMap(entry => readable(StoredEntry, entry) ?? []),
      cache: new Map(keys.map((key, at) => [key, values[at]])),
    }
  }

  async readIdentity(): Promise<Identity | null> {
    return readable(Identity, await (await this.open()).get('identity', ME))
  }

  async changeIdentity(change: (current: Identity | null) => Identity | null, by?: DeviceId): Promise<Identity | null> {
    const tx = await this.#begin('readwrite', by)
    const identity = tx.objectStore('identity')
    const stored = await identity.get(ME)
    const current = readable(Identity, stored)
    const next = change(current)
    // What a later release wrote is nobody here, and stays until somebody takes its place.
    if (stored && next === current) return next
    const isAnother = !next || deviceOf(next) !== deviceOf(current)
    await Promise.all([
      next ? identity.put(next, ME) : identity.delete(ME),
      ...(isAnother ? REST.map(name => tx.objectStore(name).clear()) : []),
      tx.done,
    ])
    return next
  }

  async keepLog(records: LogRecord[], by?: DeviceId): Promise<void> {
    const tx = await this.#begin('readwrite', by)
    const log = tx.objectStore('log')
    const outbox = tx.objectStore('outbox')
    const keep = async (record: LogRecord): Promise<void> => {
      if ((await log.getKey(record.event.seq)) === undefined) await log.put(record, record.event.seq)
      const sent = await outbox.index('id').getKey(record.event.id)
      if (sent !== undefined) await outbox.delete(sent)
    }
    // Asked for all at once: the order among them does not matter, and waiting for each would take as many turns.
    await Promise.all([...records.map(keep), tx.done])
    this.#unswept += records.length
    if (this.#unswept >= SWEEP_EVERY) await this.#sweep()
  }

  /** Takes out of the log what no start would read. */
  async #sweep(): Promise<void> {
    this.#unswept = 0
    const tx = (await this.open()).transaction('log', 'readwrite')
    const { recent, inWindows } = await windowsOf(tx.store)
    const read = new Set(inWindows.flatMap(([, seqs]) => seqs))
    const before = await tx.store.getAllKeys(IDBKeyRange.upperBound(recent[0] ?? 0, true))
    await Promise.all([...before.filter(seq => !read.has(seq)).map(seq => tx.store.delete(seq)), tx.done])
  }

  async forgetLog(by?: DeviceId): Promise<void> {
    const tx = await this.#begin('readwrite', by)
    await Promise.all([tx.objectStore('log').clear(), tx.done])
  }

  async addToOutbox(entry: OutboxEntry, by?: DeviceId): Promise<boolean> {
    const tx = await this.#begin('readwrite', by)
    const outbox = tx.objectStore('outbox')
    const known = await outbox.index('id').getKey(entry.event.id)
    if (known === undefined) await outbox.add(entry)
    await tx.done
    return known === undefined
  }

  removeFromOutbox(id: EventId, by?: DeviceId): Promise<boolean> {
    return this.#changeInOutbox(id, by, () => null)
  }

  handOut(id: EventId, by?: DeviceId): Promise<boolean> {
    return this.#changeInOutbox(id, by, entry => entry && { ...entry, untried: false })
  }

  withdraw(id: EventId, by?: DeviceId): Promise<boolean> {
    return this.#changeInOutbox(id, by, entry => (entry?.untried ? null : undefined))
  }

  async readOutbox(by?: DeviceId): Promise<OutboxEntry[]> {
    const tx = await this.#begin('readonly', by)
    return (await tx.objectStore('outbox').getAll()).flatMap(entry => readable(StoredEntry, entry) ?? [])
  }

  async readCache(key: string, by?: DeviceId): Promise<unknown> {
    const tx = await this.#begin('readonly', by)
    return tx.objectStore('cache').get(key)
  }

  async writeCache(key: string, value: unknown, by?: DeviceId): Promise<void> {
    const tx = await this.#begin('readwrite', by)
    await Promise.all([tx.objectStore('cache').put(value, key), tx.done])
  }

  async erase(): Promise<void> {
    await this.#close()
    this.#wasOpen = false
    await deleteDB(this.name)
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true
    return this.#close()
  }

  /** Null takes the entry out, undefined leaves it as it is. False where it was left, or was not there. */
  async #changeInOutbox(
    id: EventId,
    by: DeviceId | undefined,
    change: (entry: OutboxEntry | null) => OutboxEntry | null | undefined,
  ): Promise<boolean> {
    const tx = await this.#begin('readwrite', by)
    const at = await tx.objectStore('outbox').index('id').openCursor(id)
    const next = at ? change(readable(StoredEntry, at.value)) : undefined
    if (next) await at?.update(next)
    else if (next === null) await at?.delete()
    await tx.done
    return next !== undefined
  }

  /** A transaction over all of it, once it is seen to be still that membership's. */
  async #begin<Mode extends 'readonly' | 'readwrite'>(mode: Mode, by: DeviceId | undefined) {
    const tx = (await this.open()).transaction(['identity', ...REST], mode)
    if (by && deviceOf(readable(Identity, await tx.objectStore('identity').get(ME))) !== by) throw new OfAnother()
    return tx
  }

  async #close(): Promise<void> {
    const opened = await this.#opening?.catch(() => null)
    this.#opening = null
    opened?.close()
  }
}
