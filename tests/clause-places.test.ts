import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { openTwo } from './support/joined-agreements.ts'
import { seed } from './support/seed.ts'

test('[AGD8] a clause moves between two that both added at once, by steps and at once, and both phones follow', () => {
  const { a, b, meet } = openTwo()
  const words = ({ agreement }: typeof a) => agreement.snapshot().phrases.map(({ texts }) => texts.phrase)
  a.agreement.addClause('phrase', null, { phrase: 'one' })
  meet()
  const ofA = a.agreement.addClause('phrase', null, { phrase: 'A new' })
  const ofB = b.agreement.addClause('phrase', null, { phrase: 'B new' })
  meet()
  const last = a.agreement.addClause('phrase', null, { phrase: 'last' })
  meet()
  const [, first, second] = words(a)
  expect(a.agreement.snapshot().phrases[1]?.order, 'they did get the same place').toBe(a.agreement.snapshot().phrases[2]?.order)
  a.agreement.moveClause(last, 2)
  expect(words(a)).toEqual(['one', first, 'last', second])
  a.agreement.moveClause(last, 1)
  meet()
  expect([words(a), words(b)]).toEqual([
    ['one', 'last', first, second],
    ['one', 'last', first, second],
  ])
  b.agreement.moveClause(last, 2)
  b.agreement.moveClause(last, 3)
  meet()
  expect(words(a)).toEqual(['one', first, second, 'last'])
  // One step of undo each, whatever had to give way.
  b.agreement.undo()
  b.agreement.undo()
  meet()
  expect(words(a)).toEqual(['one', 'last', first, second])
  expect([ofA, ofB].every(id => a.agreement.snapshot().phrases.some(phrase => phrase.id === id))).toBe(true)
})

const place = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('a0', 'a1', 'a1V') },
  fc.constantFrom('a1000', 'A'.repeat(61), 'z'.repeat(61), `a1${'V'.repeat(59)}`, `A${'0'.repeat(26)}`, '!', '', '~', 7),
)

test('[AGD8] whatever places clauses have, each comes to stand where it is moved to, on both phones', () => {
  fc.assert(
    fc.property(fc.array(place, { minLength: 2, maxLength: 8 }), fc.nat(), fc.nat(), (places, from, to) => {
      const { a, b, meet } = openTwo()
      for (const [at, order] of places.entries())
        b.doc.getMap('clauses').set(
          `clause-${at}`,
          new Y.Map<unknown>([
            ['kind', 'phrase'],
            ['order', order],
            ['phrase', new Y.Text(`${at}`)],
          ]),
        )
      meet()
      const ids = ({ agreement }: typeof a) => agreement.snapshot().phrases.map(({ id }) => id)
      const before = ids(a)
      const moved = before[from % before.length] ?? ''
      const wanted = before.filter(id => id !== moved).toSpliced(to % before.length, 0, moved)
      expect(a.agreement.moveClause(moved, to % before.length)).toBe(true)
      meet()
      expect([ids(a), ids(b)]).toEqual([wanted, wanted])
    }),
    { seed, numRuns: 500 },
  )
})

test('[AGD8] clauses that go to the same place by turns, hundreds of times, still come to stand there', () => {
  const { a } = openTwo()
  for (const phrase of ['one', 'two', 'three']) a.agreement.addClause('phrase', null, { phrase })
  const ids = () => a.agreement.snapshot().phrases.map(({ id }) => id)
  for (let turn = 0; turn < 800; turn++) {
    const [first, second, last = ''] = ids()
    a.agreement.moveClause(last, 1)
    expect(ids(), `turn ${turn}`).toEqual([first, last, second])
  }
})
