/** Who listens for what becomes of one thing among many: telling of one wakes nobody else. */
export class KeyedListeners<K> {
  readonly #by = new Map<K, Set<() => void>>()

  add(key: K, changed: () => void): () => void {
    const listeners = this.#by.get(key) ?? new Set()
    this.#by.set(key, listeners.add(changed))
    return () => {
      listeners.delete(changed)
      if (listeners.size === 0 && this.#by.get(key) === listeners) this.#by.delete(key)
    }
  }

  tell(key: K): void {
    for (const changed of [...(this.#by.get(key) ?? [])]) changed()
  }
}
