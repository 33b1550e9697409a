import { type Refusal, refuse } from '../../shared/errors.ts'
import type { Seat } from '../../shared/ids.ts'
import { joinRanges, missingRanges, type Ranges } from './document-ranges.ts'
import type { DocumentState, StateChange } from './document-state.ts'
import { type Entry, type OuterUpdate, readOuterUpdate, type Section, writeOuterUpdate } from './document-update.ts'

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
  /** Clients with new entries. */
  authors: number[]
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
    const entries = run.entries.slice(run.first, run.next)
    sections.push({ client: run.client, from: run.from, entries })
    change.vector.set(run.client, run.reached)
    const deleted = entries
      .filter(entry => entry.deleted)
      .flatMap(({ clock, length }) => [Math.max(clock, run.from), clock + length])
    if (deleted.length > 0) change.deletes.set(run.client, deleted)
  }
  const deletes = newDeletes(state, read.update, change.vector)
  const mayDelete = deletes !== null && (deletes.size === 0 || !sender.behind)
  const whole = mayDelete && runs.values().every(run => run.next === run.entries.length)
  const stored = whole ? deletes : new Map<number, Ranges>()
  const update = sections.length + stored.size > 0 ? writeOuterUpdate(bytes, sections, stored) : null
  for (const [client, ranges] of stored) change.deletes.set(client, joinRanges(change.deletes.get(client) ?? [], ranges))
  return { ok: true, update, authors: sections.map(section => section.client), whole, change }
}

/** One client's entries in an update, and how far they may be stored. */
interface Run {
  client: number
  entries: Entry[]
  /** Index of the first entry that is not wholly stored yet. */
  first: number
  /** The clock from which on it is new. */
  from: number
  /** Index of the next entry to look at; what lies before may be stored. */
  next: number
  /** The clock up to which all is stored, or may be. */
  reached: number
  /** `stuck`: the next entry builds on something that is not here. */
  state: 'open' | 'waiting' | 'stuck'
}

/** Null when the other seat's client has new entries in what should be one's own edit. */
const newRuns = (state: DocumentState, update: OuterUpdate, sender: Sender): Map<number, Run> | null => {
  const runs = new Map<number, Run>()
  for (const [client, entries] of update.entries) {
    const from = state.vector.get(client) ?? 0
    const first = entries.findIndex(entry => entry.clock + entry.length > from)
    if (first === -1) continue
    const foreign = (state.authors.get(client) ?? sender.seat) !== sender.seat
    if (foreign && !sender.resync) return null
    const gap = (entries[first]?.clock ?? 0) > from
    runs.set(client, { client, entries, first, from, next: first, reached: from, state: foreign || gap ? 'stuck' : 'open' })
  }
  return runs
}

/** Advances every run as far as its entries build on stored ones, in the order of need; no entry is looked at more than thrice. */
const settle = (runs: Map<number, Run>, vector: Map<number, number>): void => {
  for (const start of runs.values()) {
    const stack = [start]
    for (let run = stack.at(-1); run; run = stack.at(-1)) {
      const needed = run.state === 'stuck' ? 'nothing' : advance(run, runs, vector)
      if (needed === 'nothing') {
        if (run.state === 'waiting') run.state = 'open'
        stack.pop()
        continue
      }
      // A circle can never be stored, and neither can what builds on something that nobody has.
      const hopeless = needed === null || needed.state !== 'open' || needed.next === needed.entries.length || needed === run
      run.state = hopeless ? 'stuck' : 'waiting'
      if (!hopeless) stack.push(needed)
    }
  }
}

/** Takes entries until one builds on a clock not reached yet; answers whose, null when no run can bring it. */
const advance = (run: Run, runs: Map<number, Run>, vector: Map<number, number>): Run | null | 'nothing' => {
  for (let entry = run.entries[run.next]; entry; entry = run.entries[run.next]) {
    for (const id of [entry.origin, entry.rightOrigin]) {
      if (!id) continue
      const other = runs.get(id.client)
      if (id.clock >= (other?.reached ?? vector.get(id.client) ?? 0)) return other ?? null
    }
    run.next++
    run.reached = entry.clock + entry.length
  }
  return 'nothing'
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
