/** What was worked for somebody weighs half after so long, ms. */
const HALF_MS = 60_000
/** Bytes that are worked through in about a millisecond. */
const BYTES_A_MS = 50_000
/** Remembered at most; whoever has waited longest since is forgotten. */
const MOST = 10_000

export interface Share {
  owner: string
  /** Bytes of its log. */
  size: number
}

/**
 * Whose turn it is on the one thread beside the loop: whoever had least of it lately, and of those the smallest work. A couple with
 * ordinary documents so waits for what runs, and not for all that others ask for, in however many rooms.
 */
export class WorkShares {
  readonly #spent = new Map<string, { ms: number; at: number }>()

  /** Takes the next of those that wait out of the list. */
  take<W extends Share>(waiting: W[], now: number): W | undefined {
    const costs = waiting.map(({ owner, size }) => this.#lately(owner, now) + size / BYTES_A_MS)
    const least = costs.indexOf(Math.min(...costs))
    return waiting.splice(least, least < 0 ? 0 : 1)[0]
  }

  /** So long was worked for it. */
  spend(owner: string, ms: number, now: number): void {
    const spent = this.#lately(owner, now) + ms
    this.#spent.delete(owner)
    this.#spent.set(owner, { ms: spent, at: now })
    if (this.#spent.size > MOST) this.#spent.delete(this.#spent.keys().next().value ?? '')
  }

  #lately(owner: string, now: number): number {
    const spent = this.#spent.get(owner)
    return spent ? spent.ms * 0.5 ** ((now - spent.at) / HALF_MS) : 0
  }
}
