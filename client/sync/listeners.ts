import { Steady } from './steady.ts'

/** Who wants to know of changes: told once for all that happens in one turn, and a few times a second while things stream in. */
export class Listeners implements Disposable {
  readonly #all = new Set<() => void>()
  readonly #telling = new Steady(() => this.#tell())
  #isDue = false

  /** Returns what ends it. */
  add(listener: () => void): () => void {
    this.#all.add(listener)
    return () => this.#all.delete(listener)
  }

  changed(): void {
    if (this.#isDue) return
    this.#isDue = true
    queueMicrotask(() => this.#telling.call())
  }

  [Symbol.dispose](): void {
    this.#all.clear()
    this.#telling[Symbol.dispose]()
  }

  /** A listener that throws keeps nothing from the others: its fault is thrown once all were told. */
  #tell(): void {
    this.#isDue = false
    for (const listener of [...this.#all]) {
      try {
        listener()
      } catch (fault) {
        setTimeout(() => {
          throw fault
        })
      }
    }
  }
}
