import { type PackedWalks, packWalks } from './document-packed.ts'
import { joinRanges, missingRanges, type Ranges, tidyRanges } from './document-ranges.ts'
import { deletedIn, type Run, restOf, settle } from './document-runs.ts'
import { type Held, heldBy } from './document-shares.ts'
import { decodeVector } from './document-state.ts'
import { type Entry, readOuterUpdate, type Section, writeOuterUpdate } from './document-update.ts'
import { walksOf } from './document-walks.ts'

/** What rows of a log say together. Made in time that grows with what they hold, in whatever order or tangle it is. */
interface Merged {
  sections: Section[]
  vector: Map<number, number>
  deletes: Map<number, Ranges>
  /** Of each row, in order. */
  rows: MergedRow[]
}

export interface MergedRow {
  /** Structs in it, 0 for a damaged one. */
  entries: number
  /** `waiting`: something of it builds on what is in no row. It counts as not stored, so that devices bring what is missing. */
  state: 'whole' | 'waiting' | 'damaged'
}

/** What the server keeps in memory of a log. */
export interface LogSummary {
  vector: Map<number, number>
  deletes: Map<number, Ranges>
  rows: MergedRow[]
  walks: PackedWalks
  /** What each client's entries take. */
  held: Map<number, Held>
}

/** One row in the place of others. */
export interface Folded {
  bytes: Uint8Array
  entries: number
  /** Of each row given, in order. It stands for those that are whole. */
  rows: MergedRow[]
}

const summarise = (rows: Uint8Array[]): LogSummary => {
  const { sections, vector, deletes, rows: states } = merge(rows, 'alone')
  return {
    vector,
    deletes,
    rows: states,
    walks: packWalks(walksOf(sections)),
    held: new Map(sections.map(of => [of.client, heldBy(of)])),
  }
}

/**
 * Merges rows and lets go of the content of deleted entries; runs of those become one. `behind others` takes the newest rows of
 * a longer log, whose entries build on rows that are not given. Null when fewer than two rows are whole.
 */
const fold = (rows: Uint8Array[], place: 'alone' | 'behind others'): Folded | null => {
  const { sections, deletes, rows: states } = merge(rows, place)
  if (states.filter(({ state }) => state === 'whole').length < 2) return null
  const collected = sections.map(({ client, entries }) => ({
    client,
    entries: collect(client, entries, deletes.get(client) ?? []),
  }))
  const count = collected.reduce((sum, { entries }) => sum + entries.length, 0)
  return { bytes: writeOuterUpdate(collected, deletes), entries: count, rows: states }
}

/** What one at `vector` (as Yjs encodes it) lacks: later entries, and every delete. Throws `Malformed`. */
const missing = (rows: Uint8Array[], vector: Uint8Array): Uint8Array => {
  const theirs = decodeVector(vector)
  const { sections, deletes } = merge(rows, 'alone')
  const later = sections.map(({ client, entries }) => {
    const from = theirs.get(client) ?? 0
    return {
      client,
      entries: entries.filter(({ clock, length }) => clock + length > from).map(entry => restOf(client, entry, from)),
    }
  })
  return writeOuterUpdate(
    later.filter(({ entries }) => entries.length > 0),
    deletes,
  )
}

/** What is done with the rows of a log, here or beside the loop. */
export const documentWorks = { summarise, fold, missing }
export type DocumentWorks = typeof documentWorks

const merge = (rows: Uint8Array[], place: 'alone' | 'behind others'): Merged => {
  const read = rows.map(row => readOuterUpdate(row, Number.POSITIVE_INFINITY))
  const byClient = new Map<number, Entry[]>()
  const ranges = new Map<number, Ranges>()
  for (const row of read) {
    if (!row.ok) continue
    for (const [client, entries] of row.update.entries) append(byClient, client, entries)
    for (const [client, deletes] of row.update.deletes) append(ranges, client, deletes)
  }
  const runs = new Map([...byClient].map(([client, entries]) => [client, runOf(client, entries, place)]))
  if (place === 'alone') settle(runs, new Map())
  const vector = new Map<number, number>()
  const sections: Section[] = []
  for (const { client, entries, next, reached } of runs.values()) {
    if (next === 0) continue
    vector.set(client, reached)
    sections.push({ client, entries: entries.slice(0, next) })
  }
  const reach = place === 'alone' ? vector : null
  return {
    sections,
    vector,
    deletes: deletesOf(sections, ranges, reach),
    rows: read.map(row => (row.ok ? rowOf(row.update, runs, reach) : { entries: 0, state: 'damaged' })),
  }
}

