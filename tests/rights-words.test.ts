import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findRights, type Right, type RightsWords, rights } from '../client/documents/rights-words.ts'
import { compilePhrases, phrasesAt } from '../client/documents/word-phrases.ts'
import { library } from '../client/i18n/en/library.ts'
import { rightsWords } from '../client/i18n/en/rights-words.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { anyCharacter } from './support/any-character.ts'
import { harmless } from './support/harmless-sentences.ts'
import { seed } from './support/seed.ts'
import { touching } from './support/touching-sentences.ts'

type Find = (text: string) => readonly Right[]
const finder = (words: RightsWords): Find => {
  const find = findRights(words)
  return text => find([text])
}
const find = finder(rightsWords)

/** Sentences that touch a right and are not found, and harmless ones that are. */
const missed = (by: Find) => touching.filter(([right, text]) => !by(text).includes(right))
const falseAlarms = (by: Find) => harmless.filter(text => by(text).length > 0)

const wordsOfRights = Object.values(rightsWords.demands).flat()
const stems = wordsOfRights.flatMap(phrase => phrase.split(/[ |]/)).filter(word => /^[a-z]{3,}\*?$/.test(word))
/** Finds a word wherever its letters stand. */
const byLetters: Find = text => (stems.some(stem => text.toLowerCase().includes(stem.replace('*', ''))) ? ['private'] : [])

test('[CHK4] what demands access, place, passwords, compliance or sex, or waives leaving or pausing, is noticed', () => {
  expect(missed(find)).toEqual([])
  for (const right of rights) expect(touching.filter(([one]) => one === right).length, right).toBeGreaterThan(5)
  expect(missed(() => [])).toHaveLength(touching.length)
  expect(missed(finder({ ...rightsWords, waivers: {} })).length).toBeGreaterThan(20)
})

test('[CHK5] what only uses the same words is left alone: one’s own, refused, given freely, or of something else', () => {
  expect(falseAlarms(find)).toEqual([])
  expect(falseAlarms(finder({ ...rightsWords, turns: [] })).length, 'deaf to "not"').toBeGreaterThan(20)
  expect(falseAlarms(finder({ ...rightsWords, keeps: [] })).length, 'deaf to "private"').toBeGreaterThan(1)
  expect(falseAlarms(byLetters).length, 'deaf to where words begin').toBeGreaterThan(50)
})

test('[CHK5] "not" reaches as far as its speaker goes on, two of them cancel out, and a condition keeps its own', () => {
  const told: [string, boolean][] = [
    ['I will not ask for your phone and read your messages.', false],
    ['I will not shout, and you show me your phone.', true],
    ['Nobody hides a password.', true],
    ['Nobody has to know a password.', false],
    ['If you do not answer, share your location.', true],
    ['No shouting. Show me your phone.', true],
    ['I don’t look into your phone.', false],
    ["I don't look into your phone.", false],
    ['I DO LOOK INTO YOUR PHONE', true],
    ['ｓｈｏｗ ｍｅ ｙｏｕｒ ｐｈｏｎｅ', true],
    ['Show me\u200b your\u202e phone', true],
  ]
  for (const [text, touches] of told) expect(find(text).length > 0, text).toBe(touches)
})

test('[CHK5] nothing of the starters and of the library is noticed', () => {
  const texts = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []
  const ours = [...texts(starterTexts), ...texts(library)]
  expect(ours.length).toBeGreaterThan(150)
  expect(ours.filter(text => find(text).length > 0)).toEqual([])
})

test('[CHK6] any text can be read, and what stands before or after a sentence takes nothing from it', () => {
  const anything = fc.oneof(fc.string({ unit: anyCharacter, maxLength: 300 }), fc.constantFrom(...harmless))
  fc.assert(
    fc.property(anything, fc.constantFrom(...touching), anything, (before, [right, text], after) => {
      expect(find(`${before}\n${text}\n${after}`)).toContain(right)
    }),
    { seed, numRuns: 200 },
  )
})

test('[CHK6] a long text is read fast enough to be read at all', () => {
  const long = 'not your phone, no pause, nobody may leave the '.repeat(2_000)
  const before = performance.now()
  find(long)
  expect(performance.now() - before).toBeLessThan(2_000)
})

test('[CHK6] phrases of a word list: alternatives, words in a row, stems, gaps, exceptions, the end', () => {
  const says = (phrase: string, text: string): boolean => {
    const table = compilePhrases([[true, [phrase]]], { person: 'me|each+other' })
    const words = text.split(' ')
    return words.some((_, at) => phrasesAt(table, words, at).length > 0)
  }
  const told: [string, string, boolean][] = [
    ['show @person', 'please show me', true],
    ['show @person', 'we show each other', true],
    ['show @person', 'we show each', false],
    ['phone*', 'two phones', true],
    ['phone', 'two phones', false],
    ['tell .. where', 'tell me and you where', true],
    ['tell .. where', 'tell me and you now where', false],
    ['a very? big', 'a big', true],
    ['a very? big', 'a very big', true],
    ['phone !number', 'your phone number', false],
    ['phone !number', 'your phone', true],
    ['leave $|now', 'i leave', true],
    ['leave $|now', 'i leave now', true],
    ['leave $|now', 'i leave later', false],
  ]
  for (const [phrase, text, holds] of told) expect(says(phrase, text), `${phrase}: ${text}`).toBe(holds)
  for (const open of ['.. phone', '!a phone', 'very? big', '$ phone', 'ph* phone'])
    expect(() => says(open, ''), open).toThrow('begins with a word')
  expect(() => says('show @nobody', '')).toThrow('no group')
})
