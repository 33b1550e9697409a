import { ChangeSet } from '@codemirror/state'
import * as Y from 'yjs'

/** What the binding hears of a text: letters come, go, or stay. Whoever has the key can put in what is no letter. */
export type TextDelta = readonly { insert?: unknown; delete?: number; retain?: number }[]

interface LettersIn {
  from: number
  to: number
  insert: string
}

/** A delta as changes of a text; null when something in it is no letter. */
export const lettersIn = (delta: TextDelta): LettersIn[] | null => {
  const letters: LettersIn[] = []
  let at = 0
  for (const { insert, delete: gone = 0, retain = 0 } of delta) {
    if (insert !== undefined && typeof insert !== 'string') return null
    if (insert || gone) letters.push({ from: at, to: at + gone, insert: insert ?? '' })
    at += gone + retain
  }
  return letters
}

/**
 * A text of the document, and what of it its editor does not show yet. What is typed meanwhile goes to the same place between the
 * letters that both have. It is the origin of what is typed.
 */
export class BoundText {
  readonly text: Y.Text
  /** From what the editor shows to what is in the document. */
  #held: ChangeSet | null = null

  constructor(text: Y.Text) {
    this.text = text
  }

  get isHolding(): boolean {
    return this.#held !== null
  }

  /** Holds back what came into the text after all that is held. `shown`: the length of what the editor shows. */
  hold(letters: readonly LettersIn[], shown: number): void {
    const came = ChangeSet.of(letters, this.#held?.newLength ?? shown, '\n')
    this.#held = this.#held?.compose(came) ?? came
  }

  /** All that was held, which the editor has to show now. */
  release(): ChangeSet | null {
    const held = this.#held
    this.#held = null
    return held
  }

  /** Writes into the text what was typed in the editor. */
  write(typed: ChangeSet): void {
    // Of two at one place the letter typed here comes first: it belongs to those before it, which are being composed.
    const written = this.#held ? typed.map(this.#held, true) : typed
    this.#held = this.#held?.map(typed) ?? null
    this.text.doc?.transact(() => {
      written.iterChanges((from, to, at, _to, inserted) => {
        if (from !== to) this.text.delete(at, to - from)
        if (inserted.length > 0) this.text.insert(at, inserted.sliceString(0, inserted.length, '\n'))
      })
    }, this)
  }

  /** Where in the text a place of the editor is. */
  placeAt(position: number, side = 0): Y.RelativePosition {
    return Y.createRelativePositionFromTypeIndex(this.text, this.#held?.mapPos(position) ?? position, side)
  }

  /** Where in the editor a place of the text is; null when it is in another one. */
  positionOf(place: Y.RelativePosition): number | null {
    const { doc } = this.text
    const found = doc && Y.createAbsolutePositionFromRelativePosition(place, doc)
    if (found?.type !== this.text) return null
    return this.#held ? this.#held.invertedDesc.mapPos(Math.min(found.index, this.#held.newLength)) : found.index
  }
}
