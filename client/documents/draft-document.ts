import * as Y from 'yjs'
import type { ClauseView } from './agreement-view.ts'
import { CHANGES, CLAUSES, PAUSE, readClause } from './clauses.ts'

/** The origin of what this person does to the agreement by a button: what undo takes back, besides their typing. */
const BY_HAND = Symbol('by hand')
const UNTRACKED = Symbol('not to be undone')

/** The inner document of the agreement, and the two ways to change it: as a step of undo, or as none. */
export class DraftDocument implements Disposable {
  /** Knows only what was done on this page: the partner's words are never taken back. Editors add themselves to it. */
  readonly undoManager: Y.UndoManager
  readonly clauses: Y.Map<unknown>
  readonly pause: Y.Map<unknown>
  readonly byHandOrigin = BY_HAND
  readonly #doc: Y.Doc

  constructor(doc: Y.Doc) {
    this.#doc = doc
    this.clauses = doc.getMap(CLAUSES)
    this.pause = doc.getMap(PAUSE)
    this.undoManager = new Y.UndoManager([this.clauses, this.pause, doc.getMap(CHANGES)], {
      trackedOrigins: new Set([BY_HAND]),
    })
  }

  /** One step of undo, apart from what was typed before and after. */
  byHand(change: () => void): void {
    this.undoManager.stopCapturing()
    this.#doc.transact(change, BY_HAND)
    this.undoManager.stopCapturing()
  }

  /** Nothing that undo takes back: what is planted is shown by a step of its own. */
  untracked(change: () => void): void {
    this.#doc.transact(change, UNTRACKED)
  }

  /** Part of what was changed under this origin. */
  within(origin: unknown, change: () => void): void {
    this.#doc.transact(change, origin)
  }

  clauseAt(id: string): Y.Map<unknown> | null {
    const found = this.clauses.get(id)
    return found instanceof Y.Map ? found : null
  }

  visible(id: string): { map: Y.Map<unknown>; view: ClauseView } | null {
    const map = this.clauseAt(id)
    const view = map && readClause(id, map)
    return map && view ? { map, view } : null
  }

  [Symbol.dispose](): void {
    this.undoManager.destroy()
  }
}
