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
  /** What it holds, as it is encoded; nothing for a deleted one. */
  content: Uint8Array
}

/** A Yjs update (encoding V1) that holds nothing but entries of root `s` and deletes. */
export interface OuterUpdate {
  /** How many entries and runs of deletes were read, whatever they say: what it cost. */
  parts: number
  /** By client; each list without gaps. */
  entries: Map<number, Entry[]>
  deletes: Map<number, Ranges>
}

/** No honest client gets near: 25 entries a second for a month without reloading the page. */
export const MAX_CLOCK = 2 ** 26
/**
 * Entries, and runs of deletes, in one update from a client: four and a half hours of typing eight letters a second without a
 * network. Such an update is decided on in about a tenth of a second.
 */
export const MAX_UPDATE_PARTS = 2 ** 17
/** Client ids in one document, one for each time a page was loaded and written in: nine pages every day for ten years. */
export const MAX_CLIENTS = 2 ** 15

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
export const readOuterUpdate = (bytes: Uint8Array, maxParts = MAX_UPDATE_PARTS): { ok: true; update: OuterUpdate } | Refusal => {
  const reader = new ByteReader(bytes)
  try {
    const { entries, parts } = readEntries(reader, maxParts)
    const { deletes, runs } = readDeletes(reader, maxParts)
    reader.end()
    return { ok: true, update: { parts: parts + runs, entries, deletes } }
  } catch (error) {
    if (error instanceof Malformed) return refuse('bad-update', { detail: error.message })
    if (error instanceof Refused) return error.refusal
    throw error
  }
}

const readEntries = (reader: ByteReader, maxParts: number): { entries: Map<number, Entry[]>; parts: number } => {
  const entries = new Map<number, Entry[]>()
  let parts = 0
  for (let sections = reader.varUint(); sections > 0; sections--) {
    const count = reader.varUint()
    const client = reader.varUint()
    let clock = reader.varUint()
    // Yjs lets a second section of a client take the place of the first; no encoder writes one.
    if (entries.has(client)) throw new Malformed('a client twice')
    if (entries.size === MAX_CLIENTS) throw new Refused(refuse('too-large', { detail: 'clients' }))
    const ofClient: Entry[] = []
    for (let left = count; left > 0; left--) {
      if (++parts > maxParts) throw new Refused(refuse('too-large', { detail: 'entries' }))
      const entry = readEntry(reader, clock)
      clock += entry.length
      checkClock(clock)
      ofClient.push(entry)
    }
    entries.set(client, ofClient)
  }
  return { entries, parts }
}

const NOTHING = new Uint8Array()

const readEntry = (reader: ByteReader, clock: number): Entry => {
  const info = reader.uint8()
  const content = info & CONTENT
  if ((content !== BINARY && content !== DELETED) || (info & HAS_KEY) !== 0) throw new Refused(refuse('foreign-content'))
  const origin = (info & HAS_ORIGIN) !== 0 ? readId(reader) : null
  const rightOrigin = (info & HAS_RIGHT_ORIGIN) !== 0 ? readId(reader) : null
  if (origin === null && rightOrigin === null) {
    const namesRoot = reader.varUint() === 1
    if (!namesRoot || reader.varString() !== OUTER_ROOT) throw new Refused(refuse('foreign-content'))
  }
  const deleted = content === DELETED
  const bytes = deleted ? NOTHING : reader.varBytes()
  const length = deleted ? reader.varUint() : 1
  if (length === 0) throw new Malformed('an empty run')
  return { clock, length, deleted, origin, rightOrigin, content: bytes }
}

const readId = (reader: ByteReader): EntryId => ({ client: reader.varUint(), clock: reader.varUint() })

const readDeletes = (reader: ByteReader, maxParts: number): { deletes: Map<number, Ranges>; runs: number } => {
  const deletes = new Map<number, Ranges>()
  let parts = 0
  for (let sections = reader.varUint(); sections > 0; sections--) {
    const client = reader.varUint()
    const ranges = deletes.get(client) ?? []
    for (let left = reader.varUint(); left > 0; left--) {
      if (++parts > maxParts) throw new Refused(refuse('too-large', { detail: 'deletes' }))
      const start = reader.varUint()
      const end = start + reader.varUint()
      checkClock(end)
      if (end > start) ranges.push(start, end)
    }
    if (ranges.length > 0) deletes.set(client, ranges)
  }
  return { deletes: new Map([...deletes].map(([client, ranges]) => [client, tidyRanges(ranges)])), runs: parts }
}

const checkClock = (clock: number): void => {
  if (clock > MAX_CLOCK) throw new Refused(refuse('absurd-clock'))
}

/** Entries of one client, without gaps. */
export interface Section {
  client: number
  entries: Entry[]
}

/** Encodes entries and deletes as one update, highest client first, as Yjs does. */
export const writeOuterUpdate = (sections: Section[], deletes: Map<number, Ranges>): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, sections.length)
  for (const { client, entries } of sections.toSorted((left, right) => right.client - left.client)) {
    encoding.writeVarUint(encoder, entries.length)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, entries[0]?.clock ?? 0)
    for (const entry of entries) writeEntry(encoder, entry)
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

const writeEntry = (encoder: encoding.Encoder, { deleted, origin, rightOrigin, content, length }: Entry): void => {
  encoding.writeUint8(encoder, (deleted ? DELETED : BINARY) | (origin ? HAS_ORIGIN : 0) | (rightOrigin ? HAS_RIGHT_ORIGIN : 0))
  for (const id of [origin, rightOrigin]) {
    if (!id) continue
    encoding.writeVarUint(encoder, id.client)
    encoding.writeVarUint(encoder, id.clock)
  }
  if (!origin && !rightOrigin) {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, OUTER_ROOT)
  }
  if (deleted) encoding.writeVarUint(encoder, length)
  else encoding.writeVarUint8Array(encoder, content)
}
