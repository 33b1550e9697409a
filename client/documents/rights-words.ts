import { plainWords } from '../../shared/plain-words.ts'
import { compilePhrases, type PhraseTable, phrasesAt } from './word-phrases.ts'

/** What stands above every agreement, as far as words can touch it. */
export const rights = ['private', 'password', 'place', 'obey', 'body', 'leave', 'pause'] as const
export type Right = (typeof rights)[number]

/** The words of one language, as phrases of `word-phrases.ts`. */
export interface RightsWords {
  /** Words that phrases call together by one name: `@name`. */
  groups: Readonly<Record<string, string>>
  /** What would be asked of the other. A word that turns it round takes it back: "I will not …". */
  demands: Readonly<Record<Right, readonly string[]>>
  /** What would give up a right; its own "not" belongs to it: "You may not pause". */
  waivers: Readonly<Partial<Record<Right, readonly string[]>>>
  /** Each turns what is said into its opposite; two of them leave it as it is: "Nobody hides …". */
  turns: readonly string[]
  /** Says that something stays each one's own, whatever else is said beside it. */
  keeps: readonly string[]
  /** A new thought begins with these, besides punctuation. */
  breaks: readonly string[]
  /** Whoever these name speaks anew: a "not" before does not reach here. */
  subjects: readonly string[]
  /** What begins so is no more than a condition: its "not" reaches no further. */
  conditions: readonly string[]
}

/** The rights that texts touch, in the order of `rights`. A hint from words alone: it can miss, and it can be wrong. */
export type FindRights = (texts: readonly string[]) => readonly Right[]

/** What a phrase means where it stands. */
type Meaning = { kind: 'demand' | 'waiver'; right: Right } | { kind: 'turn' | 'keep' }

interface Compiled {
  phrases: PhraseTable<Meaning>
  /** What a sentence has in it where it asks for anything or gives anything up: most have not, and need not be taken apart. */
  begins: RegExp
  breaks: ReadonlySet<string>
  subjects: ReadonlySet<string>
  conditions: ReadonlySet<string>
}

/** The list is read when it is first needed. */
export const findRights = (words: RightsWords): FindRights => {
  let compiled: Compiled | null = null
  return texts => {
    compiled ??= compile(words)
    const found = new Set<Right>()
    for (const sentence of texts.flatMap(sentencesOf)) if (compiled.begins.test(sentence)) look(sentence, compiled, found)
    return rights.filter(right => found.has(right))
  }
}

const compile = ({ groups, demands, waivers, turns, keeps, breaks, subjects, conditions }: RightsWords): Compiled => {
  const touching: (readonly [Meaning, readonly string[]])[] = rights.flatMap(right => [
    [{ kind: 'demand', right }, demands[right]],
    [{ kind: 'waiver', right }, waivers[right] ?? []],
  ])
  return {
    phrases: compilePhrases<Meaning>([...touching, [{ kind: 'turn' }, turns], [{ kind: 'keep' }, keeps]], groups),
    begins: new RegExp([...compilePhrases(touching, groups).keys()].join('|')),
    breaks: new Set(breaks),
    subjects: new Set(subjects),
    conditions: new Set(conditions),
  }
}

const look = (sentence: string, { phrases, breaks, subjects, conditions }: Compiled, found: Set<Right>): void => {
  let turned = false
  for (const part of partsOf(sentence, breaks)) {
    const [first = ''] = part
    const { demands, waivers, turns, kept } = readPart(part, phrases)
    // What has no subject of its own goes on from the part before.
    if (turns > 0 || subjects.has(first) || conditions.has(first)) turned = turns % 2 === 1
    for (const right of waivers) found.add(right)
    if (!turned && !kept) for (const right of demands) found.add(right)
    if (conditions.has(first)) turned = false
  }
}

const readPart = (part: readonly string[], phrases: PhraseTable<Meaning>) => {
  const read = { demands: [] as Right[], waivers: [] as Right[], turns: 0, kept: false }
  let turnEnd = 0
  for (const at of part.keys())
    for (const { means, end } of phrasesAt(phrases, part, at))
      switch (means.kind) {
        case 'demand':
          read.demands.push(means.right)
          break
        case 'waiver':
          read.waivers.push(means.right)
          break
        case 'keep':
          read.kept = true
          break
        case 'turn':
          // "say no" turns once.
          if (at >= turnEnd) read.turns++
          turnEnd = Math.max(turnEnd, end)
      }
  return read
}

const SENTENCE_END = /[.!?…\n\r\u2028\u2029。！？]+/u
const PART_END = /[;:,–—()[\]"“”«»/]+|\s-+\s/u
/** Letters with what hangs on them; a sign of Chinese is a word of its own. */
const WORD = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}'])+/gu
const APOSTROPHES = /[’‘ʼ`´]/gu

const sentencesOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .replace(APOSTROPHES, "'")
    .split(SENTENCE_END)
    .map(sentence => plainWords(sentence).toLowerCase())

const partsOf = (sentence: string, breaks: ReadonlySet<string>): string[][] => {
  const parts: string[][] = []
  for (const piece of sentence.split(PART_END)) {
    let part: string[] = []
    parts.push(part)
    for (const word of wordsOf(piece)) {
      if (breaks.has(word)) {
        part = []
        parts.push(part)
      } else part.push(word)
    }
  }
  return parts.filter(part => part.length > 0)
}

const wordsOf = (text: string): string[] =>
  (text.match(WORD) ?? []).map(word => word.replace(/^'+|'+$/g, '')).filter(word => word !== '')
