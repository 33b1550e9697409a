/** How many recovery words there are. */
export const WORDS = 24
/** Words named at a time; more would not help. */
const NAMED = 3
const SUGGESTED = 3

export interface Typed {
  count: number
  /** Words that are not in the list, with their place (from 1) and what may have been meant. */
  unknown: { position: number; word: string; near: string[] }[]
}

/** Where a word stands in what was typed: from and to, for a selection. `position` counts from 1. */
export const placeOf = (text: string, position: number): [number, number] => {
  const found = [...text.matchAll(/[\p{L}\p{M}]+/gu)][position - 1]
  return found ? [found.index, found.index + found[0].length] : [text.length, text.length]
}

/** Looks at words while they are typed. The last one counts as unfinished until `finished` or a space follows it. */
export const readTyped = async (text: string, finished: boolean): Promise<Typed> => {
  const words =
    text
      .normalize('NFKD')
      .toLowerCase()
      .match(/[\p{L}\p{M}]+/gu) ?? []
  if (words.length === 0) return { count: 0, unknown: [] }
  const { wordlist } = await import('@scure/bip39/wordlists/english.js')
  const known = new Set(wordlist)
  const ended = finished || /[^\p{L}\p{M}]$/u.test(text) ? words.length : words.length - 1
  const unknown = words
    .map((word, at) => ({ word, position: at + 1 }))
    .filter(({ word, position }) => position <= ended && !known.has(word))
    .slice(0, NAMED)
    .map(({ word, position }) => ({ word, position, near: nearest(word, wordlist) }))
  return { count: words.length, unknown }
}

const nearest = (word: string, wordlist: readonly string[]): string[] =>
  wordlist
    .map(candidate => ({ candidate, away: distance(word, candidate) }))
    .filter(({ away }) => away <= 2)
    .sort((a, b) => a.away - b.away)
    .slice(0, SUGGESTED)
    .map(({ candidate }) => candidate)

/** How many letters are added, dropped or changed between two words. */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1]
    for (let j = 1; j <= to.length; j++) {
      const changed = (row[j - 1] ?? 0) + (letter === to[j - 1] ? 0 : 1)
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
