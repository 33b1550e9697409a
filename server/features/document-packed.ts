import type { Piece, Walks } from './document-walks.ts'

/** Exactly counted walks as they pass between threads: very many small objects would hold up the loop that takes them. */
export interface PackedWalks {
  steps: number
  /** Seven for each piece. */
  numbers: Float64Array<ArrayBuffer>
}

const EACH = 7
const NOBODY = -1

export const packWalks = ({ pieces, count, steps }: Walks): PackedWalks => {
  const numbers = new Float64Array(count * EACH)
  let at = 0
  for (const ofClient of pieces.values()) {
    for (const { client, clock, clocks, items, origin, arrived } of ofClient) {
      numbers.set([client, clock, clocks, items, origin?.client ?? NOBODY, origin?.clock ?? 0, arrived], at)
      at += EACH
    }
  }
  return { steps, numbers }
}

export const unpackWalks = ({ steps, numbers }: PackedWalks): Walks => {
  const pieces = new Map<number, Piece[]>()
  let items = 0
  for (let at = 0; at < numbers.length; at += EACH) {
    const number = (index: number): number => numbers[at + index] ?? 0
    const client = number(0)
    const origin = number(4) === NOBODY ? null : { client: number(4), clock: number(5) }
    const piece = { client, clock: number(1), clocks: number(2), items: number(3), origin, arrived: number(6), load: 0, late: 0 }
    const ofClient = pieces.get(client)
    if (ofClient) ofClient.push(piece)
    else pieces.set(client, [piece])
    items += piece.items
  }
  return { pieces, count: numbers.length / EACH, items, late: 0, steps, fresh: 0 }
}
