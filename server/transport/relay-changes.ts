import type { SpaceId } from '../../shared/ids.ts'

/**
 * Tells of a change at once after a quiet while, and of all that follow together: each device that hears of one reads the whole
 * space again.
 */
export class SpaceChanges implements Disposable {
  readonly #everyMs: number
  readonly #tell: (space: SpaceId) => void
  /** Spaces told lately, and whether there is more to tell. */
  readonly #lately = new Map<SpaceId, { timer: NodeJS.Timeout; isMore: boolean }>()

  constructor(everyMs: number, tell: (space: SpaceId) => void) {
    this.#everyMs = everyMs
    this.#tell = tell
  }

  note(space: SpaceId): void {
    const lately = this.#lately.get(space)
    if (lately) lately.isMore = true
    else this.#now(space)
  }

  [Symbol.dispose](): void {
    for (const { timer } of this.#lately.values()) clearTimeout(timer)
  }

  #now(space: SpaceId): void {
    this.#tell(space)
    this.#lately.set(space, { timer: setTimeout(() => this.#later(space), this.#everyMs), isMore: false })
  }

  #later(space: SpaceId): void {
    const isMore = this.#lately.get(space)?.isMore
    this.#lately.delete(space)
    if (isMore) this.#now(space)
  }
}
