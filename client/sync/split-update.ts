import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]
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
    if (run.length > 0) parts.push(encodeRun(run))
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

/** About how many bytes it takes, rather more than fewer: to encode each for that would take longer than all the rest. */
const sizeOf = (struct: Struct): number => {
  const content = struct instanceof Y.Item ? struct.content : null
  if (content instanceof Y.ContentBinary) return STRUCT_BYTES + content.content.length
  return STRUCT_BYTES + (content instanceof Y.ContentString ? 3 * content.str.length : 0)
}
const STRUCT_BYTES = 32

/** Consecutive structs of one client as an update without deletes. */
const encodeRun = (run: Struct[]): Uint8Array => {
  const [first] = run
  if (!first) throw new RangeError('a run holds at least one struct')
  const encoder = new Y.UpdateEncoderV1()
  encoding.writeVarUint(encoder.restEncoder, 1)
  encoding.writeVarUint(encoder.restEncoder, run.length)
  encoder.writeClient(first.id.client)
  encoding.writeVarUint(encoder.restEncoder, first.id.clock)
  for (const struct of run) struct.write(encoder, 0)
  encoding.writeVarUint(encoder.restEncoder, 0)
  return encoder.toUint8Array()
}

/** A range takes at most about so many bytes. */
const RANGE_BYTES = 12

const splitDeletes = (ds: Deletes, maxBytes: number): Uint8Array[] => {
  const most = Math.max(1, Math.floor(maxBytes / RANGE_BYTES))
  const parts: Uint8Array[] = []
  let part: Deletes['clients'] = new Map()
  let room = most
  const finish = () => {
    if (part.size > 0) parts.push(encodeDeletes(part))
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

const encodeDeletes = (clients: Deletes['clients']): Uint8Array => {
  const encoder = new Y.UpdateEncoderV1()
  encoding.writeVarUint(encoder.restEncoder, 0)
  encoding.writeVarUint(encoder.restEncoder, clients.size)
  for (const [client, ranges] of clients) {
    encoding.writeVarUint(encoder.restEncoder, client)
    encoding.writeVarUint(encoder.restEncoder, ranges.length)
    for (const range of ranges) {
      encoding.writeVarUint(encoder.restEncoder, range.clock)
      encoding.writeVarUint(encoder.restEncoder, range.len)
    }
  }
  return encoder.toUint8Array()
}
