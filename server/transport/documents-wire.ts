import * as encoding from 'lib0/encoding'
import { ByteReader } from '../features/document-bytes.ts'

/** The messages of the y-websocket wire that a client may send. `update` is an edit, `resync` the answer to a state vector. */
export type DocumentMessage =
  | { kind: 'ask'; vector: Uint8Array }
  | { kind: 'resync' | 'update'; bytes: Uint8Array }
  | { kind: 'awareness'; bytes: Uint8Array }
  | { kind: 'ask-awareness' }

const SYNC = 0
const AWARENESS = 1
const QUERY_AWARENESS = 3
const STEP_1 = 0
const STEP_2 = 1
const UPDATE = 2

/** Null for a message that this wire does not have. Throws `Malformed`. */
export const readMessage = (frame: Uint8Array): DocumentMessage | null => {
  const reader = new ByteReader(frame)
  const message = readOne(reader)
  reader.end()
  return message
}

const readOne = (reader: ByteReader): DocumentMessage | null => {
  const type = reader.varUint()
  if (type === QUERY_AWARENESS) return { kind: 'ask-awareness' }
  if (type === AWARENESS) return { kind: 'awareness', bytes: reader.varBytes() }
  if (type !== SYNC) return null
  const step = reader.varUint()
  if (step === STEP_1) return { kind: 'ask', vector: reader.varBytes() }
  if (step === STEP_2) return { kind: 'resync', bytes: reader.varBytes() }
  if (step === UPDATE) return { kind: 'update', bytes: reader.varBytes() }
  return null
}

const message = (types: number[], body: Uint8Array): Uint8Array => {
  const encoder = encoding.createEncoder()
  for (const type of types) encoding.writeVarUint(encoder, type)
  encoding.writeVarUint8Array(encoder, body)
  return encoding.toUint8Array(encoder)
}

/** Sync step 1: the server's state vector. Whoever gets it knows what is kept, and answers with what is missing. */
export const vectorMessage = (vector: Uint8Array): Uint8Array => message([SYNC, STEP_1], vector)
/** Sync step 2: what the other lacked. */
export const missingMessage = (update: Uint8Array): Uint8Array => message([SYNC, STEP_2], update)
export const updateMessage = (update: Uint8Array): Uint8Array => message([SYNC, UPDATE], update)
export const awarenessMessage = (states: Uint8Array): Uint8Array => message([AWARENESS], states)
