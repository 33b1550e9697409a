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

export type OpenPersistence = (room: string, outer: Y.Doc) => OuterPersistence

/** y-indexeddb, in the database `<prefix><room>`. */
export const indexedDbPersistence =
  (prefix: string): OpenPersistence =>
  (room, outer) => {
    let aborted = false
    const opened = openRest(prefix + room, outer, () => {
      aborted = true
    })
    return {
      whenLoaded: opened.then(async resting => {
        await resting?.rest.whenSynced
        return resting !== null
      }),
      stored: async () => {
        const resting = await opened
        if (!resting) return false
        await resting.rest.whenSynced
        try {
          if (aborted) await writeWhole(resting.db, outer)
          aborted = false
          await afterEarlierWrites(resting.db)
          return !aborted
        } catch {
          return false
        }
      },
      read: async key => (await opened)?.rest.get(key).catch(() => undefined),
      write: async (key, value) => {
        await (await opened)?.rest.set(key, value)
      },
      close: async () => {
        await (await opened)?.rest.destroy()
      },
    }
  }

interface Resting {
  rest: IndexeddbPersistence
  db: IDBDatabase
}

/** Null where the browser denies it. y-indexeddb is not begun then: it would leave a rejection that nobody can handle. */
const openRest = async (name: string, outer: Y.Doc, aborted: () => void): Promise<Resting | null> => {
  if (!(await mayOpen(name))) return null
  const rest = new IndexeddbPersistence(name, outer)
  const db = await rest._db.catch(() => null)
  // Aborts of any transaction bubble up to its database: y-indexeddb itself does not look.
  db?.addEventListener('abort', aborted)
  return db && { rest, db }
}

/** Whether a database opens. One that is not there yet is not made: the upgrade that would make it is given up. */
const mayOpen = (name: string): Promise<boolean> =>
  new Promise<boolean>(resolve => {
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
      resolve(isNew)
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
