import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Agreement } from '../client/documents/agreement.ts'
import type { ClauseView } from '../client/documents/agreement-view.ts'
import { wordsOf } from '../client/documents/clause-words.ts'
import { draftWording, draftWordings } from '../client/documents/draft-wording.ts'
import { standingOf } from '../client/documents/standing.ts'
import { seedStarters } from '../client/documents/starters.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { blanksBetween, isPlainlySpaced, seenOf, withoutUnseen } from '../shared/canonical-text.ts'
import { fieldLimits, PAUSE_CLAUSE_ID } from '../shared/clause.ts'
import { canonicalWording, readWording } from '../shared/wording.ts'
import { anyCharacter } from './support/any-character.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'
import { bothGiven, recorded } from './support/statements.ts'

const phrase = (text: string): ClauseView<'phrase'> => ({
  id: 'p',
  kind: 'phrase',
  order: 'a0',
  starter: false,
  seat: null,
  texts: { phrase: text },
})
const opened = () => {
  const doc = new Y.Doc()
  const agreement = new Agreement(doc)
  seedStarters(doc, starterTexts)
  return { doc, agreement }
}

test('[WRD4] every starter, and the minutes, can be agreed to as they stand', () => {
  const drafts = draftWordings(opened().agreement.snapshot())
  expect(drafts.map(({ unfit, missing }) => [unfit, missing])).toEqual(drafts.map(() => [[], null]))
  for (const { wording } of drafts) expect(wording && readWording(canonicalWording(wording))).toEqual(wording)
  expect(drafts.filter(({ clauseId }) => clauseId === PAUSE_CLAUSE_ID)).toHaveLength(1)
})

test('[WRD4] a text with signs that nobody sees, or longer than its field, is not offered, and says which and why', () => {
  expect(draftWording(phrase('I am\u200b here'))).toMatchObject({
    wording: null,
    unfit: [{ field: 'phrase', why: 'hidden-signs' }],
  })
  expect(draftWording(phrase('\u202eI am here'))).toMatchObject({ wording: null, unfit: [{ why: 'hidden-signs' }] })
  expect(draftWording(phrase('\ufb2c'.repeat(200)))).toMatchObject({ wording: null, unfit: [{ why: 'too-long' }] })
  expect(draftWording({ ...phrase('I am here'), cut: ['phrase'] })).toMatchObject({ wording: null, unfit: [{ why: 'too-long' }] })
  expect(draftWording(phrase('  I am\u00a0 here ')), 'what no eye tells apart is no difference').toMatchObject({
    wording: { kind: 'phrase', phrase: 'I am here' },
    unfit: [],
  })
})

test('[WRD4] line ends, tabs, other blanks and wide gaps look like nothing that is signed: not offered, and shown as nobody’s', () => {
  const both = recorded(...bothGiven('p', { kind: 'phrase', phrase: 'I own you.' }))
  const gaps = [
    '\n'.repeat(350),
    ' '.repeat(380),
    '\t',
    '\u2003',
    '\u2800',
    '\u2028',
    '    ',
    ' \u00a0\u3000 ',
    '\u3000'.repeat(380),
  ]
  for (const gap of gaps) {
    const { wording, unfit } = draftWording(phrase(`I own${gap}you.`))
    expect(unfit, JSON.stringify(gap)).toEqual([{ field: 'phrase', why: 'wide-gaps' }])
    expect(standingOf(both, 'a', 'p', wording).kind).toBe('changed')
  }
  const drawn = draftWording(phrase('I own\u1680you.')).wording
  expect(standingOf(both, 'a', 'p', drawn).kind, 'a stroke is no blank').toBe('changed')
  for (const blank of [' ', '\u00a0', '   ', '\u3000'])
    expect(standingOf(both, 'a', 'p', draftWording(phrase(`I own${blank}you.`)).wording).kind).toBe('ours')
})

