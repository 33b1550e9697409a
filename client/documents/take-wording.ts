import { v7 } from 'uuid'
import * as Y from 'yjs'
import { type ClauseField, type ClauseKind, clauseFields } from '../../shared/clause.ts'
import type { Seat } from '../../shared/ids.ts'
import type { Wording, WordingOf } from '../../shared/wording.ts'
import type { PauseMinutes } from './agreement-view.ts'
import { setText } from './text-edits.ts'

type ClauseWording = Extract<Wording, { kind: ClauseKind }>

/** A clause that begins hidden and says this, for where the document has none to take the words. */
export const clauseSaying = (wording: ClauseWording, order: string): Y.Map<unknown> =>
  newClause(wording.kind, { order, starter: false, seat: seatOf(wording), texts: textsOf(wording), shown: false })

/** The clause is shown and says this. Texts are written anew only where they say something else: it has all of them. Inside a transaction. */
export const takeWording = (clause: Y.Map<unknown>, wording: ClauseWording): void => {
  if (clause.get('removed') === true) clause.set('removed', false)
  const seat = seatOf(wording)
  if (seat && clause.get('seat') !== seat) clause.set('seat', seat)
  for (const [field, words] of Object.entries(textsOf(wording))) {
    const text = clause.get(field)
    if (text instanceof Y.Text) setText(text, words)
  }
}

/** Under which id a wording comes back: its own, unless something of another kind stands there. */
export const idFor = (clauses: Y.Map<unknown>, clauseId: string, kind: ClauseKind): string => {
  const there = clauses.get(clauseId)
  const fits = there === undefined || (there instanceof Y.Map && there.get('kind') === kind)
  return fits ? clauseId : v7()
}

export const seatOf = (wording: ClauseWording): Seat | null => (wording.kind === 'promise' ? wording.seat : null)

export const textsOf = (wording: ClauseWording): Partial<Record<ClauseField, string>> => {
  const texts: Partial<Record<ClauseField, string>> = { ...wording }
  return Object.fromEntries(clauseFields[wording.kind].map(field => [field, texts[field] ?? '']))
}

export const minutesOf = ({ shortest, usual, longest }: WordingOf<'pause'>): PauseMinutes => ({ shortest, usual, longest })
