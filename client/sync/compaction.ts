import { MAX_UPDATE_BYTES, MERGE_EVERY } from '../../shared/documents.ts'
import { ENVELOPE_OVERHEAD } from '../../shared/envelope.ts'
import { type Clocks, coversEntry } from './kept.ts'
import type { Entry } from './outer-document.ts'

/** A document in which nothing happened for so long is idle, ms: time for work that can wait. */
export const IDLE_MS = 5_000
/** A snapshot is not worth it for less than this behind the last one, bytes. */
const SNAPSHOT_AT_LEAST_BYTES = 4_096
/** What one entry may hold, bytes: well under what one message may carry. */
const SNAPSHOT_MOST_BYTES = MAX_UPDATE_BYTES / 2
const MERGED_MOST_BYTES = MAX_UPDATE_BYTES / 8
/** A larger one is not merged: it would take the room of a thousand letters, and be no smaller for it. Of others two have room. */
const MERGEABLE_BYTES = MERGED_MOST_BYTES / 2

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

/** Decides what to compact. Tests put another in its place, to see what this one is good for. */
export type PlanCompaction = (entries: Entry[], at: Surroundings) => Compaction | null
export type Compaction = { kind: 'merged' | 'snapshot'; of: Entry[] }

/**
 * What to compact now, if anything: this page's own single entries once there are `MERGE_EVERY`; when idle and elected also
 * everybody's; and all into one snapshot when what follows the last one outweighs it.
 */
export const planCompaction = (entries: Entry[], at: Surroundings, mergeEvery = MERGE_EVERY): Compaction | null => {
  const settled = entries.filter(entry => coversEntry(at.kept, entry.id))
  const singles = settled.filter(({ kind, sealed }) => kind === 'single' && sealed.length <= MERGEABLE_BYTES)
  const own = singles.filter(entry => entry.id.client === at.own)
  if (own.length >= mergeEvery) return merging(own)
  if (!at.idle || !at.elected) return null
  if (outweighs(settled, at.snapshotBytes)) return { kind: 'snapshot', of: settled }
  return singles.length >= mergeEvery ? merging(singles) : null
}

const outweighs = (settled: Entry[], snapshotBytes: () => number): boolean => {
  const base = settled.filter(entry => entry.kind === 'snapshot').reduce((most, entry) => Math.max(most, entry.sealed.length), 0)
  const tail = settled.reduce((sum, entry) => sum + entry.sealed.length, 0) - base
  if (tail < SNAPSHOT_AT_LEAST_BYTES || tail <= base) return false
  const bytes = snapshotBytes() + ENVELOPE_OVERHEAD
  return tail > bytes && bytes <= SNAPSHOT_MOST_BYTES
}

/** The first of them that fit into one. What has no room waits for the next, and takes none from those behind it. */
const merging = (entries: Entry[]): Compaction | null => {
  let room = MERGED_MOST_BYTES
  const of = entries.filter(({ sealed }) => {
    const fits = sealed.length <= room
    if (fits) room -= sealed.length
    return fits
  })
  return of.length > 1 ? { kind: 'merged', of } : null
}

/** The page that does what only one should do: the smallest client id among those that are there. */
export const isElected = (own: number, live: Iterable<number>): boolean => {
  for (const other of live) if (other < own) return false
  return true
}
