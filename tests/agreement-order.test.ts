import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seedStarters } from '../client/documents/starters.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { openTwo, type } from './support/joined-agreements.ts'
import { seed } from './support/seed.ts'

test('[AGD5] moves made at once give the same order on both, also where two clauses got the same place', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(5), fc.nat(5), fc.boolean()), { maxLength: 20 }), moves => {
      const { a, b, meet } = openTwo()
      seedStarters(a.doc, starterTexts)
      meet()
      for (const [annas, from, to, met] of moves) {
        const { agreement } = annas ? a : b
        const list = agreement.snapshot().phrases
        const moved = list[from % list.length]
        agreement.moveClause(moved?.id ?? '', to % list.length)
        if (!met) agreement.addClause('phrase')
        else meet()
        if (met && moved) expect(a.agreement.snapshot().phrases.map(one => one.id)).toContain(moved.id)
      }
      meet()
      expect(a.agreement.snapshot()).toEqual(b.agreement.snapshot())
    }),
    { seed, numRuns: 50 },
  )
  const { a } = openTwo()
  const [one, two, three] = [a.agreement.addClause('phrase'), a.agreement.addClause('phrase'), a.agreement.addClause('phrase')]
  a.agreement.moveClause(three, 0)
  expect(a.agreement.snapshot().phrases.map(phrase => phrase.id)).toEqual([three, one, two])
  a.agreement.moveClause(three, 1)
  expect(a.agreement.snapshot().phrases.map(phrase => phrase.id)).toEqual([one, three, two])
})

test('[AGD5] a removed clause comes back with what the partner wrote in it meanwhile; unchanged clauses stay the same objects', () => {
  const { a, b, meet } = openTwo()
  seedStarters(a.doc, starterTexts)
  meet()
  const before = a.agreement.snapshot()
  a.agreement.removeClause('starter-phrase-2')
  type(b.agreement, 'starter-phrase-2', 'phrase', 'Truly: ')
  meet()
  expect(b.agreement.snapshot().phrases.map(one => one.texts.phrase)).toEqual(['I am here', 'Take it slow', "I won't leave"])
  expect(a.agreement.snapshot().phrases[0]).toBe(before.phrases[0])
  expect(a.agreement.snapshot()).toBe(a.agreement.snapshot())
  a.agreement.undo()
  expect(a.agreement.snapshot().phrases[1]?.texts.phrase).toBe('Truly: We are okay')
})
