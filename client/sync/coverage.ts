import * as Y from 'yjs'

type Ranges = ReturnType<typeof Y.createDeleteSet>

/** What updates of the inner document say, by clocks: what was written and what was deleted. */
export interface Coverage {
  written: Ranges
  deleted: Ranges
}

/** Throws for bytes that are no update. */
export const coverageOf = (update: Uint8Array): Coverage => {
  const { structs, ds } = Y.decodeUpdate(update)
  const written = Y.createDeleteSet()
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue
    const { client, clock } = struct.id
    const ranges = written.clients.get(client) ?? []
    const last = ranges.at(-1)
    if (last && last.clock + last.len === clock) ranges[ranges.length - 1] = { clock: last.clock, len: last.len + struct.length }
    else ranges.push({ clock, len: struct.length })
    written.clients.set(client, ranges)
  }
  return merged([{ written, deleted: ds }])
}

/** What all of them say together. */
export const merged = (all: Coverage[]): Coverage => ({
  written: Y.mergeDeleteSets(all.map(one => one.written)),
  deleted: Y.mergeDeleteSets(all.map(one => one.deleted)),
})

/** Everything that `part` says, `whole` says too. */
export const within = (part: Coverage, whole: Coverage): boolean =>
  rangesWithin(part.written, whole.written) && rangesWithin(part.deleted, whole.deleted)

const rangesWithin = (part: Ranges, whole: Ranges): boolean => {
  for (const [client, ranges] of part.clients) {
    const around = whole.clients.get(client) ?? []
    let at = 0
    for (const { clock, len } of ranges) {
      if (len === 0) continue
      while (at < around.length && endOf(around[at]) <= clock) at++
      const candidate = around[at]
      if (!candidate || candidate.clock > clock || endOf(candidate) < clock + len) return false
    }
  }
  return true
}

const endOf = (range: { clock: number; len: number } | undefined): number => (range ? range.clock + range.len : 0)
