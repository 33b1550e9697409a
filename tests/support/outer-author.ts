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
  | { kind: 'entry'; text: string; origin?: [client: number, clock: number]; root?: string; key?: string }
  | { kind: 'deleted'; length: number; origin?: [client: number, clock: number] }

/** An update no honest client would write. */
export const rawUpdate = (client: number, clock: number, structs: RawStruct[]): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 1)
  encoding.writeVarUint(encoder, structs.length)
  encoding.writeVarUint(encoder, client)
  encoding.writeVarUint(encoder, clock)
  for (const struct of structs) writeStruct(encoder, struct)
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}

const writeStruct = (encoder: encoding.Encoder, struct: RawStruct): void => {
  if (struct.kind === 'gc' || struct.kind === 'skip') {
    encoding.writeUint8(encoder, struct.kind === 'gc' ? 0 : 10)
    encoding.writeVarUint(encoder, struct.length)
    return
  }
  const key = struct.kind === 'entry' ? struct.key : undefined
  encoding.writeUint8(encoder, (struct.kind === 'entry' ? 3 : 1) | (struct.origin ? 128 : 0) | (key === undefined ? 0 : 32))
  if (struct.origin) {
    encoding.writeVarUint(encoder, struct.origin[0])
    encoding.writeVarUint(encoder, struct.origin[1])
  } else {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, (struct.kind === 'entry' ? struct.root : undefined) ?? OUTER_ROOT)
    if (key !== undefined) encoding.writeVarString(encoder, key)
  }
  if (struct.kind === 'entry') encoding.writeVarUint8Array(encoder, new TextEncoder().encode(struct.text))
  else encoding.writeVarUint(encoder, struct.length)
}
