import { v7 } from 'uuid'
import type { Wording } from '../../shared/wording.ts'
import { clausesOf, orderBetween } from './agreement-reading.ts'
import { type AgreementView, type ClauseKind, clauseFields, MOST_READ } from './agreement-view.ts'
import type { DraftDocument } from './draft-document.ts'
import { hasAllTexts } from './lost-words.ts'
import { clauseSaying, takeWording } from './take-wording.ts'

/** Whether what is gone from the draft has room in it again: as many of a kind as a file may bring, and are read. */
export const hasRoomFor = (view: AgreementView, { kind }: Pick<Wording, 'kind'>): boolean =>
  kind === 'pause' || clausesOf(view, kind).length < MOST_READ

/**
 * The draft says this again, in one step of undo. A clause that is gone comes back under its id, at its place or at the end; under
 * another id where its own was taken, by something else or by a clause that was taken out whole. Answers with the id.
 */
export const bringBack = (
  draft: DraftDocument,
  view: AgreementView,
  clauseId: string,
  wording: Extract<Wording, { kind: ClauseKind }>,
): string => {
  const there = draft.clauseAt(clauseId)
  const takesWords = there?.get('kind') === wording.kind && hasAllTexts(there, clauseFields[wording.kind])
  // What is put where something was names no place of its own, and no page takes a clause like that.
  const isFree = !draft.clauses._map.has(clauseId)
  const id = isFree || takesWords ? clauseId : v7()
  if (!draft.clauseAt(id)) {
    const order = orderBetween(clausesOf(view, wording.kind).at(-1)?.order, undefined)
    draft.untracked(() => draft.clauses.set(id, clauseSaying(wording, order)))
  }
  const clause = draft.clauseAt(id)
  draft.byHand(() => {
    if (clause) takeWording(clause, wording)
    if (id !== clauseId && there?.get('kind') === wording.kind) there.set('removed', true)
  })
  return id
}
