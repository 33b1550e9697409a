import * as Y from 'yjs'
import { type Compaction, IDLE_MS, isElected, type PlanCompaction } from './compaction.ts'
import type { DocumentClock } from './document-clock.ts'
import { type Clocks, coversEntry } from './kept.ts'
import type { Entry, OuterDocument } from './outer-document.ts'
import { isSoundUpdate, MOST_PARTS } from './sound-update.ts'

export interface CompactorView {
  /** What the server keeps. */
  kept(): Clocks
  /** Outer client ids of the other pages that are there. */
  live(): Iterable<number>
  online(): boolean
  /** Seals what was typed. */
  flush(): void
}

/**
 * Keeps the outer document small. One compaction at a time: the new entry first, and only when the server has kept it, the
 * entries whose content is in it go. A page that ends in between leaves both, which costs bytes and loses nothing.
 */
export class Compactor {
  readonly #outer: OuterDocument
  readonly #inner: Y.Doc
  readonly #clock: DocumentClock
  readonly #view: CompactorView
  readonly #plan: PlanCompaction
  #underway: { put: Entry; of: Entry[] } | null = null
  #idle = false
  #cancelIdle: (() => void) | null = null

  constructor(outer: OuterDocument, inner: Y.Doc, clock: DocumentClock, plan: PlanCompaction, view: CompactorView) {
    this.#outer = outer
    this.#inner = inner
    this.#clock = clock
    this.#view = view
    this.#plan = plan
  }

  /** The document changed: it is not idle. */
  touched(): void {
    this.#idle = false
    this.#cancelIdle?.()
    this.#cancelIdle = this.#clock.after(IDLE_MS, () => {
      this.#idle = true
      this.consider()
    })
  }

  /** Looks whether there is something to finish or to begin. */
  consider(): void {
    if (!this.#view.online() || this.#outer.isOpening) return
    if (this.#underway) this.#finish(this.#underway)
    else this.#begin()
  }

  close(): void {
    this.#cancelIdle?.()
  }

  #finish({ put, of }: { put: Entry; of: Entry[] }): void {
    if (!coversEntry(this.#view.kept(), put.id)) return
    this.#underway = null
    this.#outer.remove(of)
  }

  #begin(): void {
    const plan = this.#plan(this.#outer.entries(), {
      kept: this.#view.kept(),
      own: this.#outer.writer,
      elected: isElected(this.#outer.doc.clientID, this.#view.live()),
      idle: this.#idle,
      snapshotBytes: () => this.#snapshotBytes(),
    })
    const update = plan && this.#updateFor(plan)
    // What no other page would take stays in the entries it is in.
    if (plan && update && isSoundUpdate(update)) this.#underway = { put: this.#outer.push(plan.kind, update), of: plan.of }
  }

  /** Without the work of making one that would hold more parts than an entry may. */
  #snapshotBytes(): number {
    let parts = 0
    for (const structs of this.#inner.store.clients.values()) parts += structs.length
    return parts > MOST_PARTS ? Number.POSITIVE_INFINITY : Y.encodeStateAsUpdate(this.#inner).length
  }

  #updateFor(plan: Compaction): Uint8Array | null {
    if (plan.kind === 'snapshot') {
      this.#view.flush()
      return Y.encodeStateAsUpdate(this.#inner)
    }
    const updates = this.#outer.updatesOf(plan.of)
    return updates.length === plan.of.length ? Y.mergeUpdates(updates) : null
  }
}
