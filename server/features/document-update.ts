import * as encoding from 'lib0/encoding'
import { OUTER_ROOT } from '../../shared/documents.ts'
import { type Refusal, refuse } from '../../shared/errors.ts'
import { ByteReader, Malformed } from './document-bytes.ts'
import { type Ranges, tidyRanges } from './document-ranges.ts'

/** Names one entry: the Yjs client that made it, and that client's count. */
export interface EntryId {
  client: number
  clock: number
}

/** One item of an outer update: a sealed entry, or a run of deleted ones. */
export interface Entry {
  clock: number
  /** Clocks it takes: 1, but for a run of deleted entries. */
  length: number
  deleted: boolean
  origin: EntryId | null
  rightOrigin: EntryId | null
  /** Its own bytes within the update. */
  start: number
  end: number
}

/** A Yjs update (encoding V1) that holds nothing but entries of root `s` and deletes. */
export interface OuterUpdate {
  bytes: Uint8Array
  /** By client; each list without gaps. */
  entries: Map<number, Entry[]>
  deletes: Map<number, Ranges>
}

/** No honest client gets near: 25 entries a second for a month without reloading the page. */
export const MAX_CLOCK = 2 ** 26
/** Entries, and runs of deletes, in one update from a client. */
const MAX_PARTS = 250_000

// Bits of a struct's first byte, and the contents allowed, as Yjs writes them.
const HAS_ORIGIN = 128
const HAS_RIGHT_ORIGIN = 64
const HAS_KEY = 32
const CONTENT = 31
const DELETED = 1
const BINARY = 3

class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/**
 * Decodes an update without building a document. Refuses `bad-update` (cannot be decoded), `foreign-content` (anything but
 * binary items of root `s`, runs of deleted ones, and deletes: maps, text, other roots, nested types, GC and Skip structs),
 * `absurd-clock` and `too-large`.
 */
export const readOuterUpdate = (bytes: Uint8Array): { ok: true; update: OuterUpdate } | Refusal => {
  const reader = new ByteReader(bytes)
  try {
    const update = { bytes, entries: readEntries(reader), deletes: readDeletes(reader) }
    reader.end()
    return { ok: true, update }
  } catch (error) {
    if (error instanceof Malformed) return refuse('bad-update', { detail: error.message })
    if (error instanceof Refused) return error.refusal
    throw error
  }
}

const readEntries = (reader: ByteReader): Map<number, Entry[]> => {
  const entries = new Map<number, Entry[]>()
  let parts = 0
  for (let sections = reader.varUint(); sections > 0; sections--) {
    const count = reader.varUint()
    const client = reader.varUint()
    let clock = reader.varUint()
    // Yjs lets a second section of a client take the place of the first; no encoder writes one.
    if (entries.has(client)) throw new Malformed('a client twice')
    const ofClient: Entry[] = []
    for (let left = count; left > 0; left--) {
      if (++parts > MAX_PARTS) throw new Refused(refuse('too-large', { detail: 'entries' }))
      const entry = readEntry(reader, clock)
      clock += entry.length
      checkClock(clock)
      ofClient.push(entry)
    }
    entries.set(client, ofClient)
  }
  return entries
}

const readEntry = (reader: ByteReader, clock: number): Entry => {
  const start = reader.position
  const info = reader.uint8()
  const content = info & CONTENT
  if ((content !== BINARY && content !== DELETED) || (info & HAS_KEY) !== 0) throw new Refused(refuse('foreign-content'))
  const origin = (info & HAS_ORIGIN) !== 0 ? readId(reader) : null
  const rightOrigin = (info & HAS_RIGHT_ORIGIN) !== 0 ? readId(reader) : null
  if (origin === null && rightOrigin === null) {
    const namesRoot = reader.varUint() === 1
    if (!namesRoot || reader.varString() !== OUTER_ROOT) throw new Refused(refuse('foreign-content'))
  }
  if (content === BINARY) reader.varBytes()
  const length = content === DELETED ? reader.varUint() : 1
  if (length === 0) throw new Malformed('an empty run')
  return { clock, length, deleted: content === DELETED, origin, rightOrigin, start, end: reader.position }
}

const readId = (reader: ByteReader): EntryId => ({ client: reader.varUint(), clock: reader.varUint() })

const readDeletes = (reader: ByteReader): Map<number, Ranges> => {
  const deletes = new Map<number, Ranges>()
  let parts = 0
  for (let sections = reader.varUint(); sections > 0; sections--) {
    const client = reader.varUint()
    const ranges = deletes.get(client) ?? []
    for (let left = reader.varUint(); left > 0; left--) {
      if (++parts > MAX_PARTS) throw new Refused(refuse('too-large', { detail: 'deletes' }))
      const start = reader.varUint()
      const end = start + reader.varUint()
      checkClock(end)
      if (end > start) ranges.push(start, end)
    }
    if (ranges.length > 0) deletes.set(client, ranges)
  }
  return new Map([...deletes].map(([client, ranges]) => [client, tidyRanges(ranges)]))
}

const checkClock = (clock: number): void => {
  if (clock > MAX_CLOCK) throw new Refused(refuse('absurd-clock'))
}

/** A run of one client's entries, as `writeOuterUpdate` writes it; `from` may lie within the first, a run of deleted ones. */
export interface Section {
  client: number
  from: number
  entries: Entry[]
}

/** Encodes entries taken from `source` and deletes as one update, highest client first as `Y.mergeUpdates` relies on. */
export const writeOuterUpdate = (source: Uint8Array, sections: Section[], deletes: Map<number, Ranges>): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, sections.length)
  for (const { client, from, entries } of sections.toSorted((left, right) => right.client - left.client)) {
    encoding.writeVarUint(encoder, entries.length)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, from)
    for (const entry of entries) {
      if (entry.clock < from) writeRestOfRun(encoder, client, from, entry)
      else encoding.writeUint8Array(encoder, source.subarray(entry.start, entry.end))
    }
  }
  encoding.writeVarUint(encoder, deletes.size)
  for (const [client, ranges] of [...deletes].toSorted((left, right) => right[0] - left[0])) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, ranges.length / 2)
    for (let index = 0; index < ranges.length; index += 2) {
      const start = ranges[index] ?? 0
      encoding.writeVarUint(encoder, start)
      encoding.writeVarUint(encoder, (ranges[index + 1] ?? 0) - start)
    }
  }
  return encoding.toUint8Array(encoder)
}

const writeRestOfRun = (encoder: encoding.Encoder, client: number, from: number, run: Entry): void => {
  encoding.writeUint8(encoder, DELETED | HAS_ORIGIN | (run.rightOrigin ? HAS_RIGHT_ORIGIN : 0))
  encoding.writeVarUint(encoder, client)
  encoding.writeVarUint(encoder, from - 1)
  if (run.rightOrigin) {
    encoding.writeVarUint(encoder, run.rightOrigin.client)
    encoding.writeVarUint(encoder, run.rightOrigin.clock)
  }
  encoding.writeVarUint(encoder, run.clock + run.length - from)
}
