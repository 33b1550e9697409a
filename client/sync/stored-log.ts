import type { DBSchema, IDBPObjectStore, StoreNames } from 'idb'
import { z } from 'zod/mini'
import { StoredEvent, UnknownEvent } from '../../shared/events.ts'
import { inOrder, LOG_WINDOW, type LogRecord, type LogWindow, logWindows } from './local.ts'

/** What a profile's database holds. */
export interface Schema extends DBSchema {
  identity: { key: string; value: unknown }
  log: {
    key: number
    value: unknown
    indexes: { kind: [kind: string, seq: number]; seat: [seat: string, kind: string, seq: number] }
  }
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

/** What a start reads, as the keys of its entries: the newest, and what is older of some kinds. */
export const windowsOf = async (
  log: LogStore,
): Promise<{ recent: number[]; inWindows: (readonly [window: LogWindow, seqs: number[]])[] }> => {
  const newest = await log.openKeyCursor(null, 'prev')
  const recent = await log.getAllKeys(IDBKeyRange.lowerBound((newest?.key ?? 0) - LOG_WINDOW, true))
  const isOlder = (seq: number) => seq < (recent[0] ?? 0)
  const seqsOf = async (window: LogWindow) =>
    [window, (await within(log, window).keys()).slice(-window.most).filter(isOlder)] as const
  return { recent, inWindows: await Promise.all(logWindows.map(seqsOf)) }
}

const within = (log: LogStore, { kind, seat }: LogWindow, from = 0, to = Number.POSITIVE_INFINITY) => {
  if (seat === null) {
    const range = IDBKeyRange.bound([kind, from], [kind, to])
    return { keys: () => log.index('kind').getAllKeys(range), values: () => log.index('kind').getAll(range) }
  }
  const range = IDBKeyRange.bound([seat, kind, from], [seat, kind, to])
  return { keys: () => log.index('seat').getAllKeys(range), values: () => log.index('seat').getAll(range) }
}

/**
 * The log as a start reads it. Nothing of one whose beginning is missing: another tab forgot it while this one went on, and whoever
 * went on from its end would never hear of what is gone.
 */
export const readLog = async (log: LogStore): Promise<LogRecord[]> => {
  const { recent, inWindows } = await windowsOf(log)
  if ((recent[0] ?? 0) > Math.max(1, (recent.at(-1) ?? 0) - LOG_WINDOW + 1)) return []
  const parts = [
    readParts(recent, (first, last) => log.getAll(IDBKeyRange.bound(first, last))),
    ...inWindows.map(([window, seqs]) => readParts(seqs, (first, last) => within(log, window, first, last).values())),
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
