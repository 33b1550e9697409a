import { ChangeSet, type Text } from '@codemirror/state'
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

/** The same changes, none of which begins or ends between the halves of a letter: one half alone would damage the other in the text. */
const inWholeLetters = (typed: ChangeSet, before: Text): ChangeSet => {
  const whole: LettersIn[] = []
  let isSplit = false
  typed.iterChanges((from, to, _from, _to, inserted) => {
    const [first, last] = [isInside(before, from) ? from - 1 : from, isInside(before, to) ? to + 1 : to]
    isSplit ||= first !== from || last !== to
    const letters = inserted.sliceString(0, inserted.length, '\n')
    whole.push({
      from: first,
      to: last,
      insert: before.sliceString(first, from, '\n') + letters + before.sliceString(to, last, '\n'),
    })
  })
  return isSplit ? ChangeSet.of(whole, before.length, '\n') : typed
}

/** Whether a place is between the two halves of one letter. */
export const isInside = (text: Text, at: number): boolean =>
  at > 0 && at < text.length && /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.sliceString(at - 1, at + 1, '\n'))

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

  /** All that was held, which the editor has to show now. `shown`: what it shows. */
  release(shown: Text): ChangeSet | null {
    const held = this.#held
    this.#held = null
    return held?.compose(this.#damaged(held.apply(shown))) ?? null
  }

  /** Writes into the text what was typed in the editor. `before`: what it showed until then. */
  write(typed: ChangeSet, before: Text): void {
    const whole = inWholeLetters(typed, before)
    // Of two at one place the letter typed here comes first: it belongs to those before it, which are being composed.
    const written = this.#held ? whole.map(this.#held, true) : whole
    this.#held = this.#held?.map(whole) ?? null
    const mended: LettersIn[] = []
    this.text.doc?.transact(() => {
      written.iterChanges((from, to, at, end, inserted) => {
        if (from !== to) this.text.delete(at, to - from)
        if (inserted.length === 0) return
        const letters = inserted.sliceString(0, inserted.length, '\n')
        const insert = letters.toWellFormed()
        this.text.insert(at, insert)
        if (insert !== letters) mended.push({ from: at, to: end, insert })
      })
    }, this)
    // Half a letter that was typed alone: the partner gets the sign for it, and it is shown here too.
    if (mended.length > 0) this.hold(mended, whole.newLength)
  }

  /** What became of a letter between whose halves a page of another make wrote: Yjs puts the sign for it in place of both, and tells of neither. */
  #damaged(told: Text): ChangeSet {
    const [words, now] = [told.toString(), this.text.toString()]
    const signs: LettersIn[] = []
    if (words !== now && words.length === now.length)
      for (let at = 0; at < now.length; at++)
        if (words[at] !== now[at]) signs.push({ from: at, to: at + 1, insert: now[at] ?? '' })
    return ChangeSet.of(signs, told.length, '\n')
  }

  /** Where in the text a place of the editor is. */
  placeAt(position: number, side = 0): Y.RelativePosition {
    return Y.createRelativePositionFromTypeIndex(this.text, this.#held?.mapPos(position) ?? position, side)
  }

  /** Where in the editor a place of the text is; null when it is in another one. */
  positionOf(place: Y.RelativePosition): number | null {
    const index = this.indexOf(place)
    if (index === null || !this.#held) return index
    return this.#held.invertedDesc.mapPos(Math.min(index, this.#held.newLength))
  }

  /** Where in the text itself a place of it is; null when it is in another one. */
  indexOf(place: Y.RelativePosition): number | null {
    const { doc } = this.text
    const found = doc && Y.createAbsolutePositionFromRelativePosition(place, doc)
    return found?.type === this.text ? found.index : null
  }
}
