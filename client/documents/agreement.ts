import { v7 } from 'uuid'
import * as Y from 'yjs'
import { clausesOf, orderBetween, type PauseRefusal, readAgreement, refusePause } from './agreement-reading.ts'
import type { AgreementView, ClauseField, ClauseKind, ClauseView, PauseMinutes } from './agreement-view.ts'
import { clauseKinds, roundMinutes } from './agreement-view.ts'
import { CLAUSES, hasWordsOfOthers, newClause, PAUSE, readClause } from './clauses.ts'
import { changesNothing, type ImportPlan } from './import-plan.ts'
import { plantsOf } from './import-plants.ts'

/** The origin of what this person does to the agreement by a button: what undo takes back, besides their typing. */
export const BY_HAND = Symbol('by hand')
const UNTRACKED = Symbol('not to be undone')
/** With a step of undo: the clauses that it added. */
const ADDED = Symbol('added clauses')

type Changes = Y.YEvent<Y.AbstractType<unknown>>[]

/** The agreement as both write it: a typed view over the inner document. One per open document and page. */
export class Agreement implements Disposable {
  /** Knows only what was done on this page: the partner's words are never taken back. Editors add themselves to it. */
  readonly undoManager: Y.UndoManager
  readonly #doc: Y.Doc
  readonly #clauses: Y.Map<unknown>
  readonly #pause: Y.Map<unknown>
  /** The inner client ids this page has written under. */
  readonly #own: Set<number>
  readonly #read = new Map<string, ClauseView | null>()
  /** Added here and taken back by undo. */
  readonly #takenBack = new Set<string>()
  readonly #listeners = new Set<() => void>()
  #view: AgreementView | null = null

