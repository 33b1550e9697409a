import * as Y from 'yjs'
import { MAX_UPDATE_BYTES } from '../../shared/documents.ts'

export type Decoded = ReturnType<typeof Y.decodeUpdate>
type Struct = Decoded['structs'][number]

/** No page of ours puts more into one entry (`compaction.ts`, `OuterDocument.restoreErased`), bytes. */
export const MOST_ENTRY_BYTES = MAX_UPDATE_BYTES / 2
/**
 * Structs and deleted ranges in one entry. An edit makes some ten and planting the starters 150; a merged entry (128 KB, of at least
 * eight bytes each) some 16,000 at the very most.
 */
export const MOST_PARTS = 20_000
/** Names of roots, and keys in maps, characters: ids have 36, places in an order at most 62, the rest are single words. */
export const MOST_NAME = 256
/** A text among the values of a map, characters: no text of a clause is longer (`fieldLimits`). */
export const MOST_VALUE = 1_024
/** Values of a record, which may itself stand in a record and no deeper: the note of who changed a clause last holds its texts. */
export const MOST_OF_RECORD = 16
const RECORDS_DEEP = 2
/** Yjs counts letters; a document of the largest size has fewer than this. */
const MOST_CLOCK = 2 ** 32

/**
 * Whether an update of the inner document is one that this app may have written. Judged by its bytes alone, so that every device
 * leaves out the same: its size, the number of its parts, its kinds of content (maps at a root, texts in those maps or at a root,
 * letters, plain values and small records of them), and so its depth. A map comes together with its texts, or they could be nested without end, each in an
 * update of its own. Never throws.
 */
export const isSoundUpdate = (update: Uint8Array): boolean => soundUpdate(update) !== null

/** What it says, when it is sound. */
export const soundUpdate = (update: Uint8Array): Decoded | null => {
  if (update.length > MOST_ENTRY_BYTES) return null
  const decoded = decode(update)
  if (!decoded || partsOf(decoded) > MOST_PARTS || !clocksOf(decoded).every(clock => clock <= MOST_CLOCK)) return null
  const maps = new Set(decoded.structs.flatMap(struct => (isType(struct, Y.Map) ? keyOf(struct.id) : [])))
  return decoded.structs.every(struct => isSound(struct, maps)) ? decoded : null
}

const decode = (update: Uint8Array): Decoded | null => {
  try {
    return Y.decodeUpdate(update)
  } catch {
    return null
  }
}

const partsOf = ({ structs, ds }: Decoded): number => {
  let parts = structs.length
  for (const ranges of ds.clients.values()) parts += ranges.length
  return parts
}

/** Up to where each part goes. */
const clocksOf = ({ structs, ds }: Decoded): number[] => [
  ...structs.map(({ id, length }) => id.clock + length),
  ...[...ds.clients.values()].flatMap(ranges => ranges.map(({ clock, len }) => clock + len)),
]

const isSound = (struct: Struct, maps: ReadonlySet<string>): boolean => {
  if (!(struct instanceof Y.Item)) return true
  const { content, parentSub } = struct
  // A decoded struct names its root, or the place of what it is in.
  const parent: unknown = struct.parent
  if (typeof parent === 'string' && parent.length > MOST_NAME) return false
  if (parentSub !== null && parentSub.length > MOST_NAME) return false
  if (content instanceof Y.ContentString || content instanceof Y.ContentDeleted) return true
  if (content instanceof Y.ContentAny) return content.arr.every(value => isPlain(value, RECORDS_DEEP))
  if (isType(struct, Y.Map)) return typeof parent === 'string' && parentSub !== null
  return isType(struct, Y.Text) && parentSub !== null && parent instanceof Y.ID && maps.has(keyOf(parent))
}

/** `records`: so many may stand in one another from here on. */
const isPlain = (value: unknown, records: number): boolean => {
  if (typeof value === 'string') return value.length <= MOST_VALUE
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean') return true
  if (records === 0 || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return false
  const all = Object.entries(value)
  return all.length <= MOST_OF_RECORD && all.every(([name, one]) => name.length <= MOST_NAME && isPlain(one, records - 1))
}

/** Of exactly this kind: others are built on it. */
const isType = (struct: Struct, kind: typeof Y.Map | typeof Y.Text): boolean =>
  struct instanceof Y.Item && struct.content instanceof Y.ContentType && struct.content.type.constructor === kind

const keyOf = (id: Y.ID): string => `${id.client}.${id.clock}`
