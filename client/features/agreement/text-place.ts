import type { EditorView } from '@codemirror/view'
import type * as Y from 'yjs'
import { type ClauseField, fieldLimits } from '../../documents/agreement-view.ts'
import { isEmojiText } from '../../documents/emoji-text.ts'
import { holdAgainst, markedNodes } from './added-marks.ts'
import { isEditable, MOST_EDITABLE, openClauseEditor } from './clause-editor.ts'
import { MountQueue, type Openable } from './mount-queue.ts'
import type { Writing } from './writing.ts'

/** `no-text`: there is no text at all. `no-letters`: it is absurdly long, or not of letters only. */
export type Unwritable = 'no-text' | 'no-letters'

export interface TextPlaceOptions {
  clauseId: string
  field: ClauseField
  /** Accessible name. */
  label: string
  hint: string
  classes: { still: string; hint: string }
  /** Why no editor can show what is in it; null when one can. */
  broken: (why: Unwritable | null) => void
  /** What was typed last was left out: it does not belong here. */
  refused: (isRefused: boolean) => void
  /** As an editor tells it (`clause-editor.ts`). */
  holding: (isHolding: boolean) => void
  /** As an editor tells it (`clause-editor.ts`). */
  room: (left: number, dropped: number, step: unknown) => void
}

const queue = new MountQueue()
/**
 * Where one text of a clause stands on the page. It is a plain text that can be focused like any textbox, or an editor bound to
 * the `Y.Text` that is in the document at this moment; one takes the other's place without moving anything.
 */
export class TextPlace implements Openable, Disposable {
  readonly host: HTMLElement
  readonly #options: TextPlaceOptions
  #text = ''
  #still: HTMLElement | null = null
  #writing: Writing | null = null
  #stopWatching: (() => void) | null = null
  #editor: { view: EditorView; of: Y.Text } | null = null
  #broken: Unwritable | null = null
  #older: string | null = null

  constructor(host: HTMLElement, options: TextPlaceOptions) {
    this.host = host
    this.#options = options
  }

  get isOpen(): boolean {
    return this.#editor !== null
  }

  get isFocused(): boolean {
    return this.host.contains(document.activeElement)
  }

