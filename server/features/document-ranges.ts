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

export const joinRanges = (left: Ranges, right: Ranges): Ranges => tidyRanges([...left, ...right])

/** What `ranges` has and `known` has not. Both tidy. */
export const missingRanges = (ranges: Ranges, known: Ranges): Ranges => {
  const missing: Ranges = []
  let at = 0
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
