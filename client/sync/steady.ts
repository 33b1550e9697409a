/** What may be told at once before anything has to wait: an honest press, its receipt and answer, a pairing. React takes 50. */
const AT_ONCE = 16
/** While more streams in, it is told together, this often, ms, unless whoever asks needs more rest. */
const EVERY_MS = 100

/**
 * Does something again and again, but never more often than a page can draw: at once while calls are few, and once for all of
 * them every 100 ms, or `everyMs`, while they stream in.
 */
export class Steady implements Disposable {
  readonly #act: () => void
  readonly #everyMs: number
  /** When the calls that were followed would all be paid off, one each time. */
  #paidAt = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(act: () => void, everyMs = EVERY_MS) {
    this.#act = act
    this.#everyMs = everyMs
  }

  call(): void {
    if (this.#timer !== undefined) return
    const wait = this.#paidAt - AT_ONCE * this.#everyMs - performance.now()
    if (wait <= 0) this.now()
    else this.#timer = setTimeout(() => this.now(), wait)
  }

  /** Without waiting any longer. */
  now(): void {
    this[Symbol.dispose]()
    this.#paidAt = Math.max(this.#paidAt, performance.now()) + this.#everyMs
    this.#act()
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
