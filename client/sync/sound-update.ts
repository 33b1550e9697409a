import * as Y from 'yjs'
import { MAX_UPDATE_BYTES } from '../../shared/documents.ts'

type Decoded = ReturnType<typeof Y.decodeUpdate>
type Struct = Decoded['structs'][number]

/** No page of ours puts more into one entry (`compaction.ts`, `OuterDocument.restoreErased`), bytes. */
export const MOST_ENTRY_BYTES = MAX_UPDATE_BYTES / 2
/**
 * Structs and deleted ranges in one entry. An edit makes some ten and planting the starters 150; a merged entry (128 KB, of at least
 * eight bytes each) some 16,000 at the very most.
 */
export const MOST_PARTS = 20_000
/** Names of roots, keys and values in maps, characters: ids have 36, places in an order at most 62, the rest are single words. */
export const MOST_NAME = 256
/** Yjs counts letters; a document of the largest size has fewer than this. */
const MOST_CLOCK = 2 ** 32

/**
 * Whether an update of the inner document is one that this app may have written. Judged by its bytes alone, so that every device
 * leaves out the same: its size, the number of its parts, its kinds of content (maps at a root, texts in those maps or at a root,
 * letters, and plain values), and so its depth. A map comes together with its texts, or they could be nested without end, each in an
 * update of its own. Never throws.
 */
export const isSoundUpdate = (update: Uint8Array): boolean => {
  if (update.length > MOST_ENTRY_BYTES) return false
  const decoded = decode(update)
  if (!decoded || partsOf(decoded) > MOST_PARTS || !clocksOf(decoded).every(clock => clock <= MOST_CLOCK)) return false
  const maps = new Set(decoded.structs.flatMap(struct => (isType(struct, Y.Map) ? keyOf(struct.id) : [])))
  return decoded.structs.every(struct => isSound(struct, maps))
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
  if (content instanceof Y.ContentAny) return content.arr.every(isPlain)
  if (isType(struct, Y.Map)) return typeof parent === 'string' && parentSub !== null
  return isType(struct, Y.Text) && parentSub !== null && parent instanceof Y.ID && maps.has(keyOf(parent))
}

const isPlain = (value: unknown): boolean => {
  if (typeof value === 'string') return value.length <= MOST_NAME
  return value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean'
}

/** Of exactly this kind: others are built on it. */
const isType = (struct: Struct, kind: typeof Y.Map | typeof Y.Text): boolean =>
  struct instanceof Y.Item && struct.content instanceof Y.ContentType && struct.content.type.constructor === kind

const keyOf = (id: Y.ID): string => `${id.client}.${id.clock}`
