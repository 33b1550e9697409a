import { Annotation, type ChangeSet, type Extension } from '@codemirror/state'
import { type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import type * as Y from 'yjs'
import { type BoundText, isInside, lettersIn, type TextDelta } from './bound-text.ts'

/** On what comes into an editor from its text: the partner's letters, and one's own by another way than typing. */
export const fromText = Annotation.define<true>()

/** So often it is looked whether an input method is done, ms: not every browser tells. */
const LOOK_MS = 50
/** So long after its end an input method may still change letters that the editor has not read, ms. */
const READ_MS = 50
/** A phone's keyboard composes the word that the caret rests in, however long. So long after its last letter that is ended, ms. */
const REST_MS = 5_000

export interface TextSyncOptions {
  /** The most characters of one's own. */
  limit: number
  /** Called for what no editor can show. */
  foreign: () => void
  /** Called when it begins and ends that something is held back. */
  holding: (isHolding: boolean) => void
  /** So many letters that were composed do not fit, and are taken out now. */
  unfit: (letters: number) => void
}

/**
 * Keeps an editor and its text the same. What the partner writes while letters are being composed here is held back until they are:
 * redrawn letters would break the input method off, which leaves half of a word and then puts in the whole. What is composed may be
 * longer than fits, since it often becomes shorter; once it is done, the end of it that does not fit is taken out.
 */
export const textSync = (bound: BoundText, options: TextSyncOptions): Extension =>
  ViewPlugin.define(view => new TextSync(view, bound, options), {
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
  readonly #options: TextSyncOptions
  /** Since composed letters are more than fit: how long the text may be, and where they end. */
  #over: { most: number; end: number } | null = null
  #isToldOf = false
  #typedAt = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(view: EditorView, bound: BoundText, options: TextSyncOptions) {
    this.#view = view
    this.#bound = bound
    this.#options = options
    bound.text.observe(this.#heard)
  }

  update(update: ViewUpdate): void {
    const { docChanged, changes, startState, transactions } = update
    if (!docChanged || transactions[0]?.annotation(fromText)) return
    this.#typedAt = Date.now()
    const wasHolding = this.#bound.isHolding
    this.#bound.write(changes, startState.doc)
    if (this.#bound.isHolding && !wasHolding) this.#wait()
    if (this.#over || update.state.doc.length > this.#options.limit) this.#measure(update)
  }

  destroy(): void {
    clearTimeout(this.#timer)
    this.#bound.text.unobserve(this.#heard)
    this.#tell(false)
  }

  readonly #heard = ({ delta }: Y.YTextEvent, { origin, local }: Y.Transaction) => {
    if (origin === this.#bound) return
    const letters = lettersIn(delta as TextDelta)
    if (!letters) return this.#options.foreign()
    const wasHolding = this.#bound.isHolding
    this.#bound.hold(letters, this.#view.state.doc.length)
    // One's own undo is not kept waiting, nor what has to come before it.
    if (local) this.#over = null
    if (local || !(wasHolding || this.#over || this.#isComposing())) this.#show()
    else this.#wait()
  }

  #wait(): void {
    this.#tell(true)
    this.#look()
  }

  #tell(isHolding: boolean): void {
    if (isHolding === this.#isToldOf) return
    this.#isToldOf = isHolding
    this.#options.holding(isHolding)
  }

  #look(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => (this.#isComposing() ? this.#look() : this.#show()), LOOK_MS)
  }

  #isComposing(): boolean {
    const { composing, root, contentDOM } = this.#view
    // An end that was never told leaves with the focus.
    if (!composing || root.activeElement !== contentDOM) return Date.now() - this.endedAt < READ_MS
    return !this.#canEnd || Date.now() - this.#typedAt < REST_MS
  }

  #show(): void {
    clearTimeout(this.#timer)
    if (this.#view.composing && this.#canEnd) this.#endComposing()
    this.#fit()
    const changes = this.#bound.release(this.#view.state.doc)
    if (changes) this.#view.dispatch({ changes, annotations: fromText.of(true) })
    this.#tell(false)
  }

  #measure({ changes, startState, transactions }: ViewUpdate): void {
    const composed = transactions.some(transaction => transaction.isUserEvent('input.type.compose'))
    if (!composed && !this.#over) return
    const { most, end } = this.#over ?? { most: Math.max(this.#options.limit, startState.doc.length), end: 0 }
    this.#over = { most, end: composed ? endOf(changes) : changes.mapPos(end) }
    this.#look()
  }

  #fit(): void {
    const over = this.#over
    this.#over = null
    const { doc } = this.#view.state
    if (!over || doc.length <= over.most) return
    const cut = Math.max(0, over.end - (doc.length - over.most))
    const from = isInside(doc, cut) ? cut - 1 : cut
    this.#options.unfit(over.end - from)
    this.#view.dispatch({ changes: { from, to: over.end }, userEvent: 'input.type.compose' })
  }

  /** Whether the browser, as Chrome on Android, has a way to end composing that leaves the letters, the focus and the keyboard. */
  get #canEnd(): boolean {
    return Boolean(Reflect.get(this.#view.contentDOM, 'editContext'))
  }

  #endComposing(): void {
    const { contentDOM } = this.#view
    const context = Reflect.get(contentDOM, 'editContext')
    Reflect.set(contentDOM, 'editContext', null)
    Reflect.set(contentDOM, 'editContext', context)
  }
}

/** Where the last change ends. */
const endOf = (changes: ChangeSet): number => {
  let end = 0
  changes.iterChanges((_from, _to, _at, to) => {
    end = to
  })
  return end
}
