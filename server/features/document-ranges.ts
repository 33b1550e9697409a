/** Half-open runs of clocks, sorted and apart: `[start, end, start, end, …]`. */
export type Ranges = number[]

/** Sorts and joins runs that touch or overlap. */
export const tidyRanges = (ranges: Ranges): Ranges => {
  const pairs: [number, number][] = []
  for (let index = 0; index < ranges.length; index += 2) pairs.push([ranges[index] ?? 0, ranges[index + 1] ?? 0])
  pairs.sort((left, right) => left[0] - right[0])
  const tidy: Ranges = []
  for (const [start, end] of pairs) {
    const last = tidy.length - 1
    if (last > 0 && start <= (tidy[last] ?? 0)) tidy[last] = Math.max(tidy[last] ?? 0, end)
    else tidy.push(start, end)
  }
  return tidy
}

/** So many runs are put into a long list one by one; more are sorted in together. */
const ONE_BY_ONE = 32

/** Both tidy. May change and answer `left`: a few runs put into very many must not cost a copy of all. */
export const joinRanges = (left: Ranges, right: Ranges): Ranges => {
  if (right.length > ONE_BY_ONE * 2) return tidyRanges([...left, ...right])
  for (let index = 0; index < right.length; index += 2) putRange(left, right[index] ?? 0, right[index + 1] ?? 0)
  return left
}

const putRange = (ranges: Ranges, start: number, end: number): void => {
  const first = firstEndingAt(ranges, start)
  let last = first
  while (last < ranges.length && (ranges[last] ?? 0) <= end) last += 2
  const joined = last > first
  const from = joined ? Math.min(start, ranges[first] ?? start) : start
  const to = joined ? Math.max(end, ranges[last - 1] ?? end) : end
  ranges.splice(first, last - first, from, to)
}

/** Index of the first run that ends at `clock` or later. */
const firstEndingAt = (ranges: Ranges, clock: number): number => {
  let low = 0
  let high = ranges.length / 2
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ranges[middle * 2 + 1] ?? 0) < clock) low = middle + 1
    else high = middle
  }
  return low * 2
}

/** What `ranges` has and `known` has not. Both tidy. */
export const missingRanges = (ranges: Ranges, known: Ranges): Ranges => {
  const missing: Ranges = []
  let at = firstEndingAt(known, ranges[0] ?? 0)
  for (let index = 0; index < ranges.length; index += 2) {
    let start = ranges[index] ?? 0
    const end = ranges[index + 1] ?? 0
    while (at < known.length && (known[at + 1] ?? 0) <= start) at += 2
    for (let next = at; next < known.length && (known[next] ?? 0) < end; next += 2) {
      if ((known[next] ?? 0) > start) missing.push(start, known[next] ?? 0)
      start = Math.max(start, known[next + 1] ?? 0)
    }
    if (start < end) missing.push(start, end)
  }
  return missing
}
