import * as Y from 'yjs'
import { encodeUpdate, RANGE_BYTES, type Struct, sizeOf } from './encode-update.ts'

type Deletes = ReturnType<typeof Y.decodeUpdate>['ds']

/**
 * Takes a Yjs update apart into updates of about `maxBytes` each (one struct may be larger), so that what piled up without a
 * network does not arrive as one message over the server's limit. Applied together they are the whole. Deletes are left out
 * unless `deletes` is asked for; then they come last. Throws for bytes that are no update.
 */
export const splitUpdate = (update: Uint8Array, maxBytes: number, deletes: boolean): Uint8Array[] => {
  const { structs, ds } = Y.decodeUpdate(update)
  const parts: Uint8Array[] = []
  let run: Struct[] = []
  let bytes = 0
  const finish = () => {
    const [first] = run
    if (first) parts.push(encodeUpdate([{ ...first.id, structs: run }]))
    run = []
    bytes = 0
  }
  for (const struct of structs) {
    if (struct instanceof Y.Skip) {
      finish()
      continue
    }
    const size = sizeOf(struct)
    const last = run.at(-1)
    const follows = last !== undefined && last.id.client === struct.id.client && last.id.clock + last.length === struct.id.clock
    if (!follows || bytes + size > maxBytes) finish()
    run.push(struct)
    bytes += size
  }
  finish()
  return deletes ? [...parts, ...splitDeletes(ds, maxBytes)] : parts
}

const splitDeletes = (ds: Deletes, maxBytes: number): Uint8Array[] => {
  const most = Math.max(1, Math.floor(maxBytes / RANGE_BYTES))
  const parts: Uint8Array[] = []
  let part: Deletes['clients'] = new Map()
  let room = most
  const finish = () => {
    if (part.size > 0) parts.push(encodeUpdate([], part))
    part = new Map()
    room = most
  }
  for (const [client, ranges] of ds.clients) {
    for (let at = 0; at < ranges.length; ) {
      const some = ranges.slice(at, at + room)
      part.set(client, some)
      at += some.length
      room -= some.length
      if (room === 0) finish()
    }
  }
  finish()
  return parts
}
