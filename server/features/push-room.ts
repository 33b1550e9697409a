/** How many pushes may be under way at once: in all, to one push service, of one couple, to one device. */
export interface PushBounds {
  all: number
  perDomain: number
  perSpace: number
  perDevice: number
}
/**
 * Each holds some 20 KB for at most ten seconds. A service that answers in 100 ms takes 320 a second this way. A device gets one
 * after the other, so that nothing is under way to it any more when its push service says that it is gone.
 */
export const PUSH_BOUNDS: PushBounds = { all: 128, perDomain: 32, perSpace: 8, perDevice: 1 }

interface Place {
  pushId: number
  domain: string
  spaceId: string
  deviceId: string
}

/** The room for pushes under way. Who is slow fills its own share of it and nobody else's. */
export class PushRoom {
  readonly #bounds: PushBounds
  readonly #underWay = new Set<number>()
  readonly #domains = new Map<string, number>()
  readonly #spaces = new Map<string, number>()
  readonly #devices = new Map<string, number>()

  constructor(bounds: PushBounds) {
    this.#bounds = bounds
  }

  get size(): number {
    return this.#underWay.size
  }

  isFull(): boolean {
    return this.size >= this.#bounds.all
  }

  /** Whether there is room; if so, it is taken. */
  take({ pushId, domain, spaceId, deviceId }: Place): boolean {
    const { perDomain, perSpace, perDevice } = this.#bounds
    if (this.isFull() || this.#underWay.has(pushId)) return false
    if (count(this.#domains, domain) >= perDomain || count(this.#spaces, spaceId) >= perSpace) return false
    if (count(this.#devices, deviceId) >= perDevice) return false
    this.#underWay.add(pushId)
    for (const [counts, key] of this.#counted({ domain, spaceId, deviceId })) counts.set(key, count(counts, key) + 1)
    return true
  }

  leave(place: Place): void {
    if (!this.#underWay.delete(place.pushId)) return
    for (const [counts, key] of this.#counted(place)) {
      const left = count(counts, key) - 1
      if (left > 0) counts.set(key, left)
      else counts.delete(key)
    }
  }

  /** Who has no room left: of these nothing needs to be looked at. */
  full(): { domains: string[]; spaces: string[]; devices: string[]; underWay: number[] } {
    const { perDomain, perSpace, perDevice } = this.#bounds
    return {
      domains: atLeast(this.#domains, perDomain),
      spaces: atLeast(this.#spaces, perSpace),
      devices: atLeast(this.#devices, perDevice),
      underWay: [...this.#underWay],
    }
  }

  #counted({ domain, spaceId, deviceId }: Omit<Place, 'pushId'>): [Map<string, number>, string][] {
    return [
      [this.#domains, domain],
      [this.#spaces, spaceId],
      [this.#devices, deviceId],
    ]
  }
}

const count = (counts: Map<string, number>, key: string): number => counts.get(key) ?? 0
const atLeast = (counts: Map<string, number>, bound: number): string[] =>
  [...counts].filter(([, number]) => number >= bound).map(([key]) => key)
