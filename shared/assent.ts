import { z } from 'zod/mini'
import { PAUSE_CLAUSE_ID } from './clause.ts'
import { Bytes32, type DeviceId, EventId, type Seat, Signature, type SpaceId } from './ids.ts'
import { NOTHING_SEEN, plainWords } from './plain-words.ts'

/** Contents of the agreement's three kinds of event, sealed. The client loads them late. A clause, or the pause. */
const ClauseId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/))
/** Names one wording of one clause in a version: 12 bytes of SHA-256, base64url. */
const Entry = z.base64url().check(z.length(16))
/** The most clauses of a version: 50 of each kind, and the pause. */
export const MOST_ENTRIES = 201
/** The most of a question or a reply, UTF-16 units. */
export const QUESTION_LENGTH = 400

export const AssentContent = z.discriminatedUnion('step', [
  /** `wording`: for `soundWording`. As an object, since canonical JSON inside JSON could outgrow an event. */
  z.object({ step: z.literal('given'), clauseId: ClauseId, wording: z.unknown(), signature: Signature }),
  /** `hash` null: every wording of the clause. */
  z.object({ step: z.literal('withdrawn'), clauseId: ClauseId, hash: z.nullable(Bytes32), signature: Signature }),
])
export type AssentContent = z.infer<typeof AssentContent>

export const VersionContent = z.object({ entries: z.array(Entry).check(z.maxLength(MOST_ENTRIES)), signature: Signature })
export type VersionContent = z.infer<typeof VersionContent>

/** Never nothing: that something was asked is kept from nobody. */
const QuestionText = z.pipe(
  z.string().check(z.minLength(1), z.maxLength(QUESTION_LENGTH)),
  z.transform(text => plainWords(text) || NOTHING_SEEN),
)
export const QuestionContent = z.discriminatedUnion('step', [
  z.object({ step: z.literal('asked'), clauseId: ClauseId, text: QuestionText }),
  z.object({ step: z.literal('replied'), about: EventId, text: QuestionText }),
  z.object({ step: z.literal('settled'), about: EventId }),
])
export type QuestionContent = z.infer<typeof QuestionContent>

/** Whose event it is that is signed: a signature holds for this one event of this one device. */
export interface SignedBy {
  space: SpaceId
  seat: Seat
  deviceId: DeviceId
  event: EventId
}

/** What a device signs to give or withdraw an assent. Plain ASCII, one line per field. `hash` null: every wording of the clause. */
export const assentText = (by: SignedBy, step: 'given' | 'withdrawn', clauseId: string, hash: string | null): string =>
  `holdfast assent v1\n${lines(by)}\n${step}\n${clauseId}\n${hash ?? '*'}`

/** What a device signs to put a version in force. Plain ASCII. */
export const versionText = (by: SignedBy, entries: readonly string[]): string =>
  ['holdfast version v1', lines(by), ...entries].join('\n')

const lines = ({ space, seat, deviceId, event }: SignedBy): string => `${space}\n${seat}\n${deviceId}\n${event}`

/** Whether a wording of this kind can stand under this id. */
export const fitsClause = (clauseId: string, kind: string): boolean => (clauseId === PAUSE_CLAUSE_ID) === (kind === 'pause')