/** Never by spreading: what is spread lies on the stack. */
const append = <T>(lists: Map<number, T[]>, client: number, items: T[]): void => {
  const list = lists.get(client) ?? []
  for (const item of items) list.push(item)
  lists.set(client, list)
}

/** Entries in the order of their clocks, each clock once, up to the first gap. */
const runOf = (client: number, entries: Entry[], place: 'alone' | 'behind others'): Run => {
  const sorted = entries.toSorted((left, right) => left.clock - right.clock)
  const from = place === 'alone' ? 0 : (sorted[0]?.clock ?? 0)
  const gapless: Entry[] = []
  let end = from
  for (const entry of sorted) {
    if (entry.clock > end) break
    if (entry.clock + entry.length <= end) continue
    gapless.push(restOf(client, entry, end))
    end = entry.clock + entry.length
  }
  const taken = place === 'alone' ? { next: 0, reached: from } : { next: gapless.length, reached: end }
  return { client, entries: gapless, first: 0, from, ...taken, stuck: false }
}

const deletesOf = (sections: Section[], ranges: Map<number, Ranges>, reach: Map<number, number> | null): Map<number, Ranges> => {
  const deletes = new Map<number, Ranges>()
  for (const [client, unsorted] of ranges) {
    const tidy = tidyRanges(unsorted)
    const beyond = reach ? [reach.get(client) ?? 0, Number.MAX_SAFE_INTEGER] : []
    const within = missingRanges(tidy, beyond)
    if (within.length > 0) deletes.set(client, within)
  }
  for (const { client, entries } of sections) {
    const deleted = deletedIn(entries)
    if (deleted.length > 0) deletes.set(client, joinRanges(deletes.get(client) ?? [], deleted))
  }
  return deletes
}

const rowOf = (
  update: { entries: Map<number, Entry[]>; deletes: Map<number, Ranges> },
  runs: Map<number, Run>,
  reach: Map<number, number> | null,
): MergedRow => {
  const lists = [...update.entries]
  const entries = lists.reduce((sum, [, list]) => sum + list.length, 0)
  const taken = lists.every(([client, list]) => endOf(list) <= (runs.get(client)?.reached ?? 0))
  const deletes =
    reach === null || update.deletes.entries().every(([client, list]) => (list.at(-1) ?? 0) <= (reach.get(client) ?? 0))
  return { entries, state: taken && deletes ? 'whole' : 'waiting' }
}

const endOf = (entries: Entry[]): number => {
  const last = entries.at(-1)
  return last ? last.clock + last.length : 0
}

/** Entries without what `deletes` covers, and neighbours of one run of deleted ones as that run. */
const collect = (client: number, entries: Entry[], deletes: Ranges): Entry[] => {
  const kept: Entry[] = []
  let at = 0
  for (const entry of entries) {
    while (at < deletes.length && (deletes[at + 1] ?? 0) <= entry.clock) at += 2
    const covered = at < deletes.length && (deletes[at] ?? 0) <= entry.clock
    const next = entry.deleted || !covered ? entry : { ...entry, deleted: true, content: NOTHING }
    const last = kept.at(-1)
    if (last && continues(client, last, next)) kept[kept.length - 1] = { ...last, length: last.length + next.length }
    else kept.push(next)
  }
  return kept
}
const NOTHING = new Uint8Array()

/** Whether both are one run, as Yjs writes it: each builds on the one before it, towards the same neighbour. */
const continues = (client: number, last: Entry, next: Entry): boolean =>
  last.deleted &&
  next.deleted &&
  next.origin?.client === client &&
  next.origin.clock === next.clock - 1 &&
  next.rightOrigin?.client === last.rightOrigin?.client &&
  next.rightOrigin?.clock === last.rightOrigin?.clock
