import { type Refusal, refuse } from '../../shared/errors.ts'
import type { Seat } from '../../shared/ids.ts'
import { joinRanges, missingRanges, type Ranges } from './document-ranges.ts'
import { deletedIn, type Run, restOf, settle } from './document-runs.ts'
import type { DocumentState, StateChange } from './document-state.ts'
import { type OuterUpdate, readOuterUpdate, type Section, writeOuterUpdate } from './document-update.ts'

/** Who sent an update, and how. */
export interface Sender {
  seat: Seat
  /**
   * The answer to a state vector (sync step 2), in which a client repeats whatever the server seems to lack, the partner's
   * entries included. There they are left out; as an edit of one's own they are refused.
   */
  resync: boolean
  /** Something of this sender was left out and not repeated yet: until then its deletes wait too. */
  behind: boolean
}

export interface Filtered {
  ok: true
  /** What of it is new, encoded afresh; null when nothing is. */
  update: Uint8Array | null
  /** Entries and runs of deletes that were read. */
  parts: number
  /** How many entries are in what is new. */
  entries: number
  /** What is new, by client. */
  sections: Section[]
  /** False when something was left out, since it builds on what is not stored here: the sender must be asked again. */
  whole: boolean
  change: StateChange
}

export type UpdateFilter = (state: DocumentState, bytes: Uint8Array, sender: Sender) => Filtered | Refusal

/**
 * Decides what of an update may be stored. Stored are entries that continue what is stored of their client without a gap and
 * point only to entries that are stored too, so that no struct is ever pending in the log; every such entry inherits root `s`.
 * Deletes are stored only when nothing of this sender is left out: a compaction deletes what its merged entry carries, and
 * must not take effect without it. Refuses what `readOuterUpdate` refuses, and `foreign-author`.
 */
export const filterUpdate: UpdateFilter = (state, bytes, sender) => {
  const read = readOuterUpdate(bytes)
  if (!read.ok) return read
  const runs = newRuns(state, read.update, sender)
  if (!runs) return refuse('foreign-author')
  settle(runs, state.vector)

  const sections: Section[] = []
  const change: StateChange = { vector: new Map(), deletes: new Map() }
  for (const run of runs.values()) {
    if (run.next === run.first) continue
    const entries = run.entries.slice(run.first, run.next).map(entry => restOf(run.client, entry, run.from))
    sections.push({ client: run.client, entries })
    change.vector.set(run.client, run.reached)
    const deleted = deletedIn(entries)
    if (deleted.length > 0) change.deletes.set(run.client, deleted)
  }
  const deletes = newDeletes(state, read.update, change.vector)
  const mayDelete = deletes !== null && (deletes.size === 0 || !sender.behind)
  const whole = mayDelete && runs.values().every(run => run.next === run.entries.length)
  const stored = whole ? deletes : new Map<number, Ranges>()
  const update = sections.length + stored.size > 0 ? writeOuterUpdate(sections, stored) : null
  for (const [client, ranges] of stored) change.deletes.set(client, joinRanges(change.deletes.get(client) ?? [], ranges))
  const count = sections.reduce((sum, { entries }) => sum + entries.length, 0)
  return {
    ok: true,
    parts: read.update.parts,
    update,
    entries: count,
    sections,
    whole,
    change,
  }
}

/** So many new clients are taken from one update, each with its own row; the others are left out, and asked for again. */
const NEW_CLIENTS_AT_ONCE = 1_000

/** Null when the other seat's client has new entries in what should be one's own edit. */
const newRuns = (state: DocumentState, update: OuterUpdate, sender: Sender): Map<number, Run> | null => {
  const runs = new Map<number, Run>()
  let newClients = 0
  for (const [client, entries] of update.entries) {
    const from = state.vector.get(client) ?? 0
    const first = entries.findIndex(entry => entry.clock + entry.length > from)
    if (first === -1) continue
    const foreign = (state.authors.get(client) ?? sender.seat) !== sender.seat
    if (foreign && !sender.resync) return null
    const gap = (entries[first]?.clock ?? 0) > from
    const tooMany = !state.authors.has(client) && ++newClients > NEW_CLIENTS_AT_ONCE
    runs.set(client, { client, entries, first, from, next: first, reached: from, stuck: foreign || gap || tooMany })
  }
  return runs
}

/** The deletes that are not stored yet; null when one is of an entry that is not stored. */
const newDeletes = (state: DocumentState, update: OuterUpdate, added: Map<number, number>): Map<number, Ranges> | null => {
  const fresh = new Map<number, Ranges>()
  for (const [client, ranges] of update.deletes) {
    if ((ranges.at(-1) ?? 0) > (added.get(client) ?? state.vector.get(client) ?? 0)) return null
    const missing = missingRanges(ranges, state.deletes.get(client) ?? [])
    if (missing.length > 0) fresh.set(client, missing)
  }
  return fresh
}
