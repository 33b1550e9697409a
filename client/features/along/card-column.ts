import type { Box, CardForm, CardLayout, CardSection, CardText, DrawnLine, Measure, TextStyle } from './card.ts'
import { isRightToLeft } from './direction.ts'
import { atMost, isUnspaced } from './line-breaks.ts'

/** How large the words of a column are, and how much of them is there. */
export interface Fit {
  scale: number
  /** The most lines of a text; with none it is left out. */
  lines: Record<CardText['role'], number>
  /** Between one item and the next, in the size of the text. */
  apart: number
  /** How many items of each section; null for all. */
  shown: readonly number[] | null
}

export interface Column {
  box: Box
  sections: readonly CardSection[]
}

export interface Laid extends CardLayout {
  height: number
}

const LINE_HEIGHT = { title: 1.2, text: 1.34, meaning: 1.34, gesture: 1.34, label: 1.2 }
/** Scripts of square letters need more between the lines. */
const MORE_FOR_SQUARES = 0.16
/** The app's own words are small to begin with. */
const LEAST_LABEL = 0.86

/** The words of a column as they would stand there; where there is no room for them all, at least one more than there is room for. */
export const layOutColumn = (
  form: CardForm,
  { box, sections }: Column,
  { scale, lines, apart, shown }: Fit,
  more: (count: number) => string,
  measure: Measure,
): Laid => {
  const at = (size: number) => Math.round(size * scale)
  const label = labelStyle(Math.round(form.label * Math.max(scale, LEAST_LABEL)))
  const pen = new Pen(box, measure)
  for (const [place, { label: name, items }] of sections.entries()) {
    const count = shown?.[place] ?? items.length
    if (place > 0) pen.space(at(form.title) * 0.7)
    pen.write(name, label, { height: LINE_HEIGHT.label, most: 1 })
    for (const item of items.slice(0, count)) {
      if (pen.height > box.height) return pen
      pen.space(at(form.text) * apart)
      for (const { text, role, gesture } of item) {
        const style = wordStyle(role, at(role === 'title' ? form.title : form.text))
        pen.write(text, style, { height: LINE_HEIGHT[role], most: lines[role], hand: gesture })
      }
    }
    if (count === items.length) continue
    pen.space(at(form.text) * apart)
    pen.write(more(items.length - count), label, { height: LINE_HEIGHT.label, most: 1 })
  }
  return form.upright === 'middle' ? lowered(pen, Math.max(0, (box.height - pen.height) / 2)) : pen
}

const labelStyle = (size: number): TextStyle => ({ family: 'app', size, weight: 620, ink: 'ink-2' })

const wordStyle = (role: CardText['role'], size: number): TextStyle =>
  role === 'title' ? { family: 'words', size, weight: 520, ink: 'ink' } : { family: 'words', size, weight: 430, ink: 'ink-2' }

const lowered = ({ lines, hands, height }: Laid, by: number): Laid => ({
  lines: lines.map(line => ({ ...line, y: line.y + by, box: { ...line.box, y: line.box.y + by } })),
  hands: hands.map(hand => ({ ...hand, y: hand.y + by })),
  height,
})

interface Way {
  /** Of a line, in its size. The ink of some scripts needs more, and gets it. */
  height: number
  most: number
  hand?: boolean | undefined
}

/** Always left between the ink of one line and that of the next, in the size of the text. */
const AIR = 0.04
/** A hand's room before a gesture, in the size of its text. */
const HAND_ROOM = 1.3

/** Writes line under line, each below all ink of the one before. */
class Pen implements Laid {
  readonly lines: DrawnLine[] = []
  readonly hands: Box[] = []
  height = 0
  readonly #box: Box
  readonly #measure: Measure

  constructor(box: Box, measure: Measure) {
    this.#box = box
    this.#measure = measure
  }

  space(by: number): void {
    this.height += by
  }

  write(text: string, style: TextStyle, { height, most, hand = false }: Way): void {
    if (most === 0) return
    const indent = hand ? style.size * HAND_ROOM : 0
    const room = this.#box.width - indent
    const widthOf = (line: string) => this.#measure(line, style).width
    const lines = atMost(most, text, room, widthOf)
    const rightToLeft = isRightToLeft(text)
    const start = rightToLeft ? this.#box.x + room : this.#box.x + indent
    const lineHeight = height + (isUnspaced(text) ? MORE_FOR_SQUARES : 0)
    for (const [at, line] of lines.entries()) {
      const { width, ascent, descent } = this.#measure(line, style)
      const y = this.#box.y + this.height + Math.max(ascent, style.size * (lineHeight / 2 + 0.26))
      const box = { x: rightToLeft ? start - width : start, y: y - ascent, width, height: ascent + descent }
      this.lines.push({ text: line, x: start, y, rightToLeft, style, box })
      if (hand && at === 0) this.#putHand(rightToLeft, y, style.size)
      this.height = y - this.#box.y + Math.max(descent + style.size * AIR, style.size * (lineHeight / 2 - 0.26))
    }
  }

  #putHand(rightToLeft: boolean, y: number, size: number): void {
    const x = rightToLeft ? this.#box.x + this.#box.width - size : this.#box.x
    this.hands.push({ x, y: y - size * 0.84, width: size, height: size })
  }
}
