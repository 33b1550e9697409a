import type { Instant } from '../../shared/ids.ts'
import type { LocalStore } from './local.ts'

/** Where the offset is kept on the device. */
export const CACHED_CLOCK = 'clock'
/** What the server's time was when this device last heard of it. */
export const HEARD_CLOCK = 'heard'
/** An offset that differs by less from the kept one is not worth a write, ms. */
const WORTH_KEEPING_MS = 250

/** Nothing travels this long on a live connection: a server that seems so far behind means that the device's clock was changed, ms. */
const JUMP_MS = 60_000

/** The device's clock and the time that went by come no further apart than this unless it was changed, or the device slept, ms. */
export const APART_MS = 400
/** A jump of the device's clock is not believed for so long, ms: by then the server has said, or the device slept without a network. */
const HOLD_MS = 5_000

/**
 * The server's clock as this device reckons it. Every word from the server says what time it was when it was sent: the offset
 * lies between that minus the time of arrival and, where the time of asking is known, that minus the time of asking. All such
 * spans hold at once; the middle of what they share is off by half the shortest round trip at most.
 */
export class ServerClock {
  readonly #deviceNow: () => number
  readonly #steadyNow: () => number
  /** How far the device's clock is ahead of the steady one, as believed. */
  #ahead: number
  /** When the device's clock was seen to have jumped, by the steady one. */
  #jumpedAt: number | undefined
  #low: number
  #high: number
  #kept = Number.NaN
  /** Whether the server was asked in this page's life; before, the offset is what an earlier page reckoned. */
  #measured = false

  /** All in ms. `steadyNow` counts, and nobody changes it; it may stand while the device sleeps. */
  constructor(deviceNow: () => number, offset = 0, steadyNow = deviceNow) {
    this.#deviceNow = deviceNow
    this.#steadyNow = steadyNow
    this.#ahead = deviceNow() - steadyNow()
    this.#low = offset
    this.#high = offset
  }

  now(): Instant {
    return Math.max(0, Math.round(this.#deviceNow() + this.offset()))
  }

  /** The same for what a person sees and is called for: a jump of the device's clock does not show in it before the server has spoken. */
  shown(): Instant {
    return Math.max(0, this.now() - Math.round(this.#heldBack()))
  }

  /** Whether the server said its time in this page's life. */
  get isMeasured(): boolean {
    return this.#measured
  }

  offset(): number {
    return (this.#low + this.#high) / 2
  }

  /** An answer: the server's time in it, and the device's time when it was asked for. */
  answered(serverNow: Instant, askedAt: number): void {
    const low = serverNow - this.#deviceNow()
    const high = Math.max(low, serverNow - askedAt)
    const apart = low > this.#high || high < this.#low
    if (!this.#measured || apart) this.#set(low, high)
    else this.#set(Math.max(low, this.#low), Math.min(high, this.#high))
    // Asked since a jump: this was measured with what the clock says now.
    if (apart || this.#deviceNow() - askedAt < Math.abs(this.#jump())) this.#believe()
    this.#measured = true
  }

  /** A word nobody asked for: late by an unknown time, so that it bounds one side only. */
  told(serverNow: Instant): void {
    const low = serverNow - this.#deviceNow()
    if (low > this.#high || low < this.#low - JUMP_MS) {
      this.#set(low, low)
      this.#believe()
    } else this.#low = Math.max(low, this.#low)
  }

  /** The offset, when it is another than the one that was kept. */
  toKeep(): number | null {
    const offset = this.offset()
    if (Math.abs(offset - this.#kept) < WORTH_KEEPING_MS) return null
    this.#kept = offset
    return offset
  }

  #set(low: number, high: number): void {
    this.#low = low
    this.#high = high
  }

  #jump(): number {
    return this.#deviceNow() - this.#steadyNow() - this.#ahead
  }

  #believe(): void {
    this.#ahead += this.#jump()
    this.#jumpedAt = undefined
  }

  /** How much of what the device's clock says is a jump that is not believed yet. */
  #heldBack(): number {
    const jump = this.#jump()
    const steady = this.#steadyNow()
    if (Math.abs(jump) >= APART_MS) {
      this.#jumpedAt ??= steady
      if (steady - this.#jumpedAt < HOLD_MS) return jump
    }
    this.#believe()
    return 0
  }
}

/** Keeps what is known now for the next page: without a network that page, and the service worker, have nothing else to go by. */
export const keepClock = async (clock: ServerClock, store: Pick<LocalStore, 'writeCache'>): Promise<void> => {
  const offset = clock.toKeep()
  if (offset !== null) await store.writeCache(CACHED_CLOCK, offset).catch(() => {})
  await store.writeCache(HEARD_CLOCK, clock.now()).catch(() => {})
}
