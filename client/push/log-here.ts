import { openDB } from 'idb'
import { LOG_WINDOW } from '../sync/local.ts'
import { LOCAL_VERSION } from '../sync/local-idb.ts'

/** Kinds of event that end what they are about. */
export type Ending = 'answer' | 'take-back'

/**
 * What this device's log has of a kind after `seq`, the oldest, unread: by the log's index, since the whole of it may be long and a
 * push cannot wait. `name`: of a database that is there. Rejects where storage does.
 */
export const readEndings = async (name: string, kind: Ending, seq: number): Promise<unknown[]> => {
  const database = await openDB(name, LOCAL_VERSION)
  // Another page removes or upgrades it: it must not wait for this one.
  database.addEventListener('versionchange', () => database.close())
  try {
    const after = IDBKeyRange.bound([kind, seq], [kind, Number.POSITIVE_INFINITY], true)
    const records: unknown[] = await database.getAllFromIndex('log', 'kind', after, LOG_WINDOW)
    return records.map(record => (record instanceof Object && 'event' in record ? record.event : null))
  } finally {
    database.close()
  }
}
