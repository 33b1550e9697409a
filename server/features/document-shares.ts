import type { Seat } from '../../shared/ids.ts'
import type { Section } from './document-update.ts'

/** What entries take of a document's room. */
export interface Held {
  entries: number
  bytes: number
}

/** By the seat that brought them. */
export type Shares = Record<Seat, Held>

export const noShares = (): Shares => ({ a: { entries: 0, bytes: 0 }, b: { entries: 0, bytes: 0 } })

/** No less than an entry takes beside what it holds, bytes. */
const ENTRY_COSTS_BYTES = 16

export const heldBy = ({ entries }: Section): Held => ({
  entries: entries.length,
  bytes: entries.reduce((sum, { content }) => sum + content.length + ENTRY_COSTS_BYTES, 0),
})

export const hold = (shares: Shares, seat: Seat, { entries, bytes }: Held): void => {
  shares[seat].entries += entries
  shares[seat].bytes += bytes
}

/** What each seat holds of a log, as far as it is known whose a client is. */
export const sharesOf = (held: Map<number, Held>, authors: Map<number, Seat>): Shares => {
  const shares = noShares()
  for (const [client, ofClient] of held) {
    const seat = authors.get(client)
    if (seat) hold(shares, seat, ofClient)
  }
  return shares
}
