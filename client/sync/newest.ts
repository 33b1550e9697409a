/** The newest `most` of each group, in their order; the same array when there are no more. */
export const newest = <T>(all: readonly T[], most: number, groupOf: (one: T) => string): readonly T[] => {
  if (all.length <= most) return all
  const counts = new Map<string, number>()
  const kept = all.toReversed().filter(one => {
    const group = groupOf(one)
    const count = (counts.get(group) ?? 0) + 1
    counts.set(group, count)
    return count <= most
  })
  return kept.length === all.length ? all : kept.reverse()
}
