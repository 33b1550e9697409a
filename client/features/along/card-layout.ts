import type { CardForm, CardItem, CardLayout, CardSection, CardText, DrawnLine, Measure, Missing, TextStyle } from './card.ts'
import { type Column, type Fit, layOutColumn } from './card-column.ts'
import { shortened } from './line-breaks.ts'

/** From well filled by a few words down to the smallest that can still be read. */
const SCALES = [1.3, 1.2, 1.1, 1, 0.94, 0.88, 0.82, 0.76, 0.7]
const LEAST = 0.7
const WHOLE = { title: Infinity, text: Infinity, meaning: Infinity, gesture: Infinity }
/**
 * At the smallest, the texts of a column are cut, and what signals mean is left out at last, until every one of its signals and
 * phrases is there. Never a gesture: a signal must work in the room too.
 */
const CUTS = [
  { title: 2, text: 3, meaning: 3, gesture: 2 },
  { title: 2, text: 2, meaning: 2, gesture: 2 },
  { title: 1, text: 1, meaning: 1, gesture: 1 },
  { title: 1, text: 1, meaning: 0, gesture: 1 },
]
const whole = (scale: number): Fit => ({ scale, lines: WHOLE, apart: 0.6, shown: null })
const SMALL: readonly Fit[] = [
  whole(LEAST),
  ...CUTS.map(lines => ({ scale: LEAST, lines, apart: lines.title === 1 ? 0.4 : 0.6, shown: null })),
]
/** When not all can be there, these lines of those that are. */
const SOME = { scale: LEAST, lines: { title: 1, text: 1, meaning: 0, gesture: 1 }, apart: 0.4 }
/** What stands is told in full before it is told large: the foot becomes as small as this, then shorter. */
const LEAST_FOOT = 0.7
/** Of two sections in one column the phrases give way before the signals, down to so many. */
const LEAST_PHRASES = 1

/**
 * Signals and phrases on a card: as large as they fit, then shorter, then "and 3 more". No ink lies on other ink, and none
 * outside its column.
 */
export const layOutCard = (
  form: CardForm,
  sections: readonly CardSection[],
  foot: string,
  more: (count: number) => string,
  measure: Measure,
): CardLayout & { missing: Missing } => {
  const columns = columnsFor(
    form,
    sections.filter(({ items }) => items.length > 0),
  )
  const heightOf = (column: Column, fit: Fit) => layOutColumn(form, column, fit, more, measure).height
  const fits = (column: Column, fit: Fit) => heightOf(column, fit) <= column.box.height
  const scale = SCALES.find(one => columns.every(column => fits(column, whole(one))))
  const fitOf = (column: Column) =>
    scale === undefined ? (SMALL.find(small => fits(column, small)) ?? whatFits(column, heightOf)) : whole(scale)
  const fitted = columns.map(column => ({ column, fit: fitOf(column) }))
  const laid = fitted.map(({ column, fit }) => layOutColumn(form, column, fit, more, measure))
  return {
    missing: { ...missingFrom(fitted), cut: cutIn(laid, sections) },
    lines: [...laid.flatMap(({ lines }) => lines), footLine(form, foot, measure)],
    hands: laid.flatMap(({ hands }) => hands),
  }
}

/** A section alone has the whole width. */
const columnsFor = ({ columns }: CardForm, sections: readonly CardSection[]): Column[] => {
  const [first, last] = [columns[0], columns.at(-1)]
  if (!first || !last || sections.length === 0) return []
  if (sections.length < columns.length) return [{ box: { ...first, width: last.x + last.width - first.x }, sections }]
  return columns.map((box, at) => ({ box, sections: sections.slice(at, box === last ? undefined : at + 1) }))
}

const missingFrom = (fitted: readonly { column: Column; fit: Fit }[]): Omit<Missing, 'cut'> => {
  const countOf = (section: number, { shown }: Fit) => shown?.[section] ?? Infinity
  const has = (is: (text: CardText) => boolean | undefined) => (item: CardItem) => item.some(is)
  const left = fitted.flatMap(({ column, fit }) => column.sections.flatMap(({ items }, at) => items.slice(countOf(at, fit))))
  const bare = fitted.filter(({ fit }) => fit.lines.meaning === 0)
  const there = bare.flatMap(({ column, fit }) => column.sections.flatMap(({ items }, at) => items.slice(0, countOf(at, fit))))
  return {
    items: left.length,
    gestures: left.filter(has(({ gesture }) => gesture)).length,
    meanings: there.filter(has(({ role }) => role === 'meaning')).length,
  }
}

/** Lines that end with dots where no text does. */
const cutIn = (laid: readonly CardLayout[], sections: readonly CardSection[]): number => {
  const texts = sections.flatMap(({ items }) => items.flatMap(item => item.map(({ text }) => text)))
  const isCut = ({ text }: DrawnLine) => text.endsWith('…') && !texts.some(whole => whole.endsWith(text))
  return laid.flatMap(({ lines }) => lines).filter(isCut).length
}

/** Of each section as many as would fit alone; then fewer of the last, and at last of the first, until they fit together. */
const whatFits = (column: Column, heightOf: (column: Column, fit: Fit) => number): Fit => {
  const { box, sections } = column
  const lengthOf = (section: CardSection, count: number) => heightOf({ box, sections: [section] }, { ...SOME, shown: [count] })
  const shown = sections.map(section => {
    let count = 0
    while (count < section.items.length && lengthOf(section, count + 1) <= box.height) count++
    return count
  })
  while (heightOf(column, { ...SOME, shown }) > box.height && shown.some(count => count > 0)) {
    const givesWay = shown.findLastIndex((count, at) => count > (at === 0 ? 0 : LEAST_PHRASES))
    const at = givesWay < 0 ? shown.findLastIndex(count => count > 0) : givesWay
    shown[at] = (shown[at] ?? 1) - 1
  }
  return { ...SOME, shown }
}

const footLine = ({ foot }: CardForm, text: string, measure: Measure): DrawnLine => {
  const styleOf = (size: number): TextStyle => ({ family: 'app', size, weight: 450, ink: 'ink-2' })
  const full = measure(text, styleOf(foot.size)).width
  const style = styleOf(foot.size * Math.max(LEAST_FOOT, Math.min(1, foot.most / full)))
  const widthOf = (line: string) => measure(line, style).width
  const line = widthOf(text) <= foot.most ? text : shortened(text, foot.most, widthOf)
  const { width, ascent, descent } = measure(line, style)
  const box = { x: foot.x, y: foot.baseline - ascent, width, height: ascent + descent }
  return { text: line, x: foot.x, y: foot.baseline, rightToLeft: false, style, box }
}
