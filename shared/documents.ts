import { z } from 'zod/mini'

/**
 * Documents travel as outer Yjs documents over the stock y-websocket protocol at
 * `/documents/<deviceId>/<name>.<generation>`, subprotocols `['holdfast', <token>]`; the server answers with `holdfast`.
 * The outer document holds exactly one `Y.Array` named `s` of sealed byte strings.
 */
export const DOCUMENTS_PATH = '/documents'
export const DOCUMENT_SUBPROTOCOL = 'holdfast'
export const OUTER_ROOT = 's'

export const DocumentName = z.enum(['agreement', 'practice', 'journal'])
export type DocumentName = z.infer<typeof DocumentName>

/** A document as a path names it: `agreement.0`. */
export const DocumentRoom = z.pipe(
  z.string().check(z.regex(/^(agreement|practice|journal)\.(0|[1-9][0-9]{0,5})$/)),
  z.transform(room => {
    const [name, generation] = room.split('.') as [DocumentName, string]
    return { name, generation: Number(generation) }
  }),
)
export type DocumentRoom = z.infer<typeof DocumentRoom>

/** Leading edge: the first edit goes at once, further ones at most this often, ms. */
export const SEAL_EVERY_MS = 40
/** So many single entries are merged into one. */
export const MERGE_EVERY = 200
/** The largest update a client may send, bytes; larger closes with `too-large`. */
export const MAX_UPDATE_BYTES = 1_048_576
/**
 * The largest answer to the server's state vector (sync step 2) a client may send, bytes: hours of typing without a network,
 * which no stock provider can split.
 */
export const MAX_RESYNC_BYTES = 8_388_608
/** The most a room may hold, bytes of log; over it an update is refused with `too-large`. */
export const MAX_DOCUMENT_BYTES = 16_777_216
/** The server's state vector goes out at most this often after commits, and at least every `KEPT_AT_LEAST_MS`. */
export const KEPT_AT_MOST_MS = 1_000
export const KEPT_AT_LEAST_MS = 20_000

/** WebSocket close codes, one per `ErrorCode` that can end a document socket; the reason is the code's name. */
export const closeCodes = {
  'wrong-token': 4401,
  'access-ended': 4402,
  'no-token': 4400,
  'not-yours': 4403,
  'foreign-author': 4404,
  'foreign-content': 4405,
  'bad-update': 4406,
  'absurd-clock': 4407,
  'bad-request': 4408,
  'too-large': 4413,
  'too-many': 4429,
  'not-stored': 4503,
  stopping: 4504,
} as const
export type CloseCodeName = keyof typeof closeCodes
