import * as Y from 'yjs'
import { type ClauseField, clauseFields } from '../../shared/clause.ts'
import type { ClauseView } from './agreement-view.ts'

type Change = Y.YEvent<Y.AbstractType<unknown>>

/** The most losses of one clause that are kept, and the most of all. */
const MOST_OF_ONE = 8
const MOST = 800

/** Words that somebody else took out of the document, as they were last read. */
export interface Loss {
  readonly clause: ClauseView
  /** In the order in which they were lost: no two have the same. */
  readonly number: number
  /** This page wrote in them. */
  readonly own: boolean
}

/**
 * The last words known here of clauses that somebody else took out of the document whole, or took the texts out of. No page of ours
 * does: removing leaves a clause where it is. What is gone like that is told like a removal, and can be planted again. Each loss is
 * kept for itself. Beyond their bounds the newest that this page wrote nothing in makes room, and never the first of its clause
 * for another of the same.
 */
export class LostWords {
  #lost: readonly Loss[] = []
  /** Clauses that this page wrote in since they were last lost. */
  readonly #wrote = new Set<string>()
  #last = 0

  /** This page wrote in a clause. */
  wrote(id: string): void {
    this.#wrote.add(id)
  }

  /** `known`: how clauses were last read. */
  see(event: Change, clauses: Y.Map<unknown>, known: ReadonlyMap<string, ClauseView | null>): void {
    for (const [key, { action }] of event.target instanceof Y.Map ? event.keys : []) {
      if (action === 'add') continue
      const isWhole = event.target === clauses
      const before = known.get(isWhole ? key : String(event.path[0]))
      if (before && (isWhole || key === 'kind' || hasWords(before, key))) this.#keep(before)
    }
  }

  /** What was lost of a clause and is not there again, the first loss first. */
  of(id: string, now: ClauseView | null | undefined): readonly Loss[] {
    const all = this.#ofOne(id)
    const again = now ? all.filter(({ clause }) => saysTheSame(clause, now)) : []
    for (const one of again) {
      this.forget(one)
      // There again, they may be lost again.
      if (one.own) this.#wrote.add(id)
    }
    return again.length > 0 ? this.#ofOne(id) : all
  }

  forget(loss: Loss): void {
    this.#lost = this.#lost.filter(one => one !== loss)
  }

  #ofOne(id: string): readonly Loss[] {
    return this.#lost.filter(({ clause }) => clause.id === id)
  }

  #keep(clause: ClauseView): void {
    const own = this.#wrote.delete(clause.id)
    const ofOne = this.#ofOne(clause.id)
    if (ofOne.some(one => saysTheSame(one.clause, clause))) return
    if (ofOne.length >= MOST_OF_ONE && !this.#makeRoom(ofOne.slice(1), own)) return
    if (this.#lost.length >= MOST && !this.#makeRoom(this.#lost, own)) return
    this.#last += 1
    this.#lost = [...this.#lost, { clause, number: this.#last, own }]
  }

  /** False when what this page wrote in would have to go for what it wrote nothing in. */
  #makeRoom(among: readonly Loss[], own: boolean): boolean {
    const goes = among.findLast(one => !one.own) ?? (own ? among[0] : undefined)
    if (goes) this.forget(goes)
    return goes !== undefined
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
