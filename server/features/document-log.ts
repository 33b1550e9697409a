import type { Seat } from '../../shared/ids.ts'
import type { Transaction } from '../storage/store.ts'
import type { LogSummary } from './document-merge.ts'
import { unpackWalks } from './document-packed.ts'
import { sharesOf } from './document-shares.ts'
import type { DocumentState } from './document-state.ts'

/** Where a document's log lies. `owner` is the space, for a journal the space and the seat. */
export interface DocumentKey {
  owner: string
  document: string
  generation: number
}

/** One row of a log: its size in bytes, and how many entries are in it. */
export interface LogRow {
  seq: number
  size: number
  entries: number
}

export interface StoredRow {
  seq: number
  bytes: Uint8Array
}

export interface LoadedDocument {
  state: DocumentState
  rows: LogRow[]
}

/** What the server keeps in memory of a log. */
export const documentOf = (rows: StoredRow[], summary: LogSummary, authors: Map<number, Seat>): LoadedDocument => {
  const { vector, deletes, walks, held } = summary
  const deleteRuns = deletes.values().reduce((sum, ranges) => sum + ranges.length / 2, 0)
  return {
    state: { vector, deletes, deleteRuns, authors, walks: unpackWalks(walks), shares: sharesOf(held, authors) },
    rows: rows.map(({ seq, bytes }, index) => ({ seq, size: bytes.length, entries: summary.rows[index]?.entries ?? 0 })),
  }
}

/** A log's rows in order, or those of them that are named. */
export const readRows = async (tx: Transaction, key: DocumentKey, named?: number[]): Promise<StoredRow[]> => {
  const all = tx
    .selectFrom('document_updates')
    .select(['update_seq', 'bytes'])
    .where(eb => eb.and({ ...key }))
  const rows = await (named ? all.where('update_seq', 'in', named) : all).orderBy('update_seq').execute()
  return rows.map(({ update_seq, bytes }) => ({ seq: Number(update_seq), bytes }))
}

/** Which seat each client id belongs to. */
export const readAuthors = async (tx: Transaction, key: DocumentKey): Promise<Map<number, Seat>> => {
  const authors = await tx
    .selectFrom('document_authors')
    .select(['client', 'seat'])
    .where(eb => eb.and({ ...key }))
    .execute()
  return new Map(authors.map(({ client, seat }) => [Number(client), seat]))
}

export const appendUpdate = async (tx: Transaction, key: DocumentKey, bytes: Uint8Array, entries: number): Promise<LogRow> => {
  const { update_seq } = await tx
    .insertInto('document_updates')
    .values({ ...key, bytes })
    .returning('update_seq')
    .executeTakeFirstOrThrow()
  return { seq: Number(update_seq), size: bytes.length, entries }
}

/** Client ids noted in one query. */
const CLAIMED_AT_ONCE = 200

/** Notes that a seat uses these client ids; false when one belongs to the other seat. */
export const claimAuthors = async (tx: Transaction, key: DocumentKey, clients: number[], seat: Seat): Promise<boolean> => {
  for (let from = 0; from < clients.length; from += CLAIMED_AT_ONCE) {
    const some = clients.slice(from, from + CLAIMED_AT_ONCE)
    await tx
      .insertInto('document_authors')
      .values(some.map(client => ({ ...key, client, seat })))
      .onConflict(conflict => conflict.doNothing())
      .execute()
    const foreign = await tx
      .selectFrom('document_authors')
      .select('seat')
      .where(eb => eb.and({ ...key }))
      .where('client', 'in', some)
      .where('seat', '!=', seat)
      .limit(1)
      .executeTakeFirst()
    if (foreign) return false
  }
  return true
}

/** So many of the newest rows are folded whatever their size, so that a log stays short. */
const ALWAYS_FOLDED = 32

/**
 * Which rows a fold takes. The newest, and of the older ones those that are not much larger than all newer ones together: so
 * that a long document is not written anew for every few words.
 */
export const newestOf = (rows: LogRow[]): LogRow[] => {
  let first = rows.length
  let size = 0
  for (; first > 0; first--) {
    const older = rows[first - 1]?.size ?? 0
    if (rows.length - first >= ALWAYS_FOLDED && older > 2 * size + 65_536) break
    size += older
  }
  return rows.slice(first)
}

/** Puts one row in the place of exactly these. Throws when one is gone meanwhile: then nothing may be kept. */
export const replaceRows = async (
  tx: Transaction,
  key: DocumentKey,
  gone: number[],
  folded: { bytes: Uint8Array; entries: number },
): Promise<LogRow> => {
  const { numDeletedRows } = await tx
    .deleteFrom('document_updates')
    .where(eb => eb.and({ ...key }))
    .where('update_seq', 'in', gone)
    .executeTakeFirst()
  if (Number(numDeletedRows) !== gone.length) throw new Error('a row of the fold is gone')
  return appendUpdate(tx, key, folded.bytes, folded.entries)
}
