import { v7 } from 'uuid'
import * as Y from 'yjs'
import { PAUSE_CLAUSE_ID } from '../../shared/clause.ts'
import type { Wording } from '../../shared/wording.ts'
import {
  clausesOf,
  type KnownClauses,
  orderBetween,
  type PauseRefusal,
  readAgreement,
  readPause,
  refusePause,
  rereadClauses,
} from './agreement-reading.ts'
import type { AgreementView, ClauseField, ClauseKind, ClauseView, PauseMinutes } from './agreement-view.ts'
import { clauseFields, clauseKinds, fieldLimits, MOST_CLAUSES, roundMinutes } from './agreement-view.ts'
import type { ChangedWords } from './clause-change.ts'
import { CHANGES, CLAUSES, newClause, PAUSE, readClause } from './clauses.ts'
import { changesNothing, type ImportPlan } from './import-plan.ts'
import { plantsOf } from './import-plants.ts'
import { KeyedListeners } from './keyed-listeners.ts'
import { hasAllTexts, LostWords } from './lost-words.ts'
import { clauseSaying, takeWording } from './take-wording.ts'
import { TakenBack } from './taken-back.ts'
import { cleanText, setTexts } from './text-edits.ts'

/** The origin of what this person does to the agreement by a button: what undo takes back, besides their typing. */
export const BY_HAND = Symbol('by hand')
const UNTRACKED = Symbol('not to be undone')

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
  readonly #read: KnownClauses = new Map()
  readonly #takenBack: TakenBack
  readonly #lost = new LostWords()
  readonly #listeners = new Set<() => void>()
  readonly #exchanges = new KeyedListeners<string>()
  readonly #ownChanges = new Set<(id: string) => void>()
  #view: AgreementView | null = null
  /** Clauses written in since the view was read. */
  readonly #changedClauses = new Set<string>()

  constructor(doc: Y.Doc) {
    this.#doc = doc
    this.#clauses = doc.getMap(CLAUSES)
    this.#pause = doc.getMap(PAUSE)
    this.#own = new Set([doc.clientID])
    this.undoManager = new Y.UndoManager([this.#clauses, this.#pause, doc.getMap(CHANGES)], {
      trackedOrigins: new Set([BY_HAND]),
    })
    this.#takenBack = new TakenBack(this.undoManager, this.#clauses, this.#own, BY_HAND, clause =>
      this.#doc.transact(() => clause.set('removed', false), UNTRACKED),
    )
    this.#clauses.observeDeep(this.#clausesChanged)
    this.#pause.observe(this.#pauseChanged)
    doc.on('beforeTransaction', this.#ownClient)
    this.undoManager.on('stack-item-added', this.#tell)
    this.undoManager.on('stack-cleared', this.#tell)
    this.undoManager.on('stack-item-popped', this.#tell)
  }

  /** The same object until something changes; unchanged clauses stay the same objects. Never throws, whatever is in there. */
  snapshot(): AgreementView {
    if (this.#view && this.#changedClauses.size > 0)
      this.#view = rereadClauses(this.#view, this.#clauses, this.#read, this.#changedClauses)
    else for (const id of this.#changedClauses) this.#read.delete(id)
    this.#changedClauses.clear()
    this.#view ??= readAgreement(this.#clauses, this.#pause, this.#read)
    return this.#view
  }

  /** Tells of every change of the snapshot, and of what can be undone. */
  subscribe(changed: () => void): () => void {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }

  /** Told at once when a text of a clause may be another `Y.Text` than before: only a page that is not ours exchanges one. */
  watchTexts(id: string, exchanged: () => void): () => void {
    return this.#exchanges.add(id, exchanged)
  }

  /** Told of every change of words (and of the minutes, as `PAUSE_CLAUSE_ID`) that was made on this page, undoing included. */
  watchOwnChanges(changed: (id: string) => void): () => void {
    this.#ownChanges.add(changed)
    return () => this.#ownChanges.delete(changed)
  }

  /** What an editor binds to. Stays the same through removing and undoing. Null where there is no such text. */
  textOf(id: string, field: ClauseField): Y.Text | null {
    const text = this.#clauseAt(id)?.get(field)
    return text instanceof Y.Text ? text : null
  }

  /** At a place, or at the end of its kind; empty or with these texts. Answers with its id. A promise belongs to a seat. */
  addClause(
    kind: ClauseKind,
    seat: 'a' | 'b' | null = null,
    texts: Partial<Record<ClauseField, string>> = {},
    order = orderBetween(this.#ofKind(kind).at(-1)?.order, undefined),
  ): string {
    const id = v7()
    const more = { order, starter: false, seat: kind === 'promise' ? seat : null, texts, shown: false }
    this.#doc.transact(() => this.#clauses.set(id, newClause(kind, more)), UNTRACKED)
    this.byHand(() => this.#clauseAt(id)?.set('removed', false))
    return id
  }

  /**
   * Does what an import would, as one step of undo: fresh clauses under fresh ids, others changed, removed and moved, the minutes set.
   * The plan is of the snapshot as it is now.
   */
  bringIn(plan: ImportPlan): void {
    if (changesNothing(plan)) return
    const { places, removed, changed, pause } = plan
    const plants = clauseKinds.flatMap(kind => {
      const some = plantsOf(this.#ofKind(kind), kind, places[kind])
      // Some at a time: all of them at once may be more than an entry of the document holds.
      for (let from = 0; from < some.length; from += MOST_CLAUSES)
        this.#doc.transact(() => {
          for (const { id, clause } of some.slice(from, from + MOST_CLAUSES)) if (clause) this.#clauses.set(id, clause)
        }, UNTRACKED)
      return some
    })
    this.byHand(() => {
      for (const { id } of removed) this.#clauseAt(id)?.set('removed', true)
      for (const { clause, texts } of changed) this.setWords(clause.id, texts)
      for (const { id, clause, order } of plants) {
        if (clause) clause.set('removed', false)
        else if (order !== null) this.#clauseAt(id)?.set('order', order)
      }
      for (const [field, minutes] of Object.entries(pause ?? {})) this.#pause.set(field, minutes)
    })
  }

  /** False when there is no such clause. Undo brings it back with everything in it. */
  removeClause(id: string): boolean {
    const clause = this.#visible(id)
    if (!clause) return false
    this.byHand(() => clause.map.set('removed', true))
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
    if (clause?.get('removed') === true) this.byHand(() => clause.set('removed', false))
  }

  /** The last words known here of a clause that the partner took out of the document whole, or the texts of which. Null: nothing is lost. */
  lostWords(id: string): ClauseView | null {
    this.snapshot()
    return this.#lost.of(id, this.#read.get(id))
  }

  /** They come back at their place, under an id of their own, as one step of undo. */
  plantAgain(id: string): void {
    const lost = this.lostWords(id)
    this.#lost.forget(id)
    if (lost) this.addClause(lost.kind, lost.seat, lost.texts, lost.order)
  }

  /**
   * The draft says this again, in one step of undo. A clause that is gone comes back under its id, at its place or at the end; under
   * another id where its own was taken, by something else or by a clause that was taken out whole. Answers with the id.
   */
  bringBack(clauseId: string, wording: Wording): string {
    if (wording.kind === 'pause') {
      const { shortest, usual, longest } = wording
      this.setPauseMinutes({ shortest, usual, longest })
      return clauseId
    }
    const there = this.#clauseAt(clauseId)
    const takesWords = there?.get('kind') === wording.kind && hasAllTexts(there, clauseFields[wording.kind])
    // What is put where something was names no place of its own, and no page takes a clause like that.
    const isFree = !this.#clauses._map.has(clauseId)
    const id = isFree || takesWords ? clauseId : v7()
    if (!this.#clauseAt(id)) {
      const order = orderBetween(this.#ofKind(wording.kind).at(-1)?.order, undefined)
      this.#doc.transact(() => this.#clauses.set(id, clauseSaying(wording, order)), UNTRACKED)
    }
    const clause = this.#clauseAt(id)
    this.byHand(() => {
      if (clause) takeWording(clause, wording)
      if (id !== clauseId && there?.get('kind') === wording.kind) there.set('removed', true)
    })
    return id
  }

  /** To the place `to` (from 0) among its kind. */
  moveClause(id: string, to: number): boolean {
    const clause = this.#visible(id)
    if (!clause) return false
    const others = this.#ofKind(clause.view.kind).filter(other => other.id !== id)
    const before = others[to - 1]?.order
    const after = others.slice(Math.max(0, to)).find(other => before === undefined || other.order > before)?.order
    this.byHand(() => clause.map.set('order', orderBetween(before, after)))
    return true
  }

  /** Rounded up to five minutes. Refused, and nothing changed, unless 20 <= shortest <= usual <= longest <= 1440. */
  setPauseMinutes(change: Partial<PauseMinutes>): { ok: true } | PauseRefusal {
    const refusal = refusePause({ ...this.snapshot().pause, ...change }, change)
    if (refusal) return refusal
    this.byHand(() => {
      for (const [field, minutes] of Object.entries(change)) this.#pause.set(field, roundMinutes(minutes))
    })
    return { ok: true }
  }

  /** The words of a clause by field, of the pause rule its minutes in digits. Null where there is none. */
  wordsOf(id: string): ChangedWords | null {
    const { pause } = this.snapshot()
    if (id !== PAUSE_CLAUSE_ID) return this.#read.get(id)?.texts ?? null
    return { shortest: `${pause.shortest}`, usual: `${pause.usual}`, longest: `${pause.longest}` }
  }

  /** Makes a clause say these words, as far as they are given. Part of a step: see `byHand`. Minutes that cannot stand together change nothing. */
  setWords(id: string, words: ChangedWords): void {
    if (id === PAUSE_CLAUSE_ID) {
      const minutes = { shortest: Number(words.shortest), usual: Number(words.usual), longest: Number(words.longest) }
      if (refusePause(minutes, minutes)) return
      for (const [field, value] of Object.entries(minutes)) this.#pause.set(field, roundMinutes(value))
      return
    }
    const clause = this.#visible(id)
    if (clause) setTexts(clause.map, clauseFields[clause.view.kind], words)
  }

  /** Takes out of a clause what cannot be seen in it, what is no text, and what is over its limits, as one step of undo. */
  clean(id: string): void {
    this.byHand(() => {
      for (const [field, text] of this.#textsOf(id)) cleanText(text, fieldLimits[field])
    })
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
    this.#pause.unobserve(this.#pauseChanged)
    this.#doc.off('beforeTransaction', this.#ownClient)
    this.undoManager.destroy()
    this.#listeners.clear()
  }

  readonly #tell = () => {
    for (const listener of [...this.#listeners]) listener()
  }

  readonly #pauseChanged = (_event: unknown, transaction: Y.Transaction) => {
    if (this.#view) this.#view = Object.freeze({ ...this.#view, pause: readPause(this.#pause) })
    if (transaction.local) this.#tellOwnChange(PAUSE_CLAUSE_ID)
    this.#tell()
  }

  readonly #ownClient = () => {
    this.#own.add(this.#doc.clientID)
  }

  readonly #clausesChanged = (events: Changes, transaction: Y.Transaction) => {
    const byUndo = transaction.origin instanceof Y.UndoManager
    const written = new Set<string>()
    const added: string[] = []
    for (const event of events) {
      if (!transaction.local) this.#lost.see(event, this.#clauses, this.#read)
      if (event.target === this.#clauses) {
        this.#view = null
        for (const [id, { action }] of event.keys) {
          this.#entryChanged(id, byUndo)
          if (action === 'add') added.push(id)
        }
        continue
      }
      const id = String(event.path[0])
      if (event.target instanceof Y.Text) written.add(id)
      else this.#entryChanged(id, byUndo)
      this.#changedClauses.add(id)
    }
    if (!transaction.local) this.#takenBack.showWhatOthersWrote()
    if (transaction.local) for (const id of [...added, ...written]) this.#tellOwnChange(id)
    if (transaction.local && !byUndo) this.#madeTheirOwn(written, transaction.origin)
    this.#tell()
  }

  /** Something of a clause besides the letters of its texts. */
  #entryChanged(id: string, byUndo: boolean): void {
    this.#changedClauses.add(id)
    this.#takenBack.changed(id, byUndo)
    this.#exchanges.tell(id)
  }

  #tellOwnChange(id: string): void {
    for (const changed of [...this.#ownChanges]) changed(id)
  }

  /** A starter whose words were touched is a starter no more. In the same step of undo as the touch. */
  #madeTheirOwn(written: Iterable<string>, origin: unknown): void {
    for (const id of written) {
      const clause = this.#clauseAt(id)
      if (clause?.get('starter') === true) this.#doc.transact(() => clause.set('starter', false), origin)
    }
  }

  /** One step of undo, apart from what was typed before and after. */
  byHand(change: () => void): void {
    this.undoManager.stopCapturing()
    this.#doc.transact(change, BY_HAND)
    this.undoManager.stopCapturing()
  }

  #textsOf(id: string): [ClauseField, Y.Text][] {
    const kind = this.#visible(id)?.view.kind
    if (!kind) return []
    return clauseFields[kind].flatMap(field => {
      const text = this.textOf(id, field)
      return text ? [[field, text] as [ClauseField, Y.Text]] : []
    })
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
