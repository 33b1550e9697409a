import * as Y from 'yjs'
import { PAUSE_CLAUSE_ID } from '../../shared/clause.ts'
import type { Wording } from '../../shared/wording.ts'
import { type KnownClauses, type PauseRefusal, readAgreement, readPause, rereadClauses } from './agreement-reading.ts'
import type { AgreementView, ClauseField, ClauseKind, ClauseView, PauseMinutes } from './agreement-view.ts'
import { bringBack } from './bring-back.ts'
import { bringIn } from './bring-in.ts'
import type { ChangedWords } from './clause-change.ts'
import { isRemoved, readAnyClause } from './clauses.ts'
import { DraftDocument } from './draft-document.ts'
import { DraftWriting } from './draft-writing.ts'
import type { ImportPlan } from './import-plan.ts'
import { KeyedListeners } from './keyed-listeners.ts'
import { type Loss, LostWords } from './lost-words.ts'
import { TakenBack } from './taken-back.ts'
import { minutesBefore, minutesWords, textsBefore } from './words-before.ts'

type Changes = Y.YEvent<Y.AbstractType<unknown>>[]
/** `before`: what each text or minute that was written in said before, but for those already `known`. To be asked at once. */
type OwnChange = (id: string, byUndo: boolean, before: (known: ChangedWords) => ChangedWords) => void

/** The agreement as both write it: a typed view over the inner document. One per open document and page. */
export class Agreement implements Disposable {
  /** Knows only what was done on this page: the partner's words are never taken back. Editors add themselves to it. */
  readonly undoManager: Y.UndoManager
  readonly #doc: Y.Doc
  readonly #draft: DraftDocument
  readonly #writing: DraftWriting
  readonly #clauses: Y.Map<unknown>
  readonly #pause: Y.Map<unknown>
  /** The inner client ids this page has written under. */
  readonly #own: Set<number>
  readonly #read: KnownClauses = new Map()
  readonly #takenBack: TakenBack
  readonly #lost = new LostWords()
  readonly #listeners = new Set<() => void>()
  readonly #exchanges = new KeyedListeners<string>()
  readonly #ownChanges = new Set<OwnChange>()
  readonly #ownRemovals = new Set<(removed: readonly ClauseView[]) => void>()
  #view: AgreementView | null = null
  #first: ReadonlySet<string> = new Set()
  /** Clauses written in since the view was read. */
  readonly #changedClauses = new Set<string>()

  constructor(doc: Y.Doc) {
    this.#doc = doc
    this.#draft = new DraftDocument(doc)
    this.#writing = new DraftWriting(this.#draft, () => this.snapshot())
    this.#clauses = this.#draft.clauses
    this.#pause = this.#draft.pause
    this.#own = new Set([doc.clientID])
    this.undoManager = this.#draft.undoManager
    this.#takenBack = new TakenBack(this.undoManager, this.#clauses, this.#own, this.#draft.byHandOrigin, clause =>
      this.#draft.untracked(() => clause.set('removed', false)),
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
    this.#view ??= readAgreement(this.#clauses, this.#pause, this.#read, this.#first)
    return this.#view
  }

