import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

export type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]
export type Range = Readonly<{ clock: number; len: number }>

/** Consecutive structs of one client, from `clock` on: the first may have begun before it. */
export interface Section {
  client: number
  clock: number
  structs: readonly Struct[]
}

/** About how many bytes it takes, rather more than fewer: to encode each for that would take longer than all the rest. */
export const sizeOf = (struct: Struct): number => {
  const content = struct instanceof Y.Item ? struct.content : null
  if (content instanceof Y.ContentBinary) return STRUCT_BYTES + content.content.length
  return STRUCT_BYTES + (content instanceof Y.ContentString ? 3 * content.str.length : 0)
}
const STRUCT_BYTES = 32

/** A deleted range takes at most about so many bytes. */
export const RANGE_BYTES = 12

/** A Yjs update of these structs and deletes. */
export const encodeUpdate = (
  sections: Iterable<Section>,
  deletes: ReadonlyMap<number, readonly Range[]> = new Map(),
): Uint8Array => {
  const encoder = new Y.UpdateEncoderV1()
  const written = [...sections]
  encoding.writeVarUint(encoder.restEncoder, written.length)
  for (const section of written) writeSection(encoder, section)
  encoding.writeVarUint(encoder.restEncoder, deletes.size)
  for (const [client, ranges] of deletes) {
    encoding.writeVarUint(encoder.restEncoder, client)
    encoding.writeVarUint(encoder.restEncoder, ranges.length)
    for (const range of ranges) {
      encoding.writeVarUint(encoder.restEncoder, range.clock)
      encoding.writeVarUint(encoder.restEncoder, range.len)
    }
  }
  return encoder.toUint8Array()
}

const writeSection = (encoder: Y.UpdateEncoderV1, { client, clock, structs }: Section): void => {
  encoding.writeVarUint(encoder.restEncoder, structs.length)
  encoder.writeClient(client)
  encoding.writeVarUint(encoder.restEncoder, clock)
  let at = clock
  for (const struct of structs) {
    struct.write(encoder, at - struct.id.clock)
    at = struct.id.clock + struct.length
  }
}
