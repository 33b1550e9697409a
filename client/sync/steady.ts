/** What may be told at once before anything has to wait: an honest press, its receipt and answer, a pairing. React takes 50. */
const AT_ONCE = 16
/** While more streams in, it is told together, this often, ms. */
const EVERY_MS = 100

/**
 * Does something again and again, but never more often than a page can draw: at once while calls are few, and once for all of
 * them every 100 ms while they stream in.
 */
export class Steady implements Disposable {
  readonly #act: () => void
  /** When the calls that were followed would all be paid off, one every 100 ms. */
  #paidAt = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(act: () => void) {
    this.#act = act
  }

  call(): void {
    if (this.#timer !== undefined) return
    const wait = this.#paidAt - AT_ONCE * EVERY_MS - performance.now()
    if (wait <= 0) this.now()
    else this.#timer = setTimeout(() => this.now(), wait)
  }

  /** Without waiting any longer. */
  now(): void {
    this[Symbol.dispose]()
    this.#paidAt = Math.max(this.#paidAt, performance.now()) + EVERY_MS
    this.#act()
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
