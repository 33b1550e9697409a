import { standardKeymap } from '@codemirror/commands'
import { type ChangeSet, EditorState, type Extension, type Text, type Transaction, type TransactionSpec } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { blanksBetween, withoutNever, withoutUnseen } from '../../../shared/canonical-text.ts'
import { addedMarks } from './added-marks.ts'
import { BoundText } from './bound-text.ts'
import { clauseTheme } from './clause-theme.ts'
import { type NameOf, partnerCarets } from './partner-carets.ts'
import { fitting } from './text-room.ts'
import { fromText, textSync } from './text-sync.ts'
import { composedInOneStep, undoCaret } from './undo-caret.ts'
import { undoKeys } from './undo-keys.ts'

export interface ClauseEditorOptions {
  text: Y.Text
  awareness: Awareness
  undoManager: Y.UndoManager
  nameOf: NameOf
  /** Accessible name. */
  label: string
  hint: string
  /** The most characters that can be typed here. The partner's are never cut. */
  limit: number
  /** What may be typed here at all; everything without it. The partner's is shown as it is. */
  allowed?: ((text: string) => boolean) | undefined
  /** Told whether what was typed last was left out for that reason. */
  refused: (isRefused: boolean) => void
  focused: (isFocused: boolean) => void
  /** Told when it begins and ends that something else is shown than the text has. */
  holding: (isHolding: boolean) => void
  /** Told after each change how much room is left, and how much of it did not fit; with the step of undo in which the rest came. */
  room: (left: number, dropped: number, step: unknown) => void
  /** The text holds something that no editor can show; this one is closed already. */
  broken: () => void
}

/** Longer texts were not typed in this app; an editor would let the page stall. */
export const MOST_EDITABLE = 20_000

/** Whether a text is letters only, and not absurdly long. Whoever has the key can put anything into it. */
export const isEditable = (text: Y.Text): boolean =>
  text.length <= MOST_EDITABLE && text.toDelta().every((part: { insert?: unknown }) => typeof part.insert === 'string')

/** One text of a clause, written by both, and on no page yet. Destroy it to let go. */
export const openClauseEditor = (options: ClauseEditorOptions): EditorView => {
  const view: GuardedView = new GuardedView(
    EditorState.create({ doc: options.text.toString(), extensions: extensions(options, () => view.give()) }),
    options.broken,
  )
  return view
}

type Dispatched = Transaction | readonly Transaction[] | TransactionSpec

/** Closes itself before a text that no editor can show stalls the page, or throws in the middle of the partner's update. */
class GuardedView extends EditorView {
  readonly #broken: () => void
  #closed = false

  constructor(state: EditorState, broken: () => void) {
    super({ state })
    this.#broken = broken
  }

  override dispatch(...specs: Dispatched[]): void {
    if (this.#closed) return
    super.dispatch(...(specs as TransactionSpec[]))
    if (this.state.doc.length > MOST_EDITABLE) this.give()
  }

  override destroy(): void {
    this.#closed = true
    super.destroy()
  }

  give(): void {
    this.destroy()
    this.#broken()
  }
}

const extensions = (options: ClauseEditorOptions, foreign: () => void): Extension => {
  const { text, awareness, undoManager, nameOf, label, hint, limit, allowed, refused, focused, holding } = options
  const overflow = overflowOf(options)
  const bound = new BoundText(text)
  return [
    // A text may hold carriage returns: counted as the document counts them, or places drift apart.
    EditorState.lineSeparator.of('\n'),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-multiline': 'false',
      spellcheck: 'true',
      autocapitalize: 'sentences',
      autocorrect: 'on',
      enterkeyhint: 'done',
    }),
    placeholder(hint),
    EditorView.clipboardInputFilter.of((pasted, state) => overflow.cut(plain(pasted, state), roomIn(state, limit))),
    EditorState.transactionFilter.of(transaction => within(transaction, limit, overflow.left)),
    allowed ? EditorState.changeFilter.of(transaction => isAllowed(transaction, allowed, refused)) : [],
    undoKeys(undoManager),
    keymap.of([{ key: 'Enter', run: () => true }, ...standardKeymap]),
    EditorView.domEventHandlers({
      focus: () => {
        // What is typed here is undone apart from what was typed elsewhere.
        undoManager.stopCapturing()
        focused(true)
      },
      blur: () => focused(false),
    }),
    composedInOneStep(undoManager),
    textSync(bound, { limit, foreign, holding, unfit: overflow.unfit }),
    undoCaret(bound, undoManager),
    overflow.told,
    addedMarks,
    partnerCarets(bound, awareness, nameOf),
    clauseTheme,
  ]
}

