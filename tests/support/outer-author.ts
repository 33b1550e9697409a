import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { OUTER_ROOT } from '../../shared/documents.ts'

/** An outer document whose updates are taken one by one, to be sent, held back or bent. */
export class OuterAuthor {
  readonly doc = new Y.Doc()
  readonly #updates: Uint8Array[] = []

  constructor(clientId?: number) {
    if (clientId !== undefined) this.doc.clientID = clientId
    this.doc.on('update', update => this.#updates.push(update))
  }

  get #array(): Y.Array<Uint8Array> {
    return this.doc.getArray(OUTER_ROOT)
  }

  /** The update that appends these entries. */
  push(...texts: string[]): Uint8Array {
    return this.transact(() => this.#array.push(texts.map(text => new TextEncoder().encode(text))))
  }

  /** The update of a compaction: appends one entry and deletes all earlier ones, at once. */
  compact(text: string): Uint8Array {
    return this.transact(() => {
      const count = this.#array.length
      this.#array.push([new TextEncoder().encode(text)])
      this.#array.delete(0, count)
    })
  }

  transact(change: (doc: Y.Doc) => void): Uint8Array {
    this.#updates.length = 0
    this.doc.transact(() => change(this.doc))
    const [update] = this.#updates
    if (!update) throw new Error('nothing changed')
    return update
  }

  entries(): string[] {
    return this.#array.toArray().map(entry => new TextDecoder().decode(entry))
  }
}

/** A struct as Yjs encodes it, without what precedes it. */
export type RawStruct =
  | { kind: 'gc'; length: number }
  | { kind: 'skip'; length: number }
  | { kind: 'entry'; text: string; origin?: RawId; rightOrigin?: RawId; root?: string; key?: string }
  | { kind: 'deleted'; length: number; origin?: RawId; rightOrigin?: RawId }
export type RawId = [client: number, clock: number]

export interface RawSection {
  client: number
  clock: number
  structs: RawStruct[]
}
export interface RawDelete {
  client: number
  clock: number
  length: number
}

/** An update as somebody might write it who means no good. */
export const rawUpdateOf = (sections: RawSection[], deletes: RawDelete[]): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, sections.length)
  for (const { client, clock, structs } of sections) {
    encoding.writeVarUint(encoder, structs.length)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    for (const struct of structs) writeStruct(encoder, struct)
  }
  encoding.writeVarUint(encoder, deletes.length)
  for (const { client, clock, length } of deletes) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarUint(encoder, length)
  }
  return encoding.toUint8Array(encoder)
}

export const rawUpdate = (client: number, clock: number, structs: RawStruct[]): Uint8Array =>
  rawUpdateOf([{ client, clock, structs }], [])

const writeStruct = (encoder: encoding.Encoder, struct: RawStruct): void => {
  if (struct.kind === 'gc' || struct.kind === 'skip') {
    encoding.writeUint8(encoder, struct.kind === 'gc' ? 0 : 10)
    encoding.writeVarUint(encoder, struct.length)
    return
  }
  const { origin, rightOrigin } = struct
  const key = struct.kind === 'entry' ? struct.key : undefined
  const flags = (origin ? 128 : 0) | (rightOrigin ? 64 : 0) | (key === undefined ? 0 : 32)
  encoding.writeUint8(encoder, (struct.kind === 'entry' ? 3 : 1) | flags)
  for (const id of [origin, rightOrigin]) {
    if (!id) continue
    encoding.writeVarUint(encoder, id[0])
    encoding.writeVarUint(encoder, id[1])
  }
  if (!origin && !rightOrigin) {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, (struct.kind === 'entry' ? struct.root : undefined) ?? OUTER_ROOT)
    if (key !== undefined) encoding.writeVarString(encoder, key)
  }
  if (struct.kind === 'entry') encoding.writeVarUint8Array(encoder, new TextEncoder().encode(struct.text))
  else encoding.writeVarUint(encoder, struct.length)
}
