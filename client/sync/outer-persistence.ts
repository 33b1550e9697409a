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
    const rest = new IndexeddbPersistence(prefix + room, outer)
    let aborted = false
    const opened = rest._db.then(
      db => {
        // Aborts of any transaction bubble up to its database: y-indexeddb itself does not look.
        db.addEventListener('abort', () => {
          aborted = true
        })
        return db
      },
      () => null,
    )
    return {
      whenLoaded: opened.then(db => db !== null && rest.whenSynced.then(() => true)),
      stored: async () => {
        const db = await opened
        if (!db) return false
        await rest.whenSynced
        try {
          if (aborted) await writeWhole(db, outer)
          aborted = false
          await afterEarlierWrites(db)
          return !aborted
        } catch {
          return false
        }
      },
      read: async key => ((await opened) ? rest.get(key).catch(() => undefined) : undefined),
      write: async (key, value) => {
        if (await opened) await rest.set(key, value)
      },
      close: async () => {
        if (await opened) await rest.destroy()
      },
    }
  }

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