test('[WRD4] [AGR9] whatever is typed or pasted, letter by letter and in parts, is fit as far as its blanks go', () => {
  const parts = fc.array(fc.tuple(fc.nat(), fc.constantFrom(' ', '  ', '\n', '\t', '\u2003', 'a', ' b ', '\r\n\n c', '     ')))
  const staysFit = (put: typeof blanksBetween) =>
    fc.property(parts, all => {
      let text = ''
      for (const [place, typed] of all) {
        const at = place % (text.length + 1)
        const [before, after] = [text.slice(0, at), text.slice(at)]
        text = before + put(before, typed, after) + after
      }
      expect(isPlainlySpaced(text)).toBe(true)
    })
  fc.assert(staysFit(blanksBetween), { seed })
  expect(
    fc.check(
      staysFit((_, typed) => typed),
      { seed: CONTROL_SEED },
    ).failed,
  ).toBe(true)
  expect(blanksBetween('I own', '\n', 'you')).toBe(' ')
  expect(withoutUnseen(`I own${'\n'.repeat(350)}you`)).toBe('I own you')
})

test('[AGR16] [WRD4] what is not up to three emoji in their place is not offered, and is left out of files both ways', () => {
  const signal = (emoji: string): ClauseView<'signal'> => ({
    id: 's',
    kind: 'signal',
    order: 'a0',
    starter: false,
    seat: null,
    texts: { word: 'Owl', emoji, gesture: '', meaning: '', helps: '', answer1: '', answer2: '' },
  })
  for (const emoji of ['', '🦉', '🦉🏮★', ' 👩‍👩‍👧 ', '🇩🇪', '1️⃣']) {
    expect(draftWording(signal(emoji)).unfit, emoji).toEqual([])
    expect(wordsOf(signal(emoji)).texts.emoji).toBe(emoji.trim())
  }
  for (const emoji of ['I agree to all of this', '🦉 obey', '🦉🦉🦉🦉', '—————————————']) {
    expect(draftWording(signal(emoji))).toMatchObject({ wording: null, unfit: [{ field: 'emoji', why: 'no-emoji' }] })
    expect(wordsOf(signal(emoji)).texts.emoji).toBe('')
  }
})

test('[WRD4] nothing said yet, and a promise of nobody’s, are not offered', () => {
  expect(draftWording(phrase(' '))).toMatchObject({ wording: null, missing: 'words' })
  const promise: ClauseView<'promise'> = {
    id: 'q',
    kind: 'promise',
    order: 'a0',
    starter: false,
    seat: null,
    texts: { when: 'x', say: 'y' },
  }
  expect(draftWording(promise)).toMatchObject({ wording: null, missing: 'seat' })
  expect(draftWording({ ...promise, seat: 'b' })).toMatchObject({ wording: { seat: 'b' }, missing: null })
})

test('[WRD4] a text that goes on beyond what is shown is not offered: the view says that it was cut', () => {
  const { agreement } = opened()
  const text = agreement.textOf('starter-phrase-1', 'phrase')
  text?.insert(0, 'x'.repeat(fieldLimits.phrase))
  const view = agreement.snapshot().phrases.find(({ id }) => id === 'starter-phrase-1')
  expect(view?.cut).toEqual(['phrase'])
  expect(view && draftWording(view)).toMatchObject({ wording: null, unfit: [{ field: 'phrase', why: 'too-long' }] })
  if (!view) throw new Error('no such clause')
  const { cut, ...unguarded } = view
  expect(draftWording(unguarded).wording, 'without that, the part that is shown would be signed').not.toBe(null)
})

test('[WRD4] whatever is offered is signed as it is seen', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 60 }), drawn => {
      const { wording } = draftWording(phrase(drawn))
      if (wording?.kind === 'phrase') expect(wording.phrase).toBe(seenOf(drawn))
    }),
    { seed, numRuns: 2_000 },
  )
})

test('[AST1] no clause can stand under the id of the pause, nor under one that no line could hold', () => {
  const { doc, agreement } = opened()
  const clauses = doc.getMap('clauses')
  const before = agreement.snapshot()
  for (const id of [PAUSE_CLAUSE_ID, 'line\nend', 'with space', '', 'x'.repeat(65)])
    clauses.set(
      id,
      new Y.Map<unknown>([
        ['kind', 'phrase'],
        ['order', 'a1'],
        ['phrase', new Y.Text('I own you')],
      ]),
    )
  expect(agreement.snapshot().phrases).toEqual(before.phrases)
  expect(agreement.snapshot().leftOut).toBe(5)
  clauses.set(
    'sound_id-1',
    new Y.Map<unknown>([
      ['kind', 'phrase'],
      ['order', 'a1'],
      ['phrase', new Y.Text('I own you')],
    ]),
  )
  expect(agreement.snapshot().phrases).toHaveLength(before.phrases.length + 1)
})
