import { type IDBPDatabase, openDB } from 'idb'
import { LOG_WINDOW } from '../sync/local.ts'
import { LOCAL_VERSION } from '../sync/local-idb.ts'

/** Kinds of event that end what they are about. */
export type Ending = 'answer' | 'take-back'

/**
 * What this device's log has of a kind after `seq`, the oldest, unread: by the log's index, since the whole of it may be long and a
 * push cannot wait. `name`: of a database that is there. Rejects where storage does.
 */
export const readEndings = (name: string, kind: Ending, seq: number): Promise<unknown[]> =>
  readLog(name, async database => {
    const after = IDBKeyRange.bound([kind, seq], [kind, Number.POSITIVE_INFINITY], true)
    const records: unknown[] = await database.getAllFromIndex('log', 'kind', after, LOG_WINDOW)
    return records.map(eventIn)
  })

/** The newest entry that lies there, unread; null when there is none. Else as above. */
export const readNewest = (name: string): Promise<unknown> =>
  readLog(name, async database => {
    const last = await database.transaction('log').store.openKeyCursor(null, 'prev')
    return last ? eventIn(await database.get('log', last.key)) : null
  })

const readLog = async <T>(name: string, read: (database: IDBPDatabase) => Promise<T>): Promise<T> => {
  const database = await openDB(name, LOCAL_VERSION)
  // Another page removes or upgrades it: it must not wait for this one.
  database.addEventListener('versionchange', () => database.close())
  try {
    return await read(database)
  } finally {
    database.close()
  }
}

const eventIn = (record: unknown): unknown => (record instanceof Object && 'event' in record ? record.event : null)
