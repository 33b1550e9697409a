import type * as Y from 'yjs'
import { z } from 'zod/mini'
import { wordingHash } from '../keys/wording-hash.ts'
import { onPageLife } from '../sync/page-life.ts'
import type { Session } from '../sync/session.ts'
import type { HeldClause, OpenedAgreementRecord } from './agreement-record.ts'
import type { AgreementView } from './agreement-view.ts'
import { draftWordings } from './draft-wording.ts'
import { watchOwnEdits } from './own-edits.ts'

/** So long after its first letter an edit has settled, ms: what was undone by then was no change of mind. */
const SETTLED_MS = 1_500
const EDITED = 'edited-after-agreeing'
const Ids = z.catch(z.array(z.string()), [])

export interface MovedOnParts {
  session: Session
  doc: Y.Doc
  record: OpenedAgreementRecord
  /** The draft; null until it is read. */
  view(): AgreementView | null
  /** Tells of the page's life; of its own where none is given. */
  life?: typeof onPageLife
}

/**
 * Who agreed to a wording that the partner has not met, and then changes that clause or takes it out, has moved on: the assent is
 * taken back by itself, so that nobody completes it. What both hold, or what is in force, is never taken back this way. Noted in
 * local storage with the first letter, and taken back at once when the page may be about to end: who writes on, or goes, leaves the
 * partner nothing to complete.
 */
export class MovedOn implements Disposable {
  readonly #parts: MovedOnParts
  readonly #stops: (() => void)[]
  readonly #edited = new Set<string>()
  readonly #recalled: Promise<void>
  #timer: ReturnType<typeof setTimeout> | undefined
  /** The last place in the log when the edit had settled. */
  #settledAt: number | null = null

  constructor(parts: MovedOnParts) {
    this.#parts = parts
    const { life = onPageLife } = parts
    const nothing = () => undefined
    this.#stops = [
      watchOwnEdits(parts.doc, ids => this.#note(ids)),
      parts.record.subscribe(() => this.#later()),
      life({ leaving: () => this.#settleSoon(), back: nothing, gone: nothing }),
    ]
    this.#recalled = this.#recall()
  }

  /** Takes back what one has moved on from, without waiting any longer. */
  async settle(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#recalled
    const { session, record } = this.#parts
    const { me } = session.state()
    if (this.#edited.size === 0 || !this.#parts.view() || !me || !this.#isKnown()) return
    const { sure } = record.state()
    for (const clauseId of [...this.#edited]) {
      this.#edited.delete(clauseId)
      const held = sure.waiting(me.seat, clauseId)
      if (held && this.#hasLeft(held)) await record.takeBack(clauseId, held.hash)
    }
    await this.#keep()
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (const stop of this.#stops.splice(0)) stop()
  }

  /** Whether the log is checked as far as it went when the edit had settled: what still comes then comes too late to be met. */
  #isKnown(): boolean {
    const { unverified, sure } = this.#parts.record.state()
    if (unverified && sure.to === 0) return false
    this.#settledAt ??= sure.newest
    if (unverified && sure.to <= this.#settledAt) return false
    this.#settledAt = null
    return true
  }

  /** The draft says something else now, or nothing. */
  #hasLeft({ clauseId, hash }: HeldClause): boolean {
    const view = this.#parts.view()
    const draft = view && draftWordings(view).find(one => one.clauseId === clauseId)?.wording
    const isInForce = this.#parts.record
      .state()
      .sure.inForce?.clauses.some(clause => clause.clauseId === clauseId && clause.hash === hash)
    return !isInForce && (!draft || wordingHash(draft) !== hash)
  }

  #note(ids: readonly string[]): void {
    const { session, record } = this.#parts
    const { me } = session.state()
    const state = record.state()
    const news = ids.filter(id => !this.#edited.has(id) && (state.unverified || (me && state.waiting(me.seat, id))))
    for (const id of news) this.#edited.add(id)
    this.#settledAt = null
    if (news.length > 0) void this.#keep()
    this.#later()
  }

  #later(): void {
    if (this.#timer !== undefined || this.#edited.size === 0) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#settleSoon()
    }, SETTLED_MS)
  }

  #settleSoon(): void {
    this.settle().catch(() => {
      // Local storage failed: tried again with the next edit, and by the next page.
    })
  }

  async #recall(): Promise<void> {
    for (const id of Ids.parse(await this.#parts.session.readLocal(EDITED))) this.#edited.add(id)
    this.#later()
  }

  #keep(): Promise<void> {
    return this.#parts.session.writeLocal(EDITED, [...this.#edited])
  }
}
