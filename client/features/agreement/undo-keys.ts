import type { Extension } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import type * as Y from 'yjs'
import { undoStepOf } from './undo-step.ts'

/** Undo and redo in a text, by its keys and by the browser's own menu. */
export const undoKeys = (undoManager: Y.UndoManager): Extension => {
  const take = (step: 'undo' | 'redo' | null): boolean => {
    if (step) undoManager[step]()
    return step !== null
  }
  return [
    // Before the key bindings, which take a letter as it comes. Those stay for keyboards without these letters.
    EditorView.domEventHandlers({
      keydown: event => take(undoStepOf(event)),
      beforeinput: ({ inputType }) => take(MENU[inputType] ?? null),
    }),
    keymap.of([
      { key: 'Mod-z', run: () => take('undo'), preventDefault: true },
      { key: 'Mod-y', mac: 'Mod-Shift-z', run: () => take('redo'), preventDefault: true },
      { key: 'Mod-Shift-z', run: () => take('redo'), preventDefault: true },
    ]),
  ]
}

const MENU: Readonly<Record<string, 'undo' | 'redo'>> = { historyUndo: 'undo', historyRedo: 'redo' }
