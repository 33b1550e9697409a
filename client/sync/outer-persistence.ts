import { IndexeddbPersistence } from 'y-indexeddb'
import * as Y from 'yjs'

/** Where an outer document rests on this device. One per open document and page; the tabs of a device share what it writes. */
export interface OuterPersistence {
  /** What rests here has been applied to the document. False when there is nothing to rest in. */
  whenLoaded: Promise<boolean>
  /** Whether all that the document held at the time of the call is written. */
  stored(): Promise<boolean>
  read(key: string): Promise<unknown>
  write(key: string, value: string): Promise<void>
  close(): Promise<void>
}

/** `gone`: nothing of the document rests here any more. */
export type OpenPersistence = (room: string, outer: Y.Doc, gone: () => void) => OuterPersistence

export interface PersistenceFaults {
  /** The browser took it away under the page. */
  lost(): void
  /** It does not take what was written, or takes it again. */
  full(isFull: boolean): void
}

/** y-indexeddb, in the database `<prefix><room>`. */
export const indexedDbPersistence =
  (prefix: string, faults: PersistenceFaults): OpenPersistence =>
  (room, outer, gone) => {
    const name = prefix + room
    const rest = new Rest(name, outer, faults, gone)
    return {
      whenLoaded: rest.whenOpen().then(async resting => {
        await Promise.race([resting?.rest.whenSynced, resting?.gone.promise])
        return resting !== null
      }),
      stored: () => rest.stored(),
      read: async key => (await rest.whenOpen())?.rest.get(key).catch(() => undefined),
      write: async (key, value) => {
        await (await rest.whenOpen())?.rest.set(key, value)
      },
      close: () => rest.close(),
    }
  }

/** One that was open before must open again within so long, ms: else the document goes on from memory. */
const REOPEN_WITHIN_MS = 2_000

interface Resting {
  rest: IndexeddbPersistence
  db: IDBDatabase
  /** Its connection was closed under the page. */
  gone: PromiseWithResolvers<void>
}

/**
 * Where a document rests, opened again when its connection was closed under the page. One that is gone then is not made anew:
 * somebody took it away, and the document goes on from memory.
 */
class Rest {
  readonly #name: string
  readonly #outer: Y.Doc
  readonly #faults: PersistenceFaults
  readonly #gone: () => void
  #open: Promise<Resting | null>
  #current: Resting | null = null
  /** A write failed. */
  #aborted = false
  #closed = false

  constructor(name: string, outer: Y.Doc, faults: PersistenceFaults, gone: () => void) {
    this.#name = name
    this.#outer = outer
    this.#faults = faults
    this.#gone = gone
    this.#open = this.#begin('or make')
  }

  whenOpen(): Promise<Resting | null> {
    return this.#open
  }

  async stored(): Promise<boolean> {
    const resting = await this.#open
    if (!resting) return false
    await Promise.race([resting.rest.whenSynced, resting.gone.promise])
    try {
      if (this.#aborted) await writeWhole(resting.db, this.#outer)
      this.#aborted = false
      await afterEarlierWrites(resting.db)
      if (!this.#closed) this.#faults.full(this.#aborted)
      return !this.#aborted
    } catch (fault) {
      if (isClosed(fault)) this.#again(resting)
      else if (!this.#closed) this.#faults.full(true)
      return false
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#faults.full(false)
    await (await this.#open)?.rest.destroy()
  }

  /** Null where the browser denies it. y-indexeddb is not begun then: it would leave a rejection that nobody can handle. */
  async #begin(missing: 'or make' | 'or none'): Promise<Resting | null> {
    if (!(await mayOpen(this.#name, missing)) || this.#closed) return null
    const rest = new IndexeddbPersistence(this.#name, this.#outer)
    // It throws when its connection is closed, and whoever listens after it would not be told of the edit.
    this.#outer.off('update', rest._storeUpdate)
    const db = await rest._db.catch(() => null)
    if (!db || this.#closed) return null
    const resting = { rest, db, gone: Promise.withResolvers<void>() }
    this.#current = resting
    const store = (update: Uint8Array, origin: unknown) => {
      if (this.#current !== resting) return this.#outer.off('update', store)
      try {
        rest._storeUpdate(update, origin)
      } catch {
        this.#again(resting)
      }
    }
    this.#outer.on('update', store)
    // Aborts of any transaction bubble up to its database: y-indexeddb itself does not look.
    db.addEventListener('abort', () => {
      this.#aborted = true
    })
    db.addEventListener('close', () => this.#again(resting))
    // Another page of this app removes it: nothing was lost.
    db.addEventListener('versionchange', () => this.#again(resting, () => {}))
    return resting
  }

  /** What is written meanwhile is not lost: whoever opens it writes all that the document holds. */
  #again(closed: Resting, lost = this.#faults.lost): void {
    if (this.#current !== closed || this.#closed) return
    this.#current = null
    closed.gone.resolve()
    this.#open = closed.rest.destroy().then(async () => {
      const resting = await this.#begin('or none')
      if (resting || this.#closed) return resting
      lost()
      this.#gone()
      return null
    })
  }
}

const isClosed = (fault: unknown): boolean => fault instanceof DOMException && fault.name === 'InvalidStateError'

/** Whether a database opens. One that is not there is not made here: the upgrade that would make it is given up. */
const mayOpen = (name: string, missing: 'or make' | 'or none'): Promise<boolean> =>
  new Promise<boolean>(resolve => {
    if (missing === 'or none') setTimeout(resolve, REOPEN_WITHIN_MS, false)
    const request = indexedDB.open(name)
    let isNew = false
    request.onupgradeneeded = () => {
      isNew = true
      request.transaction?.abort()
    }
    request.onsuccess = () => {
      request.result.close()
      resolve(true)
    }
    request.onerror = event => {
      // An error that is not handled here goes on to the window.
      event.preventDefault()
      resolve(isNew && missing === 'or make')
    }
  }).catch(() => false)

const UPDATES = 'updates'

/** A transaction on a store begins only when every earlier writing one on it has ended. */
const afterEarlierWrites = (db: IDBDatabase): Promise<void> =>
  new Promise((resolve, reject) => {
    const transaction = db.transaction([UPDATES], 'readonly')
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
    transaction.objectStore(UPDATES).count()
  })

/** After a failed write: the whole state once more, so that nothing hangs on the one that is missing. */
const writeWhole = (db: IDBDatabase, outer: Y.Doc): Promise<void> =>
  new Promise((resolve, reject) => {
    const transaction = db.transaction([UPDATES], 'readwrite')
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
    transaction.objectStore(UPDATES).add(Y.encodeStateAsUpdate(outer))
  })
