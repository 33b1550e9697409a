import { type Extension, RangeSetBuilder, StateEffect } from '@codemirror/state'
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate, WidgetType } from '@codemirror/view'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { BoundText, TextDelta } from './bound-text.ts'

/** What a writer is called here: names come from the space, not from what a page says of itself. */
export type NameOf = (seat: 'a' | 'b') => string

/** A caret that rests inside a line shows its name for so long, ms. */
const NAMED_MS = 2_000

interface Caret {
  seat: 'a' | 'b'
  name: string
  anchor: number
  head: number
  tag: 'end' | 'above' | 'none'
}

const moved = StateEffect.define<null>()

/**
 * The partner's caret and what they have marked, and telling them of one's own. In place of stock carets: those show
 * the name only to a mouse, never forget a caret that has left, and put the name into the text that is read out.
 */
export const partnerCarets = (bound: BoundText, awareness: Awareness, nameOf: NameOf): Extension =>
  ViewPlugin.define(view => new PartnerCarets(view, bound, awareness, nameOf), { decorations: plugin => plugin.decorations })

class PartnerCarets {
  decorations: DecorationSet = Decoration.none
  readonly #view: EditorView
  readonly #bound: BoundText
  readonly #awareness: Awareness
  readonly #nameOf: NameOf
  readonly #movedAt = new Map<number, { place: string; at: number }>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(view: EditorView, bound: BoundText, awareness: Awareness, nameOf: NameOf) {
    this.#view = view
    this.#bound = bound
    this.#awareness = awareness
    this.#nameOf = nameOf
    this.decorations = this.#draw()
    awareness.on('change', this.#heard)
    bound.text.observe(this.#written)
  }

  update(update: ViewUpdate): void {
    if (update.docChanged || update.selectionSet || update.focusChanged) this.#tell()
    if (update.docChanged || update.transactions.some(({ effects }) => effects.some(effect => effect.is(moved))))
      this.decorations = this.#draw()
    if (this.decorations.size > 0) update.view.requestMeasure({ read: placeTags, write: putTags, key: this })
  }

  destroy(): void {
    clearTimeout(this.#timer)
    this.#awareness.off('change', this.#heard)
    this.#bound.text.unobserve(this.#written)
  }

  readonly #heard = (_change: unknown, origin: unknown) => {
    if (origin === 'local') return
    // Most carets move in other texts.
    if (this.decorations.size > 0 || this.#carets().length > 0) this.#view.dispatch({ effects: moved.of(null) })
  }

  /** A caret hangs on the letter behind it: whoever writes before that letter stays at the same place, and tells of no move. */
  readonly #written = ({ delta }: Y.YTextEvent, { local }: Y.Transaction) => {
    if (local) return
    const at = Date.now()
    for (const [client, { place }] of this.#movedAt)
      if (isChangedAt(delta as TextDelta, this.#bound.indexOf(Y.createRelativePositionFromJSON(JSON.parse(place)))))
        this.#movedAt.set(client, { place, at })
    // What is held back is drawn with its letters.
    if (this.decorations.size > 0 && !this.#bound.isHolding) this.#view.dispatch({ effects: moved.of(null) })
  }

  /** Where this person is in this text, as long as they are in it. */
  #tell(): void {
    if (!this.#view.hasFocus) return
    const { anchor, head } = this.#view.state.selection.main
    const place = (position: number) => Y.relativePositionToJSON(this.#bound.placeAt(position))
    const cursor = { anchor: place(anchor), head: place(head) }
    if (JSON.stringify(this.#awareness.getLocalState()?.['cursor']) === JSON.stringify(cursor)) return
    this.#awareness.setLocalStateField('cursor', cursor)
  }

  #draw(): DecorationSet {
    const carets = this.#carets()
    const marks = new RangeSetBuilder<Decoration>()
    const widgets = carets.map(caret =>
      Decoration.widget({ widget: new CaretWidget(caret), side: caret.head > caret.anchor ? -1 : 1 }).range(caret.head),
    )
    for (const { anchor, head, seat } of carets.toSorted((one, other) => from(one) - from(other)))
      if (anchor !== head)
        marks.add(
          Math.min(anchor, head),
          Math.max(anchor, head),
          Decoration.mark({ class: `cm-partnerMarked cm-partner-${seat}` }),
        )
    return marks.finish().update({ add: widgets, sort: true })
  }

  #carets(): Caret[] {
    const carets: Caret[] = []
    let stillNamed = Number.POSITIVE_INFINITY
    for (const [client, state] of this.#awareness.getStates()) {
      if (client === this.#awareness.clientID || !state['cursor']) continue
      const head = this.#positionOf(state['cursor'].head)
      const anchor = this.#positionOf(state['cursor'].anchor)
      if (head === null || anchor === null) {
        this.#movedAt.delete(client)
        continue
      }
      const seat = state['user']?.seat === 'b' ? 'b' : 'a'
      const left = this.#namedFor(client, JSON.stringify(state['cursor'].head))
      const atEnd = head === this.#view.state.doc.lineAt(head).to
      if (!atEnd && left > 0) stillNamed = Math.min(stillNamed, left)
      carets.push({ seat, name: this.#nameOf(seat), anchor, head, tag: atEnd ? 'end' : left > 0 ? 'above' : 'none' })
    }
    clearTimeout(this.#timer)
    if (Number.isFinite(stillNamed)) this.#timer = setTimeout(() => this.#view.dispatch({ effects: moved.of(null) }), stillNamed)
    return carets
  }

  /** How much longer a caret carries its name, ms. */
  #namedFor(client: number, place: string): number {
    const now = Date.now()
    const known = this.#movedAt.get(client)
    if (known?.place === place) return known.at + NAMED_MS - now
    this.#movedAt.set(client, { place, at: now })
    return NAMED_MS
  }

  #positionOf(place: unknown): number | null {
    const position = this.#bound.positionOf(Y.createRelativePositionFromJSON(place))
    return position === null ? null : Math.min(position, this.#view.state.doc.length)
  }
}

/** Whether letters came or went right at a place of the text as it is afterwards. */
const isChangedAt = (delta: TextDelta, place: number | null): boolean => {
  let at = 0
  return delta.some(({ insert, delete: gone = 0, retain = 0 }) => {
    const begin = at + retain
    at = begin + (typeof insert === 'string' ? insert.length : 0)
    return place !== null && (insert !== undefined || gone > 0) && begin <= place && place <= at
  })
}

const from = ({ anchor, head }: Caret): number => Math.min(anchor, head)

/** The name is drawn by CSS: it is not part of the text, neither to a reader nor to the clipboard. */
class CaretWidget extends WidgetType {
  readonly caret: Caret

  constructor(caret: Caret) {
    super()
    this.caret = caret
  }

  override eq({ caret }: CaretWidget): boolean {
    return caret.seat === this.caret.seat && caret.name === this.caret.name && caret.tag === this.caret.tag
  }

  override toDOM(): HTMLElement {
    const bar = document.createElement('span')
    bar.className = `cm-partnerCaret cm-partner-${this.caret.seat}`
    bar.dataset['tag'] = this.caret.tag
    bar.dataset['name'] = this.caret.name
    bar.ariaHidden = 'true'
    return bar
  }

  override ignoreEvent(): boolean {
    return true
  }
}

/** The partner's shape on the edge of the card takes so much of the right end above a first line, px. */
const SHAPE_ROOM = 32

interface PlacedTag {
  bar: HTMLElement
  isAbove: boolean
  /** To the left of where a name begins at its caret, px: 0 or less. */
  shift: number
}

/** A name beside the last letter would leave the card: then it stands above, as one inside a line does, within the text's width and clear of the shape. */
const placeTags = (view: EditorView): PlacedTag[] => {
  const { left, right, top } = view.contentDOM.getBoundingClientRect()
  return [...view.contentDOM.querySelectorAll<HTMLElement>('.cm-partnerCaret')].map(bar => {
    const at = bar.getBoundingClientRect()
    const width = Number.parseFloat(getComputedStyle(bar, '::after').width) || 0
    const isAbove = bar.dataset['tag'] !== 'end' || at.left + width + 24 > right
    const edge = at.top - top < at.height ? right - SHAPE_ROOM : right
    const shift = isAbove ? Math.max(left - at.left, Math.min(0, edge - at.left - width)) : 0
    return { bar, isAbove, shift }
  })
}

const putTags = (tags: readonly PlacedTag[]): void => {
  for (const { bar, isAbove, shift } of tags) {
    bar.classList.toggle('cm-partnerAbove', isAbove)
    bar.classList.toggle('cm-partnerShifted', shift < 0)
    bar.style.setProperty('--shift', `${Math.floor(shift)}px`)
  }
}
