import type { Piece } from './document-walks.ts'

/** What of a piece is still to be put, from a clock on. */
interface Rest {
  piece: Piece
  from: number
  /** Which of its branches is the next. */
  next: number
  /** How many items there were when the first of its siblings was put. */
  since: number
}

/**
 * Puts the pieces of a whole document in the order of its list, in which every sibling comes after all that its walk goes over:
 * so the steps of all walks are counted one by one, and whoever builds on the end of the list builds on the newest.
 */
export const rankPieces = (all: Map<number, Piece[]>): { pieces: Piece[]; steps: number; items: number } => {
  const children = childrenOf(all)
  const pieces: Piece[] = []
  let items = 0
  let steps = 0
  const stack: Rest[] = []
  const putSiblings = (siblings: Rest[]): void => {
    // Last on the stack is first in the list: the lowest client, and of one client the latest.
    siblings.sort((left, right) => right.piece.client - left.piece.client || left.from - right.from)
    for (const sibling of siblings) stack.push(sibling)
  }
  const restOf = (piece: Piece, from = piece.clock, next = 0): Rest => ({ piece, from, next, since: items })

  putSiblings(children.roots.map(piece => restOf(piece)))
  for (let rest = stack.pop(); rest; rest = stack.pop()) {
    const { piece, from, next, since } = rest
    steps += items - since
    const end = piece.clock + piece.clocks
    const branch = children.branches.get(piece)?.[next]
    const to = branch ? branch.clock + 1 : end
    const count = piece.items === piece.clocks ? to - from : 1
    const origin = from === piece.clock ? piece.origin : { client: piece.client, clock: from - 1 }
    pieces.push({ client: piece.client, clock: from, clocks: to - from, items: count, origin, arrived: items, load: 0, late: 0 })
    items += count
    if (branch) putSiblings([...branch.pieces.map(child => restOf(child)), ...(to < end ? [restOf(piece, to, next + 1)] : [])])
  }
  return { pieces, steps, items }
}

interface Branch {
  clock: number
  pieces: Piece[]
}

/** What builds on each piece, by the clock that it builds on. */
const childrenOf = (all: Map<number, Piece[]>): { roots: Piece[]; branches: Map<Piece, Branch[]> } => {
  const roots: Piece[] = []
  const children = new Map<Piece, Piece[]>()
  for (const pieces of all.values()) {
    for (const piece of pieces) {
      const on = piece.origin && findPiece(all.get(piece.origin.client), piece.origin.clock)
      const siblings = on ? (children.get(on) ?? []) : roots
      siblings.push(piece)
      if (on) children.set(on, siblings)
    }
  }
  return { roots, branches: new Map([...children].map(([on, pieces]) => [on, branchesOf(pieces)])) }
}

const branchesOf = (pieces: Piece[]): Branch[] => {
  const branches: Branch[] = []
  for (const piece of pieces.sort((left, right) => (left.origin?.clock ?? 0) - (right.origin?.clock ?? 0))) {
    const clock = piece.origin?.clock ?? 0
    const last = branches.at(-1)
    if (last?.clock === clock) last.pieces.push(piece)
    else branches.push({ clock, pieces: [piece] })
  }
  return branches
}

/** The piece that has this clock. */
export const findPiece = (pieces: Piece[] | undefined, clock: number): Piece | null => {
  if (!pieces) return null
  let low = 0
  let high = pieces.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const piece = pieces[middle]
    if (piece && piece.clock + piece.clocks <= clock) low = middle + 1
    else high = middle
  }
  const found = pieces[low]
  return found && found.clock <= clock ? found : null
}
