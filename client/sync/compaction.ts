import { MAX_UPDATE_BYTES, MERGE_EVERY } from '../../shared/documents.ts'
import { ENVELOPE_OVERHEAD } from '../../shared/envelope.ts'
import { type Clocks, coversEntry } from './kept.ts'
import type { Entry } from './outer-document.ts'

/** A document in which nothing happened for so long is idle, ms: time for work that can wait. */
export const IDLE_MS = 5_000
/** A snapshot is not worth it for fewer entries. */
export const SNAPSHOT_AT_LEAST = 20
/** What one entry may hold when entries are merged: well under what one message may carry. */
const MOST_BYTES = MAX_UPDATE_BYTES / 2

export interface Surroundings {
  /** What the server keeps. Nothing else is touched. */
  kept: Clocks
  /** The client id of this page: its own entries it merges without asking. */
  own: number
  /** This page is the one that does what only one should do. */
  elected: boolean
  idle: boolean
  /** Bytes of a snapshot made now; asked only when it might be worth it, since it costs time. */
  snapshotBytes: () => number
}

export type Compaction = { kind: 'merged' | 'snapshot'; of: Entry[] }

/**
 * What to compact now, if anything: this page's own single entries once there are `MERGE_EVERY`; when idle and elected also
 * everybody's; and all into one snapshot when what follows the last one outweighs it.
 */
export const planCompaction = (entries: Entry[], at: Surroundings): Compaction | null => {
  const settled = entries.filter(entry => coversEntry(at.kept, entry.id))
  const singles = settled.filter(entry => entry.kind === 'single')
  const own = fitting(singles.filter(entry => entry.id.client === at.own))
  if (own.length >= MERGE_EVERY) return { kind: 'merged', of: own }
  if (!at.idle || !at.elected) return null
  if (outweighs(settled, at.snapshotBytes)) return { kind: 'snapshot', of: settled }
  const all = fitting(singles)
  return all.length >= MERGE_EVERY ? { kind: 'merged', of: all } : null
}

const outweighs = (settled: Entry[], snapshotBytes: () => number): boolean => {
  const base = settled.filter(entry => entry.kind === 'snapshot').reduce((most, entry) => Math.max(most, entry.sealed.length), 0)
  const tail = settled.reduce((sum, entry) => sum + entry.sealed.length, 0) - base
  if (settled.length <= SNAPSHOT_AT_LEAST || tail <= base) return false
  const bytes = snapshotBytes() + ENVELOPE_OVERHEAD
  return tail > bytes && bytes <= MOST_BYTES
}

/** The first entries that fit into one. */
const fitting = (entries: Entry[]): Entry[] => {
  let bytes = 0
  return entries.filter(entry => {
    bytes += entry.sealed.length
    return bytes <= MOST_BYTES
  })
}

/** The page that does what only one should do: the smallest client id among those that are there. */
export const isElected = (own: number, live: Iterable<number>): boolean => {
  for (const other of live) if (other < own) return false
  return true
}
