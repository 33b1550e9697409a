import type { Agreement } from './agreement.ts'
import type { AgreementRecord } from './agreement-record.ts'
import { type ClauseView, clauseFields } from './agreement-view.ts'
import { keyOf, wordsOfWording } from './clause-words.ts'
import type { TakenOut } from './taken-out.ts'

/** What words that come may be instead of something new. */
export interface GoneClauses {
  /** Gone from the draft, and whole in the document: what is in force or agreed to first, then the newest. */
  readonly clauses: readonly ClauseView[]
  /** By clause, the keys (`keyOf`) of the words that are in force, or that both or either of the two agreed to. */
  readonly agreed: ReadonlyMap<string, readonly string[]>
}

/** Read together with a snapshot: both are of the same moment. */
export const readGone = (agreement: Agreement, takenOut: readonly TakenOut[], record: AgreementRecord): GoneClauses => {
  const agreed = new Map<string, string[]>()
  for (const { clauseId, wording } of [...(record.inForce?.clauses ?? []), ...record.agreedBy('a'), ...record.agreedBy('b')]) {
    const words = wordsOfWording(wording)
    if (words) agreed.set(clauseId, [...(agreed.get(clauseId) ?? []), keyOf(words)])
  }
  // Of more than are told of as taken out, these are there all the same.
  const held = [...agreed.keys()].flatMap(id => agreement.removedClause(id) ?? [])
  const others = takenOut.flatMap(({ clause }) => (agreed.has(clause.id) ? [] : clause))
  const isWhole = ({ id, kind, cut }: ClauseView) =>
    !cut && clauseFields[kind].every(field => agreement.textOf(id, field) !== null)
  return { clauses: [...held, ...others].filter(isWhole), agreed }
}
