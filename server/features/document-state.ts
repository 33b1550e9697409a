import * as encoding from 'lib0/encoding'
import type { Seat } from '../../shared/ids.ts'
import { ByteReader } from './document-bytes.ts'
import { joinRanges, type Ranges } from './document-ranges.ts'
import { deletedIn } from './document-runs.ts'
import { noShares, type Shares } from './document-shares.ts'
import { type OuterUpdate, writeOuterUpdate } from './document-update.ts'
import { noWalks, type Walks } from './document-walks.ts'

/** What the server keeps in memory of an open document: a few numbers for each Yjs client, no content. */
export interface DocumentState {
  /** How many clocks of each client are stored, without gaps. */
  vector: Map<number, number>
  /** What is stored as deleted. */
  deletes: Map<number, Ranges>
  /** How many runs those are. */
  deleteRuns: number
  /** The seat that used a client id first. */
  authors: Map<number, Seat>
  /** What it costs to put the entries in their places. */
  walks: Walks
  /** What each seat's entries took as they came; folds since then have made less of it. */
  shares: Shares
}

export const emptyState = (): DocumentState => ({
  vector: new Map(),
  deletes: new Map(),
  deleteRuns: 0,
  authors: new Map(),
  walks: noWalks(),
  shares: noShares(),
})

/** What an update adds to a state. */
export interface StateChange {
  vector: Map<number, number>
  deletes: Map<number, Ranges>
}

/** The change that a stored update stands for. */
export const changeOf = (update: OuterUpdate): StateChange => {
  const vector = new Map<number, number>()
  const deletes = new Map(update.deletes)
  for (const [client, entries] of update.entries) {
    const last = entries.at(-1)
    if (!last) continue
    vector.set(client, last.clock + last.length)
    const runs = deletedIn(entries)
    if (runs.length > 0) deletes.set(client, joinRanges(deletes.get(client) ?? [], runs))
  }
  return { vector, deletes }
}

export const applyChange = (state: DocumentState, change: StateChange): void => {
  for (const [client, clock] of change.vector) state.vector.set(client, Math.max(clock, state.vector.get(client) ?? 0))
  for (const [client, ranges] of change.deletes) {
    const known = state.deletes.get(client) ?? []
    const before = known.length
    const joined = joinRanges(known, ranges)
    state.deletes.set(client, joined)
    state.deleteRuns += (joined.length - before) / 2
  }
}

/** As Yjs encodes a state vector. */
export const encodeVector = (vector: Map<number, number>): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, vector.size)
  for (const [client, clock] of [...vector].toSorted((left, right) => right[0] - left[0])) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
  }
  return encoding.toUint8Array(encoder)
}

/** Throws `Malformed`. */
export const decodeVector = (bytes: Uint8Array): Map<number, number> => {
  const reader = new ByteReader(bytes)
  const vector = new Map<number, number>()
  for (let left = reader.varUint(); left > 0; left--) vector.set(reader.varUint(), reader.varUint())
  reader.end()
  return vector
}

/** Whether whoever is at `theirs` lacks nothing but, perhaps, deletes. */
export const covers = (theirs: Map<number, number>, state: DocumentState): boolean =>
  state.vector.entries().every(([client, clock]) => (theirs.get(client) ?? 0) >= clock)

/** The answer to one who lacks no entry: every delete. */
export const encodeDeletes = (state: DocumentState): Uint8Array => writeOuterUpdate([], state.deletes)