/** Taking away is always allowed: an old text may hold anything. */
const isAllowed = (
  transaction: Transaction,
  allowed: (text: string) => boolean,
  refused: (isRefused: boolean) => void,
): boolean => {
  if (!transaction.docChanged || transaction.annotation(fromText)) return true
  const { newDoc, startState } = transaction
  const taken = newDoc.length < startState.doc.length || allowed(newDoc.toString())
  refused(!taken)
  return taken
}

/** Counts what of one's own does not fit, and tells of it: nothing is cut off in silence. */
const overflowOf = ({ limit, room, undoManager }: ClauseEditorOptions) => {
  let dropped = 0
  return {
    /** What fits of a pasted text, as a step of undo of its own where it is not all. */
    cut: (pasted: string, most: number): string => {
      const fits = fitting(pasted, most)
      if (fits === pasted) return fits
      undoManager.stopCapturing()
      dropped = pasted.length - fits.length
      // Nothing comes in, so no change will tell.
      if (fits === '') tell(most, null)
      return fits
    },
    /** Letters that were composed and have no room: told with the change that takes them out. */
    unfit: (letters: number): void => {
      dropped = letters
    },
    /** Letters that were typed and have no room. */
    left: (state: EditorState, letters: number): void => {
      dropped = letters
      tell(limit - state.doc.length, null)
    },
    told: EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) tell(limit - state.doc.length, dropped > 0 ? undoManager.undoStack.at(-1) : null)
    }),
  }

  function tell(left: number, step: unknown): void {
    room(left, dropped, step)
    dropped = 0
  }
}

const roomIn = (state: EditorState, limit: number): number => {
  const { from, to } = state.selection.main
  return Math.max(0, limit - state.doc.length + (to - from))
}

/** Pasted text on one line, and without what nobody would see in it. */
const plain = (pasted: string, { selection }: EditorState): string => {
  const text = withoutUnseen(pasted.toWellFormed()).trimEnd()
  return selection.main.from === 0 ? text.trimStart() : text
}

/** So many letters more may be there while they are composed (`textSync`): five of "nihon" become two. */
const COMPOSED_OVER = 20

/** What is typed here stays within its bounds; what the partner typed is shown as it is. */
const within = (
  transaction: Transaction,
  limit: number,
  left: (state: EditorState, letters: number) => void,
): Transaction | TransactionSpec | [] => {
  if (!transaction.docChanged || transaction.annotation(fromText)) return transaction
  const { newDoc, startState, changes, newSelection } = transaction
  const most = transaction.isUserEvent('input.type.compose') ? limit + COMPOSED_OVER : limit
  if (newDoc.length > most && newDoc.length > startState.doc.length) {
    left(startState, newDoc.length - startState.doc.length)
    return []
  }
  const typed = typedChanges(changes, startState)
  if (typed.every(({ insert, plain: text }) => insert === text)) return transaction
  if (typed.every(({ plain: text }) => text.trim() === '')) return []
  const isShorter = typed.some(({ insert, plain: text }) => insert.length !== text.length)
  const sound = startState.changes(typed.map(({ from, to, plain: insert }) => ({ from, to, insert })))
  const selection = isShorter ? { anchor: sound.mapPos(startState.selection.main.to, 1) } : newSelection
  return { changes: sound, selection, scrollIntoView: true }
}

/** What is typed, and what may stand of it. A keyboard may send line ends, and signs that nobody sees, in ways that no key binding meets. */
const typedChanges = (
  changes: ChangeSet,
  { doc }: EditorState,
): { from: number; to: number; insert: string; plain: string }[] => {
  const typed: { from: number; to: number; insert: string; plain: string }[] = []
  changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    const insert = inserted.sliceString(0, inserted.length, '\n')
    typed.push({
      from,
      to,
      insert,
      plain: blanksBetween(besideOf(doc, from - MOST_BESIDE, from), withoutNever(insert), besideOf(doc, to, to + MOST_BESIDE)),
    })
  })
  return typed
}

/** Blanks beside what is typed are counted no further. */
const MOST_BESIDE = 10
const besideOf = (doc: Text, from: number, to: number): string =>
  doc.sliceString(Math.max(0, from), Math.min(doc.length, to), '\n')