  /** Of too many clauses these are read before others: those that one agreed to, or that are in force. */
  readFirst(ids: ReadonlySet<string>): void {
    if (ids.size === this.#first.size && ids.isSubsetOf(this.#first)) return
    this.#first = ids
    if (!this.#view || this.#view.leftOut === 0) return
    this.#view = null
    this.#tell()
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

  /** Told of every change of words (and of the minutes, as `PAUSE_CLAUSE_ID`) that was made on this page, undoing and redoing (`byUndo`) included. */
  watchOwnChanges(changed: OwnChange): () => void {
    this.#ownChanges.add(changed)
    return () => this.#ownChanges.delete(changed)
  }

  /** Told of all clauses that were removed on this page in one step, by a button, an import, undoing or redoing, with what they said. */
  watchRemovals(removed: (clauses: readonly ClauseView[]) => void): () => void {
    this.#ownRemovals.add(removed)
    return () => this.#ownRemovals.delete(removed)
  }

  /** What an editor binds to. Stays the same through removing and undoing. Null where there is no such text. */
  textOf(id: string, field: ClauseField): Y.Text | null {
    const text = this.#draft.clauseAt(id)?.get(field)
    return text instanceof Y.Text ? text : null
  }

  /** At a place, or at the end of its kind; empty or with these texts. Answers with its id. A promise belongs to a seat. */
  addClause(
    kind: ClauseKind,
    seat: 'a' | 'b' | null = null,
    texts: Partial<Record<ClauseField, string>> = {},
    order?: string,
  ): string {
    return this.#writing.add(kind, seat, texts, order)
  }

  /**
   * Does what an import would, as one step of undo: new clauses under fresh ids, others back, changed, removed and moved, the minutes set.
   * The plan is of the snapshot as it is now.
   */
  bringIn(plan: ImportPlan): void {
    bringIn(this.#draft, this.snapshot(), plan)
  }

  /** False when there is no such clause. Undo brings it back with everything in it. */
  removeClause(id: string): boolean {
    return this.#writing.remove(id)
  }

  /** Whether it is there and removed, and not by this page. */
  isTakenOutByOther(id: string): boolean {
    const clause = this.#draft.clauseAt(id)
    const removal = clause?._map.get('removed')
    return removal !== undefined && clause?.get('removed') === true && !this.#own.has(removal.id.client)
  }

  /** What was removed, as it stands in the document; null while it is there, or when there is no such clause. */
  removedClause(id: string): ClauseView | null {
    const clause = this.#draft.clauseAt(id)
    return isRemoved(clause) ? readAnyClause(id, clause) : null
  }

  /** What the partner took out comes back with everything in it. */
  showClause(id: string): void {
    this.#writing.show(id)
  }

  /** The words known here of a clause that the partner took out of the document whole, or the texts of which: each loss of them, the first first. */
  lostWords(id: string): readonly Loss[] {
    this.snapshot()
    return this.#lost.of(id, this.#read.get(id))
  }

  /** They come back at their place, under an id of their own, as one step of undo. Answers with that. */
  plantAgain(loss: Loss): string {
    this.#lost.forget(loss)
    const { kind, seat, texts, order } = loss.clause
    return this.addClause(kind, seat, texts, order)
  }

  /** The draft says this again, in one step of undo (`bring-back.ts`). Answers with the clause's id. */
  bringBack(clauseId: string, wording: Wording): string {
    if (wording.kind !== 'pause') return bringBack(this.#draft, this.snapshot(), clauseId, wording)
    const { shortest, usual, longest } = wording
    this.setPauseMinutes({ shortest, usual, longest })
    return clauseId
  }

  /** To the place `to` (from 0) among its kind. */
  moveClause(id: string, to: number): boolean {
    return this.#writing.move(id, to)
  }

  /** Rounded up to five minutes. Refused, and nothing changed, unless 20 <= shortest <= usual <= longest <= 1440. */
  setPauseMinutes(change: Partial<PauseMinutes>): { ok: true } | PauseRefusal {
    return this.#writing.setPauseMinutes(change)
  }

  /** The words of a clause by field, of the pause rule its minutes in digits. Null where there is none. */
  wordsOf(id: string): ChangedWords | null {
    const { pause } = this.snapshot()
    if (id !== PAUSE_CLAUSE_ID) return this.#read.get(id)?.texts ?? null
    return minutesWords(pause)
  }

  /** Makes a clause say these words, as far as they are given. Part of a step: see `byHand`. Minutes that cannot stand together change nothing. */
  setWords(id: string, words: ChangedWords): void {
    this.#writing.setWords(id, words)
  }

  /** Takes out of a clause what cannot be seen in it, what is no text, and what is over its limits, as one step of undo. */
  clean(id: string): void {
    this.#writing.clean(id)
  }

  /** One step of undo, apart from what was typed before and after. */
  byHand(change: () => void): void {
    this.#draft.byHand(change)
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
    this.#draft[Symbol.dispose]()
    this.#listeners.clear()
  }

  readonly #tell = () => {
    for (const listener of [...this.#listeners]) listener()
  }

  readonly #pauseChanged = (event: Y.YMapEvent<unknown>, transaction: Y.Transaction) => {
    if (this.#view) this.#view = Object.freeze({ ...this.#view, pause: readPause(this.#pause) })
    const byUndo = transaction.origin instanceof Y.UndoManager
    if (transaction.local) this.#tellOwnChange(PAUSE_CLAUSE_ID, byUndo, () => minutesBefore(this.#pause, event))
    else this.#takenBack.dropDeadSteps()
    this.#tell()
  }

  readonly #ownClient = () => {
    this.#own.add(this.#doc.clientID)
  }

  readonly #clausesChanged = (events: Changes, transaction: Y.Transaction) => {
    const byUndo = transaction.origin instanceof Y.UndoManager
    const written = new Map<string, Y.YTextEvent[]>()
    const added: string[] = []
    const removed: ClauseView[] = []
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
      if (!(event instanceof Y.YTextEvent)) this.#entryChanged(id, byUndo)
      else if (transaction.local) written.set(id, [...(written.get(id) ?? []), event])
      this.#changedClauses.add(id)
      const gone = event.keys.has('removed') && event.keys.get('removed')?.oldValue !== true && this.removedClause(id)
      if (gone) removed.push(gone)
    }
    if (!transaction.local) {
      this.#takenBack.showWhatOthersWrote()
      this.#takenBack.dropDeadSteps()
    }
    if (transaction.local)
      for (const id of [...added, ...written.keys()])
        this.#tellOwnChange(id, byUndo, known => textsBefore(written.get(id) ?? [], known))
    if (transaction.local && !byUndo) this.#madeTheirOwn(written.keys(), transaction.origin)
    if (transaction.local && removed.length > 0) for (const tell of [...this.#ownRemovals]) tell(removed)
    this.#tell()
  }

  /** Something of a clause besides the letters of its texts. */
  #entryChanged(id: string, byUndo: boolean): void {
    this.#changedClauses.add(id)
    this.#takenBack.changed(id, byUndo)
    this.#exchanges.tell(id)
  }

  #tellOwnChange(...[id, byUndo, before]: Parameters<OwnChange>): void {
    this.#lost.wrote(id)
    for (const changed of [...this.#ownChanges]) changed(id, byUndo, before)
  }

  /** A starter whose words were touched is a starter no more. In the same step of undo as the touch. */
  #madeTheirOwn(written: Iterable<string>, origin: unknown): void {
    for (const id of written) {
      const clause = this.#draft.clauseAt(id)
      if (clause?.get('starter') === true) this.#draft.within(origin, () => clause.set('starter', false))
    }
  }
}
