import type * as Y from 'yjs'
import { z } from 'zod/mini'
import type { Seat } from '../../shared/ids.ts'
import { wordingHash } from '../keys/wording-hash.ts'
import { onPageLife } from '../sync/page-life.ts'
import type { Session } from '../sync/session.ts'
import type { SurePart } from './agreement-record.ts'
import type { AgreementView } from './agreement-view.ts'
import { draftWordings } from './draft-wording.ts'
import { KeyedListeners } from './keyed-listeners.ts'
import type { OpenedAgreementRecord } from './open-agreement-record.ts'
import { watchOwnEdits } from './own-edits.ts'

/** So long after its first letter an edit has settled, ms: what was undone by then was no change of mind. */
const SETTLED_MS = 1_500
const EDITED = 'edited-after-agreeing'
const LEFT = 'edited-after-both-agreed'
const Ids = z.catch(z.array(z.string()), [])
const Left = z.catch(z.array(z.tuple([z.string(), z.string()])), [])

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
 * taken back by itself, so that nobody completes it. What both hold, or what is in force, is never taken back this way; that one
 * changed it is remembered, and ends one's own yes once the other no longer agrees, as a change after that does. Noted in local
 * storage with the first letter, and taken back at once when the page may be about to end: who writes on, or goes, leaves the
 * partner nothing to complete.
 */
export class MovedOn implements Disposable {
  readonly #parts: MovedOnParts
  readonly #stops: (() => void)[]
  readonly #edited = new Set<string>()
  /** What is edited and what is taken back for it just now: of these one's own yes is as good as over. */
  readonly #leaving = new Set<string>()
  readonly #listeners = new KeyedListeners<string>()
  /** By clause what both hold and one changed oneself, as long as the draft says something else. */
  readonly #left = new Map<string, string>()
  #kept = ''
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
      watchDocument(parts.doc, () => this.#later()),
      parts.record.subscribe(() => (this.#isLeftAlone() ? this.#settleSoon() : this.#later())),
      life({ leaving: () => this.#settleSoon(), back: nothing, gone: nothing }),
    ]
    this.#recalled = this.#recall()
  }

  /** Whether one's own change of a clause has not settled yet, so that a yes to the words before may go with it. */
  isLeaving(clauseId: string): boolean {
    return this.#leaving.has(clauseId)
  }

  subscribe(clauseId: string, changed: () => void): () => void {
    return this.#listeners.add(clauseId, changed)
  }

  /** Takes back what one has moved on from, without waiting any longer. */
  async settle(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#recalled
    const { session, record } = this.#parts
    const { me } = session.state()
    const view = this.#parts.view()
    if (this.#isEmpty() || !view || !me || !this.#isKnown()) return
    const { sure } = record.state()
    const drafts = new Map(draftWordings(view).map(({ clauseId, wording }) => [clauseId, wording]))
    for (const clauseId of new Set([...this.#edited, ...this.#left.keys()])) {
      const draft = drafts.get(clauseId)
      const over = this.#over(clauseId, draft ? wordingHash(draft) : null, sure, me.seat)
      if (over !== null) await record.moveOn(clauseId, over)
    }
    this.#tellLeaving()
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

  /** The wording of a clause that one agreed to alone and has moved on from; null where there is none. `draft`: what it says now. */
  #over(clauseId: string, draft: string | null, sure: SurePart, me: Seat): string | null {
    const ours = sure.ours(clauseId)
    const waiting = sure.waiting(me, clauseId)
    const isInForce = sure.inForce?.clauses.some(one => one.clauseId === clauseId && one.hash === waiting?.hash) ?? false
    const wasEdited = this.#edited.delete(clauseId)
    const left = wasEdited && ours ? ours.hash : this.#left.get(clauseId)
    const isAlone = waiting !== null && waiting.hash === left
    if (left && left !== draft && (left === ours?.hash || (isAlone && isInForce))) this.#left.set(clauseId, left)
    else this.#left.delete(clauseId)
    return waiting && (wasEdited || isAlone) && waiting.hash !== draft && !isInForce ? waiting.hash : null
  }

  #isEmpty(): boolean {
    return this.#edited.size === 0 && this.#left.size === 0
  }

  /** The other no longer agrees to what both held and one had changed: one's own yes to it is the only one. */
  #isLeftAlone(): boolean {
    const { session, record } = this.#parts
    const { me } = session.state()
    const state = record.state()
    return me !== null && [...this.#left].some(([clauseId, hash]) => state.waiting(me.seat, clauseId)?.hash === hash)
  }

  #note(ids: readonly string[]): void {
    const { session, record } = this.#parts
    const { me } = session.state()
    const state = record.state()
    const news = ids.filter(
      id => !this.#edited.has(id) && (state.unverified || state.ours(id) || (me && state.waiting(me.seat, id))),
    )
    for (const id of news) this.#edited.add(id)
    this.#tellLeaving()
    this.#settledAt = null
    if (news.length > 0) void this.#keep()
    this.#later()
  }

  #later(): void {
    if (this.#timer !== undefined || this.#isEmpty()) return
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
    const { session } = this.#parts
    for (const id of Ids.parse(await session.readLocal(EDITED))) this.#edited.add(id)
    for (const [id, hash] of Left.parse(await session.readLocal(LEFT))) if (!this.#left.has(id)) this.#left.set(id, hash)
    this.#tellLeaving()
    this.#later()
  }

  #tellLeaving(): void {
    const changed = [...this.#leaving.symmetricDifference(this.#edited)]
    for (const id of changed) if (!this.#leaving.delete(id)) this.#leaving.add(id)
    for (const id of changed) this.#listeners.tell(id)
  }

  async #keep(): Promise<void> {
    const [edited, left] = [[...this.#edited], [...this.#left]]
    const now = JSON.stringify([edited, left])
    if (now === this.#kept) return
    this.#kept = now
    const { session } = this.#parts
    await Promise.all([session.writeLocal(EDITED, edited), session.writeLocal(LEFT, left)])
  }
}

/** Whoever changes it: the draft may say again what both hold. */
const watchDocument = (doc: Y.Doc, changed: () => void): (() => void) => {
  doc.on('update', changed)
  return () => doc.off('update', changed)
}
