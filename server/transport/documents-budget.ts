import { MAX_RESYNC_BYTES } from '../../shared/documents.ts'

export interface Budget {
  burst: number
  perSecond: number
}

/** Far above a fast typist with a caret, an echo of both and a resync now and then. */
const FRAMES: Budget = { burst: 2_000, perSecond: 250 }
const BYTES: Budget = { burst: 4 * MAX_RESYNC_BYTES, perSecond: 1_048_576 }
/** All pages of a seat have as much as this many that do their worst: what a socket has used up is not had again by opening another. */
const SOCKETS_PER_SEAT = 3
/** Seats remembered at most, before those that have used nothing are forgotten. */
const MANY = 10_000

/** What one may send, and make the server do, in a while. */
class Allowance {
  readonly #share: number
  #frames: number
  #bytes: number
  #refilledAt: number

  constructor(share: number, now: number) {
    this.#share = share
    this.#frames = FRAMES.burst * share
    this.#bytes = BYTES.burst * share
    this.#refilledAt = now
  }

  get unused(): boolean {
    return this.#frames >= FRAMES.burst * this.#share && this.#bytes >= BYTES.burst * this.#share
  }

  refill(now: number): void {
    const seconds = (Math.max(0, now - this.#refilledAt) / 1_000) * this.#share
    this.#refilledAt = now
    this.#frames = Math.min(FRAMES.burst * this.#share, this.#frames + seconds * FRAMES.perSecond)
    this.#bytes = Math.min(BYTES.burst * this.#share, this.#bytes + seconds * BYTES.perSecond)
  }

  /** Counts a frame; false when there were too many. */
  allow(bytes: number, now: number): boolean {
    this.refill(now)
    this.#frames -= 1
    this.charge(bytes)
    return this.#frames >= 0 && this.#bytes >= 0
  }

  charge(bytes: number): void {
    this.#bytes -= bytes
  }
}

/** A socket's budget, and its seat's behind it. */
export class SocketBudget {
  readonly #own: Allowance
  readonly #seat: Allowance

  constructor(seat: Allowance, now: number) {
    this.#own = new Allowance(1, now)
    this.#seat = seat
  }

  allow(bytes: number, now: number): boolean {
    const own = this.#own.allow(bytes, now)
    return this.#seat.allow(bytes, now) && own
  }

  charge(bytes: number): void {
    this.#own.charge(bytes)
    this.#seat.charge(bytes)
  }
}

/** The budgets of the seats that were here lately. */
export class SeatBudgets {
  readonly #seats = new Map<string, Allowance>()

  /** For a socket that opens. */
  open({ spaceId, seat }: { spaceId: string; seat: string }, now: number): SocketBudget {
    if (this.#seats.size >= MANY) this.#forget(now)
    const name = `${spaceId} ${seat}`
    const known = this.#seats.get(name) ?? new Allowance(SOCKETS_PER_SEAT, now)
    this.#seats.set(name, known)
    return new SocketBudget(known, now)
  }

  #forget(now: number): void {
    for (const [name, allowance] of this.#seats) {
      allowance.refill(now)
      if (allowance.unused) this.#seats.delete(name)
    }
  }
}
