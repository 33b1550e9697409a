import type { Range } from './encode-update.ts'

/** Sorted and apart from one another; those before `at` were taken. */
interface Ranges {
  list: Range[]
  at: number
}

/**
 * Deleted ranges by client, some of which speak of what is not there yet. Of each client a few sorted lists, each more than twice as
 * long as the next: to put a range costs little, however many wait, and what several entries delete waits once.
 */
export class WaitingDeletes {
  readonly #clients = new Map<number, Ranges[]>()

  put(client: number, ranges: readonly Range[]): void {
    const lists = this.#clients.get(client) ?? []
    this.#clients.set(client, lists)
    let last: Ranges = { list: joined(ranges), at: 0 }
    for (let before = lists.at(-1); before && left(before) <= 2 * left(last); before = lists.at(-1)) {
      lists.pop()
      last = { list: joined([...before.list.slice(before.at), ...last.list.slice(last.at)]), at: 0 }
    }
    lists.push(last)
  }

  has(client: number): boolean {
    return this.#clients.has(client)
  }

  /** At most so many ranges of what is there, when all before `state` is there. Fewer than `most`: there are no more. */
  take(client: number, state: number, most: number): Range[] {
    const taken: Range[] = []
    const lists = this.#clients.get(client) ?? []
    for (const ranges of lists) takeFrom(ranges, state, most, taken)
    const rest = lists.filter(ranges => left(ranges) > 0)
    if (rest.length > 0) this.#clients.set(client, rest)
    else this.#clients.delete(client)
    return taken
  }
}

const left = ({ list, at }: Ranges): number => list.length - at

const takeFrom = (ranges: Ranges, state: number, most: number, taken: Range[]): void => {
  for (let range = ranges.list[ranges.at]; range && range.clock < state && taken.length < most; range = ranges.list[ranges.at]) {
    const end = range.clock + range.len
    taken.push({ clock: range.clock, len: Math.min(end, state) - range.clock })
    if (end <= state) ranges.at++
    else ranges.list[ranges.at] = { clock: state, len: end - state }
  }
}

const joined = (ranges: readonly Range[]): Range[] => {
  const apart: Range[] = []
  for (const { clock, len } of ranges.filter(range => range.len > 0).toSorted((one, other) => one.clock - other.clock)) {
    const last = apart.at(-1)
    if (!last || last.clock + last.len < clock) apart.push({ clock, len })
    else apart[apart.length - 1] = { clock: last.clock, len: Math.max(last.len, clock + len - last.clock) }
  }
  return apart
}
