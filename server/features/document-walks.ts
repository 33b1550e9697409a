import { findPiece, rankPieces } from './document-rank.ts'
import type { Entry, EntryId, Section } from './document-update.ts'

/**
 * Where Yjs places an entry, it walks over those that build on the same one, and over all that build on these: of siblings the
 * one with the higher client id comes later, and walks over the whole of the lower ones. Whatever the order in which a page
 * gets them, the steps of all walks together are no more than what is counted here, twice over where a run of deletes is cut.
 */
export interface Walks {
  /** By client, in the order of its clocks. */
  pieces: Map<number, Piece[]>
  /** How many of them. */
  count: number
  /** Entries, a run of deleted ones counts once. */
  items: number
  /** Entries that came when there was something newer than what they build on. */
  late: number
  /** No fewer steps than all walks take. */
  steps: number
  /** Pieces that came since the steps were last counted exactly. */
  fresh: number
}

/** Entries of one client, each upon the one before, between which nothing else came: a few numbers for many. */
export interface Piece {
  client: number
  clock: number
  clocks: number
  /** One for each clock, or one for a run of deleted entries. */
  items: number
  /** What the first of them builds on. */
  origin: EntryId | null
  /** How many items there were when it came. */
  arrived: number
  /** No fewer siblings than walk over each of them, as it came. */
  load: number
  /** How many late entries there were. */
  late: number
}

export const noWalks = (): Walks => ({ pieces: new Map(), count: 0, items: 0, late: 0, steps: 0, fresh: 0 })

/** What new entries add. */
export interface Arrivals {
  pieces: Piece[]
  items: number
  late: number
  steps: number
}

/** What these entries would add, in time that grows with them. All that they build on is known, or among them. */
export const arrivalsOf = (walks: Walks, sections: Section[]): Arrivals => {
  const arriving = new Arriving(walks)
  const left = new Map(sections.map(({ client, entries }) => [client, { client, entries, next: 0 }]))
  for (const section of left.values()) {
    const stack = [section]
    const waiting = new Set([section.client])
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const entry = top.entries[top.next]
      const needed = entry?.origin && arriving.find(entry.origin) === null ? left.get(entry.origin.client) : undefined
      if (needed && needed.next < needed.entries.length && !waiting.has(needed.client)) {
        stack.push(needed)
        waiting.add(needed.client)
      } else if (entry) {
        arriving.add(top.client, entry)
        top.next++
      }
      if (!entry) {
        stack.pop()
        waiting.delete(top.client)
      }
    }
  }
  return arriving
}

/** Notes what came. */
export const arrive = (walks: Walks, { pieces, items, late, steps }: Arrivals): void => {
  for (const piece of pieces) walks.count += putPiece(walks.pieces, piece) ? 1 : 0
  walks.fresh += items - walks.items
  walks.items = items
  walks.late = late
  walks.steps += steps
}

/** So few pieces are counted exactly whenever there is a use for it; more once enough are new; very many not beside other work. */
const FEW_PIECES = 1_024
const MANY_PIECES = 16_384
const SHARE_OF_NEW = 4

/**
 * What the walks are once these arrive: the same object when nothing needs to be counted anew. Null when they would take more
 * steps than `most`, or when it would cost too much to say.
 */
export const admit = (walks: Walks, arrivals: Arrivals, most: number): Walks | null => {
  if (walks.steps + arrivals.steps <= most) return walks
  const fresh = walks.fresh + arrivals.items - walks.items
  const count = walks.count + arrivals.pieces.length
  if (count > MANY_PIECES || (count > FEW_PIECES && fresh < count / SHARE_OF_NEW)) return null
  const exact = ranked(walks.pieces, arrivals.pieces)
  return exact.steps <= most ? exact : null
}

/** The walks of a whole document, counted exactly. */
export const walksOf = (sections: Section[]): Walks => ranked(new Map(), arrivalsOf(noWalks(), sections).pieces)

const ranked = (known: Map<number, Piece[]>, arrived: Piece[]): Walks => {
  const all = new Map([...known].map(([client, pieces]) => [client, pieces.map(piece => ({ ...piece }))]))
  for (const piece of arrived) putPiece(all, { ...piece })
  const { pieces, steps, items } = rankPieces(all)
  const byClient = new Map<number, Piece[]>()
  for (const piece of pieces) {
    const ofClient = byClient.get(piece.client)
    if (ofClient) ofClient.push(piece)
    else byClient.set(piece.client, [piece])
  }
  const exact = { ...noWalks(), steps, items }
  for (const ofClient of byClient.values()) {
    for (const piece of ofClient.sort((left, right) => left.clock - right.clock))
      exact.count += putPiece(exact.pieces, piece) ? 1 : 0
  }
  return exact
}

/** False when it only made the last one longer. */
const putPiece = (pieces: Map<number, Piece[]>, piece: Piece): boolean => {
  const ofClient = pieces.get(piece.client) ?? []
  const last = ofClient.at(-1)
  if (last && continues(last, piece)) {
    last.clocks += piece.clocks
    last.items += piece.items
    return false
  }
  ofClient.push(piece)
  pieces.set(piece.client, ofClient)
  return true
}

const continues = (last: Piece, next: Piece): boolean =>
  last.items === last.clocks &&
  next.items === next.clocks &&
  next.origin?.client === last.client &&
  next.origin.clock === next.clock - 1 &&
  next.clock === last.clock + last.clocks &&
  next.arrived === last.arrived + last.items &&
  next.load === last.load &&
  next.late === last.late

/** New entries, beside what is known. */
class Arriving implements Arrivals {
  readonly pieces: Piece[] = []
  items: number
  late: number
  steps = 0
  readonly #known: Walks
  readonly #new = new Map<number, Piece[]>()

  constructor(known: Walks) {
    this.#known = known
    this.items = known.items
    this.late = known.late
  }

  find(id: EntryId): Piece | null {
    return findPiece(this.#new.get(id.client), id.clock) ?? findPiece(this.#known.pieces.get(id.client), id.clock)
  }

  add(client: number, { clock, length, origin }: Entry): void {
    const on = origin && this.find(origin)
    const after = on ? on.arrived + Math.min(origin.clock - on.clock + 1, on.items) : 0
    const newer = this.items - after
    if (newer > 0) this.late++
    const load = (on?.load ?? 0) + this.late - (on?.late ?? 0)
    this.steps += newer + load
    const piece = { client, clock, clocks: length, items: 1, origin, arrived: this.items, load, late: this.late }
    this.items++
    if (putPiece(this.#new, piece)) this.pieces.push(piece)
  }
}
