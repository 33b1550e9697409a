import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Agreement } from '../client/documents/agreement.ts'
import type { ClauseView } from '../client/documents/agreement-view.ts'
import { draftWording, draftWordings } from '../client/documents/draft-wording.ts'
import { seedStarters } from '../client/documents/starters.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { seenOf } from '../shared/canonical-text.ts'
import { fieldLimits, PAUSE_CLAUSE_ID } from '../shared/clause.ts'
import { canonicalWording, readWording } from '../shared/wording.ts'
import { seed } from './support/seed.ts'

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
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), drawn => {
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
