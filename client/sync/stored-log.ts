import type { DBSchema, IDBPObjectStore, StoreNames } from 'idb'
import { z } from 'zod/mini'
import { StoredEvent, UnknownEvent } from '../../shared/events.ts'
import { inOrder, kindWindows, LOG_WINDOW, type LogRecord } from './local.ts'

/** What a profile's database holds. */
export interface Schema extends DBSchema {
  identity: { key: string; value: unknown }
  log: { key: number; value: unknown; indexes: { kind: [kind: string, seq: number] } }
  /** Keys count up, so that the order is that of pressing, in whichever tab. */
  outbox: { key: number; value: unknown; indexes: { id: string } }
  cache: { key: string; value: unknown }
}

const StoredRecord = z.object({ event: UnknownEvent, arrivedAt: z.number() })

type LogStore = Pick<
  IDBPObjectStore<Schema, ArrayLike<StoreNames<Schema>>, 'log', IDBTransactionMode>,
  'openKeyCursor' | 'getAllKeys' | 'getAll' | 'index'
>

/** Entries that are read in one go: between two goes the page has its turn. */
const READ_AT_ONCE = 200

/** What a start reads, as the keys of its entries. */
export const windowsOf = async (
  log: LogStore,
): Promise<{ recent: number[]; ofKinds: (readonly [kind: string, seqs: number[]])[] }> => {
  const newest = await log.openKeyCursor(null, 'prev')
  const recent = await log.getAllKeys(IDBKeyRange.lowerBound((newest?.key ?? 0) - LOG_WINDOW, true))
  const seqsOf = async (kind: string, most: number) =>
    [kind, (await log.index('kind').getAllKeys(ofKind(kind))).slice(-most)] as const
  return { recent, ofKinds: await Promise.all([...kindWindows].map(([kind, most]) => seqsOf(kind, most))) }
}

const ofKind = (kind: string, from = 0, to = Number.POSITIVE_INFINITY) => IDBKeyRange.bound([kind, from], [kind, to])

/**
 * The log as a start reads it. Nothing of one whose beginning is missing: another tab forgot it while this one went on, and whoever
 * went on from its end would never hear of what is gone.
 */
export const readLog = async (log: LogStore): Promise<LogRecord[]> => {
  const { recent, ofKinds } = await windowsOf(log)
  if ((recent[0] ?? 0) > Math.max(1, (recent.at(-1) ?? 0) - LOG_WINDOW + 1)) return []
  const parts = [
    readParts(recent, (first, last) => log.getAll(IDBKeyRange.bound(first, last))),
    ...ofKinds.map(([kind, seqs]) => readParts(seqs, (first, last) => log.index('kind').getAll(ofKind(kind, first, last)))),
  ]
  return inOrder((await Promise.all(parts)).flat())
}

const readParts = async (seqs: number[], read: (first: number, last: number) => Promise<unknown[]>): Promise<LogRecord[]> => {
  const records: LogRecord[] = []
  for (let from = 0; from < seqs.length; from += READ_AT_ONCE) {
    const part = seqs.slice(from, from + READ_AT_ONCE)
    for (const value of await read(part[0] ?? 0, part.at(-1) ?? 0)) {
      const record = readable(StoredRecord, value)
      if (record) records.push({ ...record, known: StoredEvent.safeParse(record.event).data })
    }
  }
  return records
}

/** What an older release, another program or a fault left there is not trusted, and never stops the page. */
export const readable = <T>(schema: z.ZodMiniType<T>, value: unknown): T | null => {
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : null
}
