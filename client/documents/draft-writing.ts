import { v7 } from 'uuid'
import * as Y from 'yjs'
import { PAUSE_CLAUSE_ID } from '../../shared/clause.ts'
import { clausesOf, orderBetween, type PauseRefusal, refusePause } from './agreement-reading.ts'
import type { AgreementView, ClauseField, ClauseKind, ClauseView, PauseMinutes } from './agreement-view.ts'
import { clauseFields, fieldLimits, roundMinutes } from './agreement-view.ts'
import type { ChangedWords } from './clause-change.ts'
import { placesToMove } from './clause-places.ts'
import { newClause } from './clauses.ts'
import type { DraftDocument } from './draft-document.ts'
import { cleanText, setTexts } from './text-edits.ts'

/** What buttons do to single clauses and to the minutes. */
export class DraftWriting {
  readonly #draft: DraftDocument
  readonly #view: () => AgreementView

  constructor(draft: DraftDocument, view: () => AgreementView) {
    this.#draft = draft
    this.#view = view
  }

  /** At a place, or at the end of its kind; empty or with these texts. Answers with its id. A promise belongs to a seat. */
  add(
    kind: ClauseKind,
    seat: 'a' | 'b' | null,
    texts: Partial<Record<ClauseField, string>>,
    order = orderBetween(this.#ofKind(kind).at(-1)?.order, undefined),
  ): string {
    const id = v7()
    const more = { order, starter: false, seat: kind === 'promise' ? seat : null, texts, shown: false }
    this.#draft.untracked(() => this.#draft.clauses.set(id, newClause(kind, more)))
    this.#draft.byHand(() => this.#draft.clauseAt(id)?.set('removed', false))
    return id
  }

  remove(id: string): boolean {
    const clause = this.#draft.visible(id)
    if (!clause) return false
    this.#draft.byHand(() => clause.map.set('removed', true))
    return true
  }

  show(id: string): void {
    const clause = this.#draft.clauseAt(id)
    if (clause?.get('removed') === true) this.#draft.byHand(() => clause.set('removed', false))
  }

  move(id: string, to: number): boolean {
    const clause = this.#draft.visible(id)
    if (!clause) return false
    const others = this.#ofKind(clause.view.kind).filter(other => other.id !== id)
    const places = placesToMove(others, id, to)
    this.#draft.byHand(() => {
      for (const [moved, order] of places) this.#draft.clauseAt(moved)?.set('order', order)
    })
    return true
  }

  setPauseMinutes(change: Partial<PauseMinutes>): { ok: true } | PauseRefusal {
    const refusal = refusePause({ ...this.#view().pause, ...change }, change)
    if (refusal) return refusal
    this.#draft.byHand(() => {
      for (const [field, minutes] of Object.entries(change)) this.#draft.pause.set(field, roundMinutes(minutes))
    })
    return { ok: true }
  }

  setWords(id: string, words: ChangedWords): void {
    if (id === PAUSE_CLAUSE_ID) {
      const minutes = { shortest: Number(words.shortest), usual: Number(words.usual), longest: Number(words.longest) }
      if (refusePause(minutes, minutes)) return
      for (const [field, value] of Object.entries(minutes)) this.#draft.pause.set(field, roundMinutes(value))
      return
    }
    const clause = this.#draft.visible(id)
    if (clause) setTexts(clause.map, clauseFields[clause.view.kind], words)
  }

  clean(id: string): void {
    this.#draft.byHand(() => {
      const clause = this.#draft.visible(id)
      for (const field of clause ? clauseFields[clause.view.kind] : []) {
        const text = clause?.map.get(field)
        if (text instanceof Y.Text) cleanText(text, fieldLimits[field])
      }
    })
  }

  #ofKind(kind: ClauseKind): readonly ClauseView[] {
    return clausesOf(this.#view(), kind)
  }
}
