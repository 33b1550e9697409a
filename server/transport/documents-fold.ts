import { type DocumentKey, type LogRow, readRows, replaceRows, type StoredRow } from '../features/document-log.ts'
import type { Store } from '../storage/store.ts'
import type { DocumentWork } from './documents-work.ts'

export const bytesOf = (rows: StoredRow[]): Uint8Array[] => rows.map(row => row.bytes)

/**
 * Puts one row in the place of the chosen ones of a log, and answers with the log as it is then. Reads and replaces in two
 * transactions, with the work between them beside the loop: rows never change, those that came meanwhile stay, and of those that
 * were read exactly the ones that the new row stands for go. Throws when one is gone meanwhile; then nothing is changed.
 */
export const foldRows = async (
  { store, work }: { store: Store; work: DocumentWork },
  name: string,
  key: DocumentKey,
  all: LogRow[],
  chosen: LogRow[],
): Promise<LogRow[]> => {
  const named = chosen.map(row => row.seq)
  const rows = await store.read(tx => readRows(tx, key, named))
  if (rows.length !== chosen.length) throw new Error('a row of the fold is gone')
  const place = chosen.length === all.length ? 'alone' : 'behind others'
  const folded = await work.run(name, 'fold', bytesOf(rows), place)
  if (!folded) return all
  const gone = new Set(named.filter((_, index) => folded.rows[index]?.state === 'whole'))
  const row = await store.write(tx => replaceRows(tx, key, [...gone], folded))
  return [...all.filter(kept => !gone.has(kept.seq)), row]
}