  constructor(doc: Y.Doc) {
    this.#doc = doc
    this.#clauses = doc.getMap(CLAUSES)
    this.#pause = doc.getMap(PAUSE)
    this.#own = new Set([doc.clientID])
    this.undoManager = new Y.UndoManager([this.#clauses, this.#pause], { trackedOrigins: new Set([BY_HAND]) })
    this.#clauses.observeDeep(this.#clausesChanged)
    this.#pause.observe(this.#changed)
    doc.on('beforeTransaction', this.#ownClient)
    this.undoManager.on('stack-item-added', this.#tell)
    this.undoManager.on('stack-cleared', this.#tell)
    this.undoManager.on('stack-item-popped', ({ stackItem, type }) => this.#popped(stackItem, type))
  }

  /** The same object until something changes; unchanged clauses stay the same objects. Never throws, whatever is in there. */
  snapshot(): AgreementView {
    this.#view ??= readAgreement(this.#clauses, this.#pause, this.#read)
    return this.#view
  }

  /** Tells of every change of the snapshot, and of what can be undone. */
  subscribe(changed: () => void): () => void {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }

  /** What an editor binds to. Stays the same through removing and undoing. Null where there is no such text. */
  textOf(id: string, field: ClauseField): Y.Text | null {
    const text = this.#clauseAt(id)?.get(field)
    return text instanceof Y.Text ? text : null
  }

  /** At the end of its kind. Answers with its id. A promise belongs to a seat. */
  addClause(kind: ClauseKind, seat: 'a' | 'b' | null = null): string {
    const id = v7()
    const order = orderBetween(this.#ofKind(kind).at(-1)?.order, undefined)
    const more = { order, starter: false, seat: kind === 'promise' ? seat : null, texts: {}, shown: false }
    this.#doc.transact(() => this.#clauses.set(id, newClause(kind, more)), UNTRACKED)
    this.#byHand(() => this.#clauseAt(id)?.set('removed', false))
    this.undoManager.undoStack.at(-1)?.meta.set(ADDED, [id])
    return id
  }

  /**
   * Does what an import would, as one step of undo: fresh clauses under fresh ids, others removed and moved, the minutes set.
   * The plan is of the snapshot as it is now.
   */
  bringIn(plan: ImportPlan): void {
    if (changesNothing(plan)) return
    const { places, removed, pause } = plan
    const plants = clauseKinds.flatMap(kind => plantsOf(this.#ofKind(kind), kind, places[kind]))
    this.#doc.transact(() => {
      for (const { id, clause } of plants) if (clause) this.#clauses.set(id, clause)
    }, UNTRACKED)
    this.#byHand(() => {
      for (const { id } of removed) this.#clauseAt(id)?.set('removed', true)
      for (const { id, clause, order } of plants) {
        if (clause) clause.set('removed', false)
        else if (order !== null) this.#clauseAt(id)?.set('order', order)
      }
      for (const [field, minutes] of Object.entries(pause ?? {})) this.#pause.set(field, minutes)
    })
    const added = plants.filter(({ clause }) => clause).map(({ id }) => id)
    this.undoManager.undoStack.at(-1)?.meta.set(ADDED, added)
  }

  /** False when there is no such clause. Undo brings it back with everything in it. */
  removeClause(id: string): boolean {
    const clause = this.#visible(id)
    if (!clause) return false
    this.#byHand(() => clause.map.set('removed', true))
    return true
  }

  /** Whether it is there and removed, and not by this page. */
  isTakenOutByOther(id: string): boolean {
    const clause = this.#clauseAt(id)
    const removal = clause?._map.get('removed')
    return removal !== undefined && clause?.get('removed') === true && !this.#own.has(removal.id.client)
  }

  /** What the partner took out comes back with everything in it. */
  showClause(id: string): void {
    const clause = this.#clauseAt(id)
    if (clause?.get('removed') === true) this.#byHand(() => clause.set('removed', false))
  }

  /** To the place `to` (from 0) among its kind. */
  moveClause(id: string, to: number): boolean {
    const clause = this.#visible(id)
    if (!clause) return false
    const others = this.#ofKind(clause.view.kind).filter(other => other.id !== id)
    const before = others[to - 1]?.order
    const after = others.slice(Math.max(0, to)).find(other => before === undefined || other.order > before)?.order
    this.#byHand(() => clause.map.set('order', orderBetween(before, after)))
    return true
  }

  /** Rounded up to five minutes. Refused, and nothing changed, unless 20 <= shortest <= usual <= longest <= 1440. */
  setPauseMinutes(change: Partial<PauseMinutes>): { ok: true } | PauseRefusal {
    const refusal = refusePause({ ...this.snapshot().pause, ...change }, change)
    if (refusal) return refusal
    this.#byHand(() => {
      for (const [field, minutes] of Object.entries(change)) this.#pause.set(field, roundMinutes(minutes))
    })
    return { ok: true }
  }

  undo(): boolean {
    return this.undoManager.undo() !== null
  }

  redo(): boolean {
    return this.undoManager.redo() !== null
  }

  canUndo(): boolean {
    return this.undoManager.canUndo()
  }

  canRedo(): boolean {
    return this.undoManager.canRedo()
  }

  [Symbol.dispose](): void {
    this.#clauses.unobserveDeep(this.#clausesChanged)
    this.#pause.unobserve(this.#changed)
    this.#doc.off('beforeTransaction', this.#ownClient)
    this.undoManager.destroy()
    this.#listeners.clear()
  }

  readonly #tell = () => {
    for (const listener of [...this.#listeners]) listener()
  }

  readonly #changed = () => {
    this.#view = null
    this.#tell()
  }

  readonly #ownClient = () => {
    this.#own.add(this.#doc.clientID)
  }

  readonly #clausesChanged = (events: Changes, transaction: Y.Transaction) => {
    for (const event of events) {
      if (event.target === this.#clauses) for (const id of event.keys.keys()) this.#read.delete(id)
      else this.#read.delete(String(event.path[0]))
    }
    this.#view = null
    if (!transaction.local) this.#showWhatOthersWrote()
    if (transaction.local && !(transaction.origin instanceof Y.UndoManager)) this.#madeTheirOwn(events, transaction.origin)
    this.#tell()
  }

  /** A starter whose words were touched is a starter no more. In the same step of undo as the touch. */
  #madeTheirOwn(events: Changes, origin: unknown): void {
    for (const event of events) {
      const clause = event.target instanceof Y.Text ? this.#clauseAt(String(event.path[0])) : null
      if (clause?.get('starter') === true) this.#doc.transact(() => clause.set('starter', false), origin)
    }
  }

  /** Undoing "add" hides the clause, redoing shows it again: the step stays known by its clause on the other stack. */
  #popped(step: Y.UndoManager['undoStack'][number], type: 'undo' | 'redo'): void {
    const ids: readonly string[] | undefined = step.meta.get(ADDED)
    if (ids) {
      const opposite = type === 'undo' ? this.undoManager.redoStack : this.undoManager.undoStack
      opposite.at(-1)?.meta.set(ADDED, ids)
      for (const id of ids) {
        if (type === 'undo') this.#takenBack.add(id)
        else this.#takenBack.delete(id)
      }
      this.#showWhatOthersWrote()
    }
    this.#tell()
  }

  /** What was taken back stays hidden only while nobody else has written in it, before or after. */
  #showWhatOthersWrote(): void {
    for (const id of this.#takenBack) {
      const clause = this.#clauseAt(id)
      if (!clause || !hasWordsOfOthers(clause, this.#own)) continue
      this.#takenBack.delete(id)
      this.#doc.transact(() => clause.set('removed', false), UNTRACKED)
    }
  }

  #byHand(change: () => void): void {
    this.undoManager.stopCapturing()
    this.#doc.transact(change, BY_HAND)
    this.undoManager.stopCapturing()
  }

  #clauseAt(id: string): Y.Map<unknown> | null {
    const found = this.#clauses.get(id)
    return found instanceof Y.Map ? found : null
  }

  #visible(id: string): { map: Y.Map<unknown>; view: ClauseView } | null {
    const map = this.#clauseAt(id)
    const view = map && readClause(id, map)
    return map && view ? { map, view } : null
  }

  #ofKind(kind: ClauseKind): readonly ClauseView[] {
    return clausesOf(this.snapshot(), kind)
  }
}