  /** What stands here while it is no editor. An editor hears of every letter by itself. */
  show(text: string): void {
    const isNew = text !== this.#text || (!this.#still && !this.#editor)
    this.#text = text
    if (this.#broken) this.#look()
    else if (isNew && !this.#editor) this.#drawStill()
  }

  /** From now on it can be written in; null: no longer. */
  write(writing: Writing | null): void {
    if (writing === this.#writing) return
    this.#stop()
    this.#writing = writing
    if (!writing) {
      this.#drawStill()
      return
    }
    this.#stopWatching = writing.agreement.watchTexts(this.#options.clauseId, () => this.#look())
    this.#look()
    queue.add(this)
  }

  /** What these words do not have is marked from now on; nothing with null. */
  holdAgainst(older: string | null): void {
    if (older === this.#older) return
    this.#older = older
    if (this.#editor) holdAgainst(this.#editor.view, older)
    else if (this.#still) this.#drawStill()
  }

  focus(): void {
    this.open()
    this.#editor?.view.focus()
  }

  open(whenAll = (put: () => void): void => put()): void {
    const [writing, of] = [this.#writing, this.#bound()]
    if (!writing || !of || this.#editor) return
    if (!isEditable(of)) {
      this.#breaks('no-letters')
      return
    }
    const { clauseId, field, label, hint, refused, holding, room } = this.#options
    const view = openClauseEditor({
      text: of,
      awareness: writing.awareness,
      undoManager: writing.agreement.undoManager,
      nameOf: writing.nameOf,
      label,
      hint,
      limit: fieldLimits[field],
      allowed: field === 'emoji' ? isEmojiText : undefined,
      refused,
      holding,
      room,
      focused: now => {
        if (!now) refused(false)
        writing.setPlace(now ? { clauseId, field } : null)
      },
      broken: () => {
        this.#editor = null
        this.#breaks('no-letters')
      },
    })
    this.#editor = { view, of }
    if (this.#older !== null) holdAgainst(view, this.#older)
    whenAll(() => {
      this.host.append(view.dom)
      this.#still?.remove()
      this.#still = null
    })
    queue.opened(this)
  }

  close(): void {
    if (!this.#editor) return
    if (this.isFocused) this.#writing?.setPlace(null)
    this.#editor.view.destroy()
    this.#editor = null
    this.#text = this.#bound()?.toString().slice(0, fieldLimits[this.#options.field]).toWellFormed() ?? this.#text
    this.#drawStill()
  }

  [Symbol.dispose](): void {
    this.#stop()
    this.host.replaceChildren()
  }

  #stop(): void {
    this.#stopWatching?.()
    this.#stopWatching = null
    queue.remove(this)
    this.close()
  }

  #bound(): Y.Text | null {
    return this.#writing?.agreement.textOf(this.#options.clauseId, this.#options.field) ?? null
  }

  /** An editor never stays bound to a text that is no longer in the document: whoever writes goes on in the one that is. */
  #look(): void {
    const now = this.#bound()
    if (this.#editor && this.#editor.of === now) return
    const [wasOpen, wasFocused] = [this.isOpen, this.isFocused]
    this.close()
    const mayBeWritten = now !== null && now.length <= MOST_EDITABLE && (this.#broken !== 'no-letters' || isEditable(now))
    this.#breaks(mayBeWritten ? null : now ? 'no-letters' : 'no-text')
    if (wasFocused) this.focus()
    else if (wasOpen) this.open()
  }

  #breaks(why: Unwritable | null): void {
    if (why !== this.#broken) this.#options.broken(why)
    this.#broken = why
    if (!this.#editor) this.#drawStill()
  }

  #drawStill(): void {
    const { label, hint, classes } = this.#options
    const still = document.createElement('div')
    still.className = classes.still
    if (this.#text !== '') {
      still.append(...markedNodes(this.#text, this.#older))
      // What is read back as the words on the screen; a hint is none.
      still.dataset['words'] = ''
    } else {
      const span = still.appendChild(document.createElement('span'))
      span.className = classes.hint
      span.textContent = hint
    }
    if (this.#writing && !this.#broken) {
      still.role = 'textbox'
      still.ariaLabel = label
      still.ariaMultiLine = 'false'
      still.tabIndex = 0
      // For whoever looks for something to write in. Nothing is ever written here: focus makes it an editor.
      still.contentEditable = 'true'
      // Once whatever gave it the focus has marked in it what it means to mark.
      still.addEventListener('focus', () => queueMicrotask(() => this.#focused(still)))
      still.addEventListener('mousedown', event => this.#pressed(event))
      // As assistive technology presses, without a mouse.
      still.addEventListener('click', () => this.focus())
      still.addEventListener('beforeinput', event => event.preventDefault())
    }
    this.#still?.remove()
    this.#still = still
    this.host.append(still)
  }

  /** Focus, however it comes, opens the editor with the same letters marked. */
  #focused(still: HTMLElement): void {
    if (still !== document.activeElement) return
    const marked = this.#text === '' ? null : markedIn(still)
    this.focus()
    const view = this.#editor?.view
    if (!view || !marked) return
    const most = view.state.doc.length
    view.dispatch({ selection: { anchor: Math.min(marked.anchor, most), head: Math.min(marked.head, most) } })
  }

  /** A press opens the editor with its caret where the press was. */
  #pressed(event: MouseEvent): void {
    if (event.button !== 0) return
    event.preventDefault()
    this.focus()
    const view = this.#editor?.view
    const at = view?.posAtCoords({ x: event.clientX, y: event.clientY })
    if (view && at != null) view.dispatch({ selection: { anchor: at } })
  }
}

/** What is marked in an element, by places in its text. Null when nothing in it is. */
const markedIn = (element: HTMLElement): { anchor: number; head: number } | null => {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection() ?? {}
  const place = (node: Node | null | undefined, offset: number | undefined): number | null => {
    if (!node || !element.contains(node)) return null
    const before = new Range()
    before.setStart(element, 0)
    before.setEnd(node, offset ?? 0)
    return before.toString().length
  }
  const [anchor, head] = [place(anchorNode, anchorOffset), place(focusNode, focusOffset)]
  return anchor === null || head === null ? null : { anchor, head }
}
