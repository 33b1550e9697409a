/**
 * Phrases as a word list writes them, found on word boundaries. A phrase is words with spaces between:
 * `a|b` one of these, `each+other` words in a row, `phone*` whatever begins so, `@name` a group of the list, `may?` there or not,
 * `..` up to three words of any kind, `!of|for` none of these here, `$` the end. The first word is always one that must be there.
 */
type WordTest = { word: string; stem: boolean }
type Piece =
  | { kind: 'one-of'; options: readonly (readonly WordTest[])[]; orEnd: boolean; optional: boolean }
  | { kind: 'none-of'; options: readonly (readonly WordTest[])[] }
  | { kind: 'gap' }
interface Phrase<T> {
  first: WordTest
  pieces: readonly Piece[]
  means: T
}
type Groups = Readonly<Record<string, string>>

const MOST_BETWEEN = 3
/** Letters that a stem has at least: by these phrases are looked up. */
const KEY = 3

/** Phrases by how their first word begins. */
export type PhraseTable<T> = ReadonlyMap<string, readonly Phrase<T>[]>

/** Throws for a phrase that could begin with anything, and for a group that is not there. */
export const compilePhrases = <T>(lists: readonly (readonly [T, readonly string[]])[], groups: Groups): PhraseTable<T> => {
  const table = new Map<string, Phrase<T>[]>()
  for (const [means, phrases] of lists)
    for (const text of phrases) {
      const pieces = text.split(' ').map(piece => pieceOf(piece, groups))
      for (const first of firstWords(pieces, text)) {
        const key = first.word.slice(0, KEY)
        table.set(key, [...(table.get(key) ?? []), { first, pieces, means }])
      }
    }
  return table
}

/** What the phrases that begin at this word mean, and the word after each. */
export const phrasesAt = <T>(table: PhraseTable<T>, words: readonly string[], at: number): { means: T; end: number }[] => {
  const word = words[at] ?? ''
  const found: { means: T; end: number }[] = []
  for (const { first, pieces, means } of table.get(word.slice(0, KEY)) ?? []) {
    const end = isWord(first, word) ? endOf(pieces, 0, words, at) : null
    if (end !== null) found.push({ means, end })
  }
  return found
}

const firstWords = ([first]: readonly Piece[], text: string): WordTest[] => {
  const words =
    first?.kind === 'one-of' && !first.optional && !first.orEnd ? first.options.flatMap(option => option[0] ?? []) : []
  const tooOpen = words.some(({ word, stem }) => stem && word.length < KEY)
  if (words.length === 0 || tooOpen) throw new Error(`a phrase begins with a word: ${text}`)
  return words
}

const pieceOf = (text: string, groups: Groups): Piece => {
  if (text === '..') return { kind: 'gap' }
  const optional = text.endsWith('?')
  const not = text.startsWith('!')
  const alternatives = expand(text.slice(not ? 1 : 0, optional ? -1 : undefined), groups)
  const options = alternatives.filter(one => one !== '$').map(one => one.split('+').map(wordTestOf))
  return not ? { kind: 'none-of', options } : { kind: 'one-of', options, orEnd: alternatives.includes('$'), optional }
}

const expand = (text: string, groups: Groups): string[] =>
  text.split('|').flatMap(one => {
    if (!one.startsWith('@')) return [one]
    const group = groups[one.slice(1)]
    if (group === undefined) throw new Error(`no group of words is called ${one}`)
    return expand(group, groups)
  })

const wordTestOf = (text: string): WordTest =>
  text.endsWith('*') ? { word: text.slice(0, -1), stem: true } : { word: text, stem: false }

/** Where the rest of a phrase ends, counted in words; null where it does not go on so. */
const endOf = (pieces: readonly Piece[], step: number, words: readonly string[], at: number): number | null => {
  const piece = pieces[step]
  if (!piece) return at
  const rest = (from: number) => endOf(pieces, step + 1, words, from)
  switch (piece.kind) {
    case 'gap':
      return firstEnd([...Array(MOST_BETWEEN + 1).keys()], skipped => rest(at + skipped))
    case 'none-of':
      return piece.options.some(option => isThere(option, words, at)) ? null : rest(at)
    case 'one-of': {
      const there = firstEnd(piece.options, option => (isThere(option, words, at) ? rest(at + option.length) : null))
      const without = piece.optional || (piece.orEnd && at >= words.length)
      return there ?? (without ? rest(at) : null)
    }
  }
}

const firstEnd = <O>(options: readonly O[], endFor: (option: O) => number | null): number | null => {
  for (const option of options) {
    const end = endFor(option)
    if (end !== null) return end
  }
  return null
}

const isThere = (option: readonly WordTest[], words: readonly string[], at: number): boolean =>
  option.every((test, index) => isWord(test, words[at + index]))

const isWord = ({ word, stem }: WordTest, found: string | undefined): boolean =>
  found !== undefined && (stem ? found.startsWith(word) : found === word)
