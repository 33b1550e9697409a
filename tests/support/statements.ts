import { type AgreementRecord, recordOf } from '../../client/documents/agreement-record.ts'
import { entryOf, wordingHash } from '../../client/keys/wording-hash.ts'
import { foldAgreement, type Statement } from '../../shared/agreement-record.ts'
import type { EventId, Seat } from '../../shared/ids.ts'
import type { Wording } from '../../shared/wording.ts'
import { eventId } from './log.ts'

export const phrase = (text: string): Wording => ({ kind: 'phrase', phrase: text })

type Unplaced = (id: EventId, at: number) => Statement

export const given =
  (seat: Seat, clauseId: string, wording: Wording): Unplaced =>
  (id, at) => {
    const hash = wordingHash(wording)
    return { id, at, seat, unsent: false, kind: 'given', clauseId, wording, hash, entry: entryOf(clauseId, hash) }
  }
export const withdrawn =
  (seat: Seat, clauseId: string, wording: Wording | null = null): Unplaced =>
  (id, at) => ({ id, at, seat, unsent: false, kind: 'withdrawn', clauseId, hash: wording && wordingHash(wording) })
export const version =
  (seat: Seat, ...named: [clauseId: string, wording: Wording][]): Unplaced =>
  (id, at) => {
    const entries = named.map(([clauseId, wording]) => entryOf(clauseId, wordingHash(wording)))
    return { id, at, seat, unsent: false, kind: 'version', entries }
  }
export const asked =
  (seat: Seat, clauseId: string, text: string): Unplaced =>
  (id, at) => ({ id, at, seat, unsent: false, kind: 'asked', clauseId, text })
export const replied =
  (seat: Seat, about: EventId, text: string): Unplaced =>
  (id, at) => ({ id, at, seat, unsent: false, kind: 'replied', about, text })
export const settled =
  (seat: Seat, about: EventId): Unplaced =>
  (id, at) => ({ id, at, seat, unsent: false, kind: 'settled', about })

/** The record of a log of these, in this order; the first has the id `eventId(1)` and the time 1. */
export const recorded = (...said: Unplaced[]): AgreementRecord =>
  recordOf(foldAgreement(said.map((one, index) => one(eventId(index + 1), index + 1))), false)

/** Both agree to it. */
export const bothGiven = (clauseId: string, wording: Wording): Unplaced[] => [
  given('a', clauseId, wording),
  given('b', clauseId, wording),
]

/** The texts of phrases, for short comparisons. */
export const phrasesOf = (clauses: readonly { wording: Wording }[] | undefined): string[] | undefined =>
  clauses?.map(({ wording }) => (wording.kind === 'phrase' ? wording.phrase : wording.kind))
