import { Annotation, type ChangeDesc, ChangeSet, type Extension, type Text } from '@codemirror/state'
import { type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import type * as Y from 'yjs'
import { type BoundText, lettersIn, type TextDelta } from './bound-text.ts'

/** On what comes into an editor from its text: the partner's letters, and one's own by another way than typing. */
export const fromText = Annotation.define<true>()

/** So often it is looked whether an input method is done, ms: not every browser tells. */
const LOOK_MS = 50
/** So long after its end an input method may still change letters that the editor has not read, ms. */
const READ_MS = 50

/**
 * Keeps an editor and its text the same. What the partner writes while letters are being composed here is held back until they are:
 * redrawn letters would break the input method off, which leaves half of a word and then puts in the whole. `foreign` is called for
 * what no editor can show.
 */
export const textSync = (bound: BoundText, foreign: () => void): Extension =>
  ViewPlugin.define(view => new TextSync(view, bound, foreign), {
    eventObservers: {
      compositionend() {
        this.endedAt = Date.now()
      },
    },
  })

class TextSync {
  endedAt = 0
  readonly #view: EditorView
  readonly #bound: BoundText
  readonly #foreign: () => void
  /** What the input method has changed until now. */
  #composed: { from: number; to: number } | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(view: EditorView, bound: BoundText, foreign: () => void) {
    this.#view = view
    this.#bound = bound
    this.#foreign = foreign
    bound.text.observe(this.#heard)
  }

  update({ docChanged, changes, transactions }: ViewUpdate): void {
    if (!docChanged) return
    const isTyped = !transactions[0]?.annotation(fromText)
    this.#composed = this.#view.compositionStarted ? grown(this.#composed, changes, isTyped) : null
    if (isTyped) this.#bound.write(changes)
  }

  destroy(): void {
    clearTimeout(this.#timer)
    this.#bound.text.unobserve(this.#heard)
  }

  readonly #heard = ({ delta }: Y.YTextEvent, { origin, local }: Y.Transaction) => {
    if (origin === this.#bound) return
    const letters = lettersIn(delta as TextDelta)
    if (!letters) return this.#foreign()
    const wasHolding = this.#bound.isHolding
    this.#bound.hold(letters, this.#view.state.doc.length)
    // One's own undo is not kept waiting, nor what has to come before it.
    if (local || !(wasHolding || this.#wouldBreak(letters))) this.#show()
    else this.#look()
  }

  #show(): void {
    clearTimeout(this.#timer)
    const changes = this.#bound.release()
    if (changes) this.#view.dispatch({ changes, annotations: fromText.of(true) })
  }

  #look(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => (this.#isComposing() ? this.#look() : this.#show()), LOOK_MS)
  }

  #isComposing(): boolean {
    const { compositionStarted, root, contentDOM } = this.#view
    return (compositionStarted && root.activeElement === contentDOM) || Date.now() - this.endedAt < READ_MS
  }

  #wouldBreak(letters: readonly { from: number; to: number; insert: string }[]): boolean {
    if (!this.#isComposing()) return false
    // Else a change anywhere in the line redraws what is being composed.
    if (!Reflect.get(this.#view.contentDOM, 'editContext')) return true
    const { doc, selection } = this.#view.state
    const { from, to } = this.#composed ?? selection.main
    const word = wordsAround(doc, Math.min(from, selection.main.from), Math.max(to, selection.main.to))
    return ChangeSet.of(letters, doc.length, '\n').touchesRange(word.from, word.to) !== false
  }
}

const grown = (composed: { from: number; to: number } | null, changes: ChangeDesc, isTyped: boolean) => {
  let from = composed ? changes.mapPos(composed.from) : Number.POSITIVE_INFINITY
  let to = composed ? changes.mapPos(composed.to, 1) : 0
  if (isTyped)
    changes.iterChangedRanges((_fromA, _toA, changedFrom, changedTo) => {
      from = Math.min(from, changedFrom)
      to = Math.max(to, changedTo)
    })
  return to < from ? null : { from, to }
}

/** A phone's keyboard composes the whole word that the caret is in. */
const wordsAround = (doc: Text, from: number, to: number): { from: number; to: number } => {
  const text = doc.toString()
  while (from > 0 && !isBlank(text[from - 1])) from--
  while (to < text.length && !isBlank(text[to])) to++
  return { from, to }
}

const isBlank = (sign = ''): boolean => sign.trim() === ''
