import type { Extension } from '@codemirror/state'
import { type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import type * as Y from 'yjs'
import type { BoundText } from './bound-text.ts'
import { fromText } from './text-sync.ts'

interface Marked {
  anchor: Y.RelativePosition
  head: Y.RelativePosition
}

interface Step {
  stackItem: { meta: Map<unknown, unknown> }
  changedParentTypes: Map<unknown, unknown>
}

/** What is composed by an input method is one step of undo, however long it takes: no half of it comes back. It stands before the text's sync. */
export const composedInOneStep = (undoManager: Y.UndoManager): Extension =>
  ViewPlugin.define(() => ({
    update: ({ transactions }) => {
      const goesOn = transactions.some(
        transaction => transaction.isUserEvent('input.type.compose') && !transaction.isUserEvent('input.type.compose.start'),
      )
      // None has begun that it could be part of once capturing was stopped.
      if (goesOn && undoManager.lastChange > 0) undoManager.lastChange = Date.now()
    },
  }))

/** Lets what is typed into a text be undone, and brings the caret back with it. It stands after the text's own sync. */
export const undoCaret = (bound: BoundText, undoManager: Y.UndoManager): Extension =>
  ViewPlugin.define(view => new UndoCaret(view, bound, undoManager))

class UndoCaret {
  readonly #view: EditorView
  readonly #bound: BoundText
  readonly #undoManager: Y.UndoManager
  /** Where the caret was before each step of undo that was made here. */
  readonly #before = new WeakMap<object, Marked>()
  #now: Marked | null = null

  constructor(view: EditorView, bound: BoundText, undoManager: Y.UndoManager) {
    this.#view = view
    this.#bound = bound
    this.#undoManager = undoManager
    undoManager.on('stack-item-added', this.#added)
    undoManager.on('stack-item-popped', this.#popped)
    undoManager.addTrackedOrigin(bound)
  }

  update({ selectionSet, transactions }: ViewUpdate): void {
    if (selectionSet && !transactions[0]?.annotation(fromText)) this.#keep()
  }

  destroy(): void {
    this.#undoManager.off('stack-item-added', this.#added)
    this.#undoManager.off('stack-item-popped', this.#popped)
    this.#undoManager.removeTrackedOrigin(this.#bound)
  }

  #keep(): void {
    const { anchor, head, assoc } = this.#view.state.selection.main
    this.#now = { anchor: this.#bound.placeAt(anchor, assoc), head: this.#bound.placeAt(head, assoc) }
  }

  readonly #added = ({ stackItem, changedParentTypes }: Step) => {
    if (this.#now && changedParentTypes.has(this.#bound.text) && !this.#before.has(stackItem))
      this.#before.set(stackItem, this.#now)
  }

  readonly #popped = ({ stackItem }: Pick<Step, 'stackItem'>) => {
    const before = this.#before.get(stackItem)
    const [anchor, head] = [before && this.#bound.positionOf(before.anchor), before && this.#bound.positionOf(before.head)]
    if (anchor == null || head == null) return
    this.#view.dispatch({ selection: { anchor, head }, scrollIntoView: true })
  }
}
