/** What waits for clocks of one client, the lowest first: a heap, so that however much waits, each costs little to put and to take. */
export class WaitingClocks<T> {
  readonly #heap: { clock: number; value: T }[] = []

  /** It waits until `clock` is there. */
  put(clock: number, value: T): void {
    const heap = this.#heap
    let at = heap.length
    heap.push({ clock, value })
    for (let above = (at - 1) >> 1; at > 0 && this.#isBefore(at, above); above = (at - 1) >> 1) {
      this.#swap(at, above)
      at = above
    }
  }

  /** One that no longer waits when all before `state` is there. */
  take(state: number): T | undefined {
    const [first] = this.#heap
    if (!first || first.clock >= state) return undefined
    this.#swap(0, this.#heap.length - 1)
    this.#heap.pop()
    for (let at = 0, next = this.#lowerOf(at); next !== at; next = this.#lowerOf(at)) {
      this.#swap(at, next)
      at = next
    }
    return first.value
  }

  get isEmpty(): boolean {
    return this.#heap.length === 0
  }

  /** Of a place and the two below it the lowest. */
  #lowerOf(at: number): number {
    const [left, right] = [2 * at + 1, 2 * at + 2]
    const low = this.#isBefore(left, at) ? left : at
    return this.#isBefore(right, low) ? right : low
  }

  #isBefore(one: number, other: number): boolean {
    const [first, second] = [this.#heap[one], this.#heap[other]]
    return first !== undefined && second !== undefined && first.clock < second.clock
  }

  #swap(one: number, other: number): void {
    const [first, second] = [this.#heap[one], this.#heap[other]]
    if (!first || !second) return
    this.#heap[one] = second
    this.#heap[other] = first
  }
}
