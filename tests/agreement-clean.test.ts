import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Agreement } from '../client/documents/agreement.ts'
import { draftWording } from '../client/documents/draft-wording.ts'
import { seedStarters } from '../client/documents/starters.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { anyCharacter } from './support/any-character.ts'
import { openTwo } from './support/joined-agreements.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

test('[WTG7] what cannot be seen, is no text or is too long is taken out in one step, which undo takes back', () => {
  const { a, b, meet } = openTwo()
  seedStarters(a.doc, starterTexts)
  meet()
  const phrase = (id: number) => b.agreement.textOf(`starter-phrase-${id}`, 'phrase')
  phrase(1)?.insert(4, '\u202e\u200b\u00ad\ud800')
  phrase(2)?.insert(0, 'w'.repeat(500))
  phrase(3)?.insertEmbed(4, { no: 'text' })
  phrase(4)?.insert(0, '👩‍👩‍👧 ❤️ می‌خواهم\n\n')
  meet()
  const unfit = () =>
    a.agreement.snapshot().phrases.map(clause =>
      draftWording(clause)
        .unfit.map(({ why }) => why)
        .join(),
    )
  const before = a.agreement.snapshot()
  expect(unfit()).toEqual(['hidden-signs', 'too-long', '', 'wide-gaps'])
  for (const { id } of before.phrases) a.agreement.clean(id)
  expect(unfit()).toEqual(['', '', '', ''])
  expect(a.agreement.snapshot().phrases.map(({ texts }) => texts.phrase)).toEqual([
    'I am\ufffd here',
    'w'.repeat(400),
    'Take it slow',
    "👩‍👩‍👧 ❤️ می‌خواهم I won't leave",
  ])
  expect(a.agreement.textOf('starter-phrase-3', 'phrase')?.length).toBe('Take it slow'.length)
  for (let step = 0; step < 4; step++) a.agreement.undo()
  expect(a.agreement.snapshot().phrases[0]?.texts).toEqual(before.phrases[0]?.texts)
  expect(unfit()).toEqual(['hidden-signs', 'too-long', '', 'wide-gaps'])
})

const signs = [
  '\u202e',
  '\u200d',
  '\u200c',
  '\ufe0f',
  '❤',
  '👩',
  'a',
  'م',
  '\u0301',
  '\n',
  '\t',
  '  ',
  '\u2003',
  '\u3000',
  '\ud83d',
  '\0',
  '\u3164',
]
const anyWords = fc
  .array(fc.oneof(fc.constantFrom(...signs), fc.string({ unit: anyCharacter, maxLength: 3 })), { maxLength: 30 })
  .map(parts => parts.join(''))

const isFitOnceIt = (clean: (agreement: Agreement, id: string) => void) =>
  fc.property(anyWords, found => {
    const { a } = openTwo()
    const id = a.agreement.addClause('phrase')
    a.agreement.textOf(id, 'phrase')?.insert(0, found)
    clean(a.agreement, id)
    const clause = a.agreement.snapshot().phrases.find(phrase => phrase.id === id)
    expect(clause && draftWording(clause).unfit).toEqual([])
  })

test('[WTG7] whatever stood in a text, once it is clean all of it is what would be signed', () => {
  fc.assert(
    isFitOnceIt((agreement, id) => agreement.clean(id)),
    { seed, numRuns: 200 },
  )
  expect(
    fc.check(
      isFitOnceIt(() => {}),
      { seed: CONTROL_SEED, numRuns: 200 },
    ).failed,
    'and before it was clean',
  ).toBe(true)
})
