import * as Y from 'yjs'
import { type ClauseField, clauseFields } from '../../shared/clause.ts'
import type { ClauseView } from './agreement-view.ts'

type Change = Y.YEvent<Y.AbstractType<unknown>>

/**
 * The last words known here of clauses that somebody else took out of the document whole, or took the texts out of. No page of ours
 * does: removing leaves a clause where it is. What is gone like that is told like a removal, and can be planted again.
 */
export class LostWords {
  readonly #lost = new Map<string, ClauseView>()

  /** `known`: how clauses were last read. */
  see(event: Change, clauses: Y.Map<unknown>, known: ReadonlyMap<string, ClauseView | null>): void {
    for (const [key, { action }] of event.target instanceof Y.Map ? event.keys : []) {
      if (action === 'add') continue
      const isWhole = event.target === clauses
      const id = isWhole ? key : String(event.path[0])
      const before = known.get(id)
      if (before && !this.#lost.has(id) && (isWhole || key === 'kind' || hasWords(before, key))) this.#lost.set(id, before)
    }
  }

  /** Null where nothing was lost, or it is there again. */
  of(id: string, now: ClauseView | null | undefined): ClauseView | null {
    const lost = this.#lost.get(id)
    if (lost && now && saysTheSame(lost, now)) this.#lost.delete(id)
    return this.#lost.get(id) ?? null
  }

  forget(id: string): void {
    this.#lost.delete(id)
  }
}

const textOf = ({ texts }: ClauseView, field: ClauseField): string => {
  const all: Partial<Record<ClauseField, string>> = texts
  return all[field] ?? ''
}

const hasWords = (clause: ClauseView, key: string): boolean =>
  clauseFields[clause.kind].some(field => field === key && textOf(clause, field) !== '')

const saysTheSame = (one: ClauseView, other: ClauseView): boolean =>
  one.kind === other.kind && clauseFields[one.kind].every(field => textOf(one, field) === textOf(other, field))

/** Whether a clause can be made to say other words: all its texts are there. */
export const hasAllTexts = (clause: Y.Map<unknown>, fields: readonly ClauseField[]): boolean =>
  fields.every(field => clause.get(field) instanceof Y.Text)
