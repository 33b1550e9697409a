import type * as Y from 'yjs'
import { z } from 'zod/mini'
import { Instant, otherSeat, type Seat } from '../../shared/ids.ts'
import type { Agreement } from './agreement.ts'
import type { ClauseView } from './agreement-view.ts'
import { type ChangedWords, readChangedWords, readChangeNote } from './clause-change.ts'
import { CHANGES, REMOVALS } from './clauses.ts'

const UNTRACKED = Symbol('note of a removal')

/** A clause that one removed without knowing how the other changes it. */
export interface RemovedApart {
  /** As it stands in the document by now. */
  clause: ClauseView
  /** The words that were removed. */
  before: ChangedWords
}

/** What was removed, and the partner's note of a change that was there then. */
const Removal = z.object({
  words: z.optional(z.unknown()),
  saw: z.catch(z.nullable(z.object({ id: z.string(), at: Instant })), null),
})

/**
 * Notes what is removed on this page, and tells when the partner turns out to have changed it while apart: their words would be
 * gone without either knowing. A hint, like the notes of changes.
 */
export class Removals implements Disposable {
  readonly #doc: Y.Doc
  readonly #agreement: Agreement
  readonly #seat: Seat
  readonly #removals: Y.Map<unknown>
  readonly #changes: Y.Map<unknown>
  readonly #listeners = new Set<() => void>()
  readonly #stop: () => void
  #apart: readonly RemovedApart[] = []

  constructor(doc: Y.Doc, agreement: Agreement, seat: Seat) {
    this.#doc = doc
    this.#agreement = agreement
    this.#seat = seat
    this.#removals = doc.getMap(REMOVALS)
    this.#changes = doc.getMap(CHANGES)
    this.#stop = agreement.subscribe(this.#look)
    this.#changes.observe(this.#look)
    this.#removals.observe(this.#look)
    this.#look()
  }

  /** False when there is no such clause. */
  remove(id: string): boolean {
    const words = this.#agreement.wordsOf(id)
    if (!this.#agreement.removeClause(id)) return false
    this.#put(id, words)
    return true
  }

  /** The same list until something of it changes. */
  apart(): readonly RemovedApart[] {
    return this.#apart
  }

  subscribe(changed: () => void): () => void {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }

  /** It stays removed, knowing what the partner made of it. */
  leave(id: string): void {
    this.#put(id, null)
  }

  /** With the partner's words, or with those that were removed: one step of undo. */
  bringBack({ clause: { id }, before }: RemovedApart, words: 'theirs' | 'before'): void {
    this.#agreement.byHand(() => {
      this.#agreement.showClause(id)
      if (words === 'before') this.#agreement.setWords(id, before)
    })
  }

  [Symbol.dispose](): void {
    this.#stop()
    this.#changes.unobserve(this.#look)
    this.#removals.unobserve(this.#look)
    this.#listeners.clear()
  }

  #put(id: string, words: ChangedWords | null): void {
    const theirs = this.#theirs(id)
    const saw = theirs && { id: theirs.id, at: theirs.at }
    this.#doc.transact(() => this.#removals.set(`${id}:${this.#seat}`, { words, saw }), UNTRACKED)
  }

  #theirs(id: string) {
    return readChangeNote(this.#changes.get(`${id}:${otherSeat(this.#seat)}`))
  }

  readonly #look = () => {
    const apart: RemovedApart[] = []
    const there: string[] = []
    for (const key of this.#removals.keys()) {
      if (!key.endsWith(`:${this.#seat}`)) continue
      const id = key.slice(0, -2)
      const clause = this.#agreement.removedClause(id)
      if (!clause) there.push(key)
      const before = clause && this.#changedSince(id, this.#removals.get(key))
      if (before) apart.push({ clause, before })
    }
    if (JSON.stringify(apart) !== JSON.stringify(this.#apart)) {
      this.#apart = apart
      for (const listener of [...this.#listeners]) listener()
    }
    // What is back was not removed by this note, should it go again.
    if (there.length > 0)
      this.#doc.transact(() => {
        for (const key of there) this.#removals.delete(key)
      }, UNTRACKED)
  }

  /** The words that were removed, if the partner changed them without this page knowing. */
  #changedSince(id: string, found: unknown): ChangedWords | null {
    const removal = Removal.safeParse(found).data
    const theirs = this.#theirs(id)
    const before = removal && readChangedWords(removal.words)
    if (!before || !theirs?.words) return null
    const { saw } = removal
    if (saw?.id === theirs.id && theirs.at <= saw.at) return null
    const { words } = theirs
    const isOther = (Object.keys(words) as (keyof ChangedWords)[]).some(field => words[field] !== before[field])
    return isOther ? before : null
  }
}
