import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DiffPart, wordDiff } from '../shared/word-diff.ts'
import { seed } from './support/seed.ts'

const marked = (parts: readonly DiffPart[]): string =>
  parts.map(({ kind, text }) => (kind === 'same' ? text : kind === 'removed' ? `[-${text}-]` : `{+${text}+}`)).join('')
const of = (parts: readonly DiffPart[], ...kinds: DiffPart['kind'][]): string =>
  parts.map(({ kind, text }) => (kinds.includes(kind) ? text : '')).join('')

test.each([
  ['I am here', 'I am here', 'I am here'],
  ['', 'I am here', '{+I am here+}'],
  ['I am here', '', '[-I am here-]'],
  ['I am here', 'I am here now', 'I am here{+ now+}'],
  ['A pause is at least 20 minutes.', 'A pause is at least 40 minutes.', 'A pause is at least [-20-]{+40+} minutes.'],
  ['Take it slow', 'Go quite slow', '[-Take it-]{+Go quite+} slow'],
  ['no talk', 'no calls, no talk', 'no {+calls, no +}talk'],
  ['🪶 🕊️', '🪶 👩‍👩‍👧', '🪶 [-🕊️-]{+👩‍👩‍👧+}'],
  ['慢慢来', '慢慢来，好吗', '慢慢来{+，好吗+}'],
  ['We are okay', 'we are okay', '[-We-]{+we+} are okay'],
  ['one two', 'one\ntwo', 'one\ntwo'],
  ['e\u0301t\u00e9', '\u00e9te\u0301', '\u00e9te\u0301'],
])('[AGS9] from “%s” to “%s” the diff is %s', (older, newer, expected) => {
  expect(marked(wordDiff(older, newer))).toBe(expected)
})

const pieces = fc.array(fc.constantFrom('I', 'am', 'here', 'not', ' ', '  ', '.', ',', '🪶', '在', '这里', 'ZŽ', '\n'), {
  maxLength: 24,
})
/** Without regard to how wide a space is. */
const words = (text: string): string => text.normalize().replace(/\s+/gu, '')
const spaced = (text: string): string => text.normalize().replace(/\s+/gu, ' ').trim()
const text = fc.oneof(
  pieces.map(all => all.join('')),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
)

test('[AGS9] the older text and the newer one can both be read off any diff, and equal texts differ in nothing', () => {
  fc.assert(
    fc.property(text, text, (older, newer) => {
      const parts = wordDiff(older, newer)
      expect(words(of(parts, 'same', 'removed'))).toBe(words(older))
      expect(of(parts, 'same', 'added')).toBe(newer)
      expect(parts.every(({ text: some }) => some !== '')).toBe(true)
      expect(parts.some(({ kind }, at) => kind === parts[at - 1]?.kind)).toBe(false)
      const changed = parts.some(({ kind, text: some }) => kind !== 'same' && some.trim() !== '')
      if (spaced(older) === spaced(newer)) expect(changed).toBe(false)
      if (words(older) !== words(newer)) expect(changed).toBe(true)
    }),
    { seed, numRuns: 500 },
  )
})
