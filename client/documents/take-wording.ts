import type * as Y from 'yjs'
import { type ClauseField, type ClauseKind, clauseFields } from '../../shared/clause.ts'
import type { Wording } from '../../shared/wording.ts'
import { newClause } from './clauses.ts'
import { setTexts } from './text-edits.ts'

type ClauseWording = Extract<Wording, { kind: ClauseKind }>

/** A clause that begins hidden and says this, for where the document has none to take the words. */
export const clauseSaying = (wording: ClauseWording, order: string): Y.Map<unknown> =>
  newClause(wording.kind, { order, starter: false, seat: seatOf(wording), texts: textsOf(wording), shown: false })

/** The clause is shown and says this. Texts are written anew only where they say something else: it has all of them. Inside a transaction. */
export const takeWording = (clause: Y.Map<unknown>, wording: ClauseWording): void => {
  if (clause.get('removed') === true) clause.set('removed', false)
  const seat = seatOf(wording)
  if (seat && clause.get('seat') !== seat) clause.set('seat', seat)
  setTexts(clause, clauseFields[wording.kind], textsOf(wording))
}

const seatOf = (wording: ClauseWording) => (wording.kind === 'promise' ? wording.seat : null)

const textsOf = (wording: ClauseWording): Partial<Record<ClauseField, string>> => {
  const texts: Partial<Record<ClauseField, string>> = { ...wording }
  return Object.fromEntries(clauseFields[wording.kind].map(field => [field, texts[field] ?? '']))
}
