import fc from 'fast-check'
import { expect, test } from 'vitest'
import { translate } from '../client/i18n/translate.ts'
import { PhraseContent, SignalContent } from '../shared/events.ts'
import { plainWords } from '../shared/plain-words.ts'
import { anyCharacter } from './support/any-character.ts'
import { seed } from './support/seed.ts'

const HOSTILE = [
  '\u202e',
  '\u202a',
  '\u2066',
  '\u2069',
  '\u200f',
  '\u061c',
  '\u200b',
  '\ufeff',
  '\u3164',
  '\uffa0',
  '\u0000',
  '\u0085',
  '\n',
  '\u2028',
]

test('[SCS12] marks of direction, control characters and what draws nothing are left out, and the words stay', () => {
  for (const hostile of HOSTILE) expect(plainWords(`${hostile}Mei${hostile}`), JSON.stringify(hostile)).toBe('Mei')
  expect(plainWords('one\n\n\n two\tthree')).toBe('one two three')
  expect(plainWords(' \u3164\u200d\u2800 ')).toBe('')
  expect(plainWords('Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307')).toBe('Z\u0301\u0302\u0303\u0304')
  expect(plainWords(`a${'\u0e49'.repeat(30)}`)).toBe(`a${'\u0e49'.repeat(8)}`)
  for (const words of ['I’m flooded. Stay near.', '👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️', 'نمی‌خواهم', 'שלום', 'लाइटहाउस', '灯台', 'မျှော်လင့်ချက်', 'ཀྵྨྲྱཱུྃ'])
    expect(plainWords(words)).toBe(words)
})

test('[SCS12] whatever the words: made plain twice is made plain once, on one line, and either seen or nothing', () => {
  const text = fc.string({ unit: anyCharacter })
  const hostile = fc.array(fc.oneof(text, fc.constantFrom(...HOSTILE))).map(parts => parts.join(''))
  fc.assert(
    fc.property(hostile, words => {
      const plain = plainWords(words)
      expect(plainWords(plain)).toBe(plain)
      expect(plain).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u3164\n]/)
      expect(plain.trim()).toBe(plain)
    }),
    { seed, numRuns: 1_000 },
  )
})

test('[SCS12] what was sealed is read as plain words, and words of nothing still say that something was sent', () => {
  const content = {
    clauseId: '',
    word: '\u202eLight',
    emoji: '',
    gesture: 'a\nb',
    meaning: '\u3164',
    helps: '',
    from: '\u202eieM',
  }
  expect(SignalContent.parse(content)).toMatchObject({ word: 'Light', gesture: 'a b', meaning: '', from: 'ieM' })
  expect(SignalContent.parse({ ...content, word: '\u3164' }).word).toBe('…')
  expect(PhraseContent.parse({ text: '\u200b', from: '' }).text).toBe('…')
})

test('[SCS12] a name read from right to left is set apart from the sentence around it; any other stands as it is', () => {
  const texts = { sent: '{{name}} sent {{word}}' }
  expect(translate(texts, 'sent', { name: 'Mei', word: 'Lighthouse' })).toBe('Mei sent Lighthouse')
  expect(translate(texts, 'sent', { name: 'מאי', word: '3' })).toBe('\u2068מאי\u2069 sent 3')
})
