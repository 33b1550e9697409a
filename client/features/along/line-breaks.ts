/** A piece of text that stays together on a line. */
export interface Piece {
  text: string
  /** A space stands before it, unless it begins a line. */
  spaced: boolean
}

/** Scripts written without spaces. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
export const isUnspaced = (text: string): boolean => UNSPACED.test(text)

/** Never at the beginning of a line, and never at its end. */
const CLOSES = /^[\p{Pe}\p{Pf}\p{Po}\p{Mn}ー々ゝゞヽヾ]/u
const OPENS = /[\p{Ps}\p{Pi}]$/u

const graphemeSegmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const wordSegmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
const segments = (segmenter: Intl.Segmenter, text: string): string[] => [...segmenter.segment(text)].map(({ segment }) => segment)

/** What a reader takes for one letter each. */
export const graphemes = (text: string): string[] => segments(graphemeSegmenter, text)

/** Where a line may end: at spaces, and between the words of scripts that have none. */
export const pieces = (text: string): Piece[] =>
  text
    .split(' ')
    .filter(word => word !== '')
    .flatMap((word, place) => unspaced(word).map((part, at) => ({ text: part, spaced: place > 0 && at === 0 })))

const unspaced = (word: string): string[] => {
  if (!UNSPACED.test(word)) return [word]
  const parts: string[] = []
  for (const part of segments(wordSegmenter, word)) {
    const last = parts.at(-1)
    const stays = last !== undefined && (CLOSES.test(part) || OPENS.test(last) || !(UNSPACED.test(part) || UNSPACED.test(last)))
    if (stays) parts.push(`${parts.pop()}${part}`)
    else parts.push(part)
  }
  return parts
}

type WidthOf = (text: string) => number

/** `widthOf` in the unit of `most`. A piece wider than a line is broken between letters; no line is empty. `enough`: so many lines. */
export const breakLines = (text: string, most: number, widthOf: WidthOf, enough = Infinity): string[] => {
  const lines: string[] = []
  let line = ''
  for (const { text: piece, spaced } of pieces(text)) {
    if (lines.length >= enough) return lines
    const longer = line === '' ? piece : `${line}${spaced ? ' ' : ''}${piece}`
    if (widthOf(longer) <= most) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    const broken = widthOf(piece) <= most ? [piece] : breakLetters(piece, most, widthOf)
    lines.push(...broken.slice(0, -1))
    line = broken.at(-1) ?? ''
  }
  if (line !== '') lines.push(line)
  return lines
}

const breakLetters = (word: string, most: number, widthOf: WidthOf): string[] => {
  const lines: string[] = []
  let line = ''
  for (const letter of graphemes(word)) {
    if (line !== '' && widthOf(line + letter) > most) {
      lines.push(line)
      line = ''
    }
    line += letter
  }
  return line === '' ? lines : [...lines, line]
}

/** What would stand oddly before "…". */
const BEFORE_DOTS = /[\s.,;:!?…、。，]+$/u

/** The beginning of a text that fits one line with "…" at its end. */
export const shortened = (text: string, most: number, widthOf: WidthOf): string => {
  const letters = graphemes(text)
  const withDots = (count: number) => `${letters.slice(0, count).join('').replace(BEFORE_DOTS, '')}…`
  let [fits, tooMany] = [0, letters.length + 1]
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2)
    if (widthOf(withDots(middle)) <= most) fits = middle
    else tooMany = middle
  }
  return withDots(fits)
}

/** As `breakLines`, of at most so many lines: the last says with "…" that there is more. */
export const atMost = (lines: number, text: string, most: number, widthOf: WidthOf): string[] => {
  const all = breakLines(text, most, widthOf, lines + 1)
  if (all.length <= lines) return all
  const kept = all.slice(0, lines - 1)
  const rest = kept.reduce((left, line) => left.slice(left.indexOf(line) + line.length).trimStart(), text)
  return [...kept, shortened(rest, most, widthOf)]
}
