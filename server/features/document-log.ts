import * as Y from 'yjs'
import type { Seat } from '../../shared/ids.ts'
import type { Transaction } from '../storage/store.ts'
import { applyChange, changeOf, type DocumentState, emptyState } from './document-state.ts'
import { readOuterUpdate } from './document-update.ts'

/** Where a document's log lies. `owner` is the space, for a journal the space and the seat. */
export interface DocumentKey {
  owner: string
  document: string
  generation: number
}

/** One row of a log, by its size in bytes. */
export interface LogRow {
  seq: number
  size: number
}

export interface LoadedDocument {
  state: DocumentState
  rows: LogRow[]
}

const NO_UPDATE = new Uint8Array([0, 0])

/** Reads a log into what the server keeps of it in memory. Throws when a row is damaged. */
export const loadDocument = async (tx: Transaction, key: DocumentKey): Promise<LoadedDocument> => {
  const state = emptyState()
  const rows = await readRows(tx, key)
  for (const row of rows) {
    const read = readOuterUpdate(row.bytes)
    if (!read.ok) throw new Error(`document row ${row.seq} is damaged: ${read.code}`)
    applyChange(state, changeOf(read.update))
  }
  const authors = await tx
    .selectFrom('document_authors')
    .select(['client', 'seat'])
    .where(eb => eb.and({ ...key }))
    .execute()
  for (const { client, seat } of authors) state.authors.set(Number(client), seat)
  return { state, rows: rows.map(sizeOf) }
}

/** What one at `vector` (as Yjs encodes it) lacks. */
export const readMissing = async (tx: Transaction, key: DocumentKey, vector: Uint8Array): Promise<Uint8Array> => {
  const rows = await readRows(tx, key)
  if (rows.length === 0) return NO_UPDATE
  return Y.diffUpdate(Y.mergeUpdates(rows.map(row => row.bytes)), vector)
}

export const appendUpdate = async (tx: Transaction, key: DocumentKey, bytes: Uint8Array): Promise<LogRow> => {
  const { update_seq } = await tx
    .insertInto('document_updates')
    .values({ ...key, bytes })
    .returning('update_seq')
    .executeTakeFirstOrThrow()
  return { seq: Number(update_seq), size: bytes.length }
}

/** Notes that a seat uses these client ids; false when one belongs to the other seat. */
export const claimAuthors = async (tx: Transaction, key: DocumentKey, clients: number[], seat: Seat): Promise<boolean> => {
  for (const client of clients) {
    await tx
      .insertInto('document_authors')
      .values({ ...key, client, seat })
      .onConflict(conflict => conflict.doNothing())
      .execute()
    const { seat: owner } = await tx
      .selectFrom('document_authors')
      .select('seat')
      .where(eb => eb.and({ ...key }))
      .where('client', '=', client)
      .executeTakeFirstOrThrow()
    if (owner !== seat) return false
  }
  return true
}

/** So many of the newest rows are folded whatever their size, so that a log stays short. */
const ALWAYS_FOLDED = 32

/**
 * Which rows a fold takes. The newest, and of the older ones those that are not much larger than all newer ones together: so
 * that a long document is not written anew for every few words.
 */
const newestOf = <Row extends { bytes: Uint8Array }>(rows: Row[]): Row[] => {
  let first = rows.length
  let size = 0
  for (; first > 0; first--) {
    const older = rows[first - 1]?.bytes.length ?? 0
    if (rows.length - first >= ALWAYS_FOLDED && older > 2 * size + 65_536) break
    size += older
  }
  return rows.slice(first)
}

/**
 * Replaces rows by one: `all` of them, or the newest. Deletes exactly the rows it read, in this transaction. All rows of a log
 * go through a temporary document, which lets go of deleted content; newer rows alone are only merged. Answers with the
 * log as it is then: unchanged while structs are pending. Throws when a row is gone meanwhile: then nothing may be kept.
 */
export const foldDocument = async (tx: Transaction, key: DocumentKey, which: 'all' | 'newest'): Promise<LogRow[]> => {
  const rows = await readRows(tx, key)
  const chosen = which === 'all' ? rows : newestOf(rows)
  const updates = chosen.map(row => row.bytes)
  const folded = chosen.length < 2 ? null : chosen.length === rows.length ? collect(updates) : Y.mergeUpdates(updates)
  if (!folded) return rows.map(sizeOf)
  const { numDeletedRows } = await tx
    .deleteFrom('document_updates')
    .where(eb => eb.and({ ...key }))
    .where(
      'update_seq',
      'in',
      chosen.map(row => row.seq),
    )
    .executeTakeFirst()
  if (Number(numDeletedRows) !== chosen.length) throw new Error('a row of the fold is gone')
  const row = await appendUpdate(tx, key, folded)
  return [...rows.filter(kept => !chosen.includes(kept)).map(sizeOf), row]
}

const sizeOf = ({ seq, bytes }: { seq: number; bytes: Uint8Array }): LogRow => ({ seq, size: bytes.length })

const collect = (updates: Uint8Array[]): Uint8Array | null => {
  const document = new Y.Doc()
  try {
    document.transact(() => {
      for (const update of updates) Y.applyUpdate(document, update)
    })
    if (document.store.pendingStructs || document.store.pendingDs) return null
    return Y.encodeStateAsUpdate(document)
  } finally {
    document.destroy()
  }
}

const readRows = async (tx: Transaction, key: DocumentKey): Promise<{ seq: number; bytes: Uint8Array }[]> => {
  const rows = await tx
    .selectFrom('document_updates')
    .select(['update_seq', 'bytes'])
    .where(eb => eb.and({ ...key }))
    .orderBy('update_seq')
    .execute()
  return rows.map(({ update_seq, bytes }) => ({ seq: Number(update_seq), bytes }))
}
