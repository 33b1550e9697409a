import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Agreement } from '../client/documents/agreement.ts'
import { MOST_READ } from '../client/documents/agreement-view.ts'
import { seedStarters } from '../client/documents/starters.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { openTwo, type } from './support/joined-agreements.ts'
import { seed } from './support/seed.ts'

test('[WTG3] a letter leaves every other clause and every other list the same object', () => {
  const { a } = openTwo()
  seedStarters(a.doc, starterTexts)
  const before = a.agreement.snapshot()
  type(a.agreement, 'starter-phrase-2', 'phrase', '!')
  const now = a.agreement.snapshot()
  expect(now.phrases.map((phrase, place) => phrase === before.phrases[place])).toEqual([true, false, true, true])
  expect([now.signals, now.activities, now.promises, now.pause].map(list => Object.values(before).includes(list))).toEqual([
    true,
    true,
    true,
    true,
  ])
  a.agreement.setPauseMinutes({ usual: 40 })
  expect(a.agreement.snapshot().phrases).toBe(now.phrases)
})

test('[WTG3] whatever is done, what was read clause by clause is what is read of the whole', () => {
  const Deed = fc.record({
    what: fc.constantFrom('add', 'type', 'move', 'remove', 'undo', 'kind', 'drop', 'look'),
    at: fc.nat(9),
  })
  fc.assert(
    fc.property(fc.array(Deed, { maxLength: 40, size: 'max' }), deeds => {
      const { a } = openTwo()
      seedStarters(a.doc, starterTexts)
      const clauses = a.doc.getMap<Y.Map<unknown>>('clauses')
      for (const { what, at } of deeds) {
        const id = [...clauses.keys()][at] ?? ''
        if (what === 'add') a.agreement.addClause('phrase')
        if (what === 'type') type(a.agreement, id, 'phrase', 'words ')
        if (what === 'move') a.agreement.moveClause(id, at % 4)
        if (what === 'remove') a.agreement.removeClause(id)
        if (what === 'undo') a.agreement.undo()
        if (what === 'kind') clauses.get(id)?.set('kind', at % 2 ? 'phrase' : 'nonsense')
        if (what === 'drop') clauses.delete(id)
        if (what === 'look') a.agreement.snapshot()
      }
      using anew = new Agreement(a.doc)
      expect(a.agreement.snapshot()).toEqual(anew.snapshot())
    }),
    { seed, numRuns: 200 },
  )
})

test('[AGR21] however many clauses crowd the first places, those that one agreed to are read, and all stand in their order', () => {
  const { a } = openTwo()
  seedStarters(a.doc, starterTexts)
  const own = a.agreement.snapshot().phrases.map(({ id }) => id)
  const clauses = a.doc.getMap<unknown>('clauses')
  a.doc.transact(() => {
    for (let at = 0; at < MOST_READ + 10; at++)
      clauses.set(
        `crowd-${at}`,
        new Y.Map<unknown>([
          ['kind', 'phrase'],
          ['order', 'A0'],
          ['phrase', new Y.Text(`Crowd ${at}`)],
        ]),
      )
  })
  const read = () => a.agreement.snapshot().phrases.map(({ id }) => id)
  expect(
    read().filter(id => own.includes(id)),
    'before anything is known of them',
  ).toEqual([])
  let told = 0
  a.agreement.subscribe(() => told++)
  a.agreement.readFirst(new Set(own.slice(0, 2)))
  expect(read()).toHaveLength(MOST_READ)
  expect(read().slice(-2)).toEqual(own.slice(0, 2))
  expect(a.agreement.snapshot().leftOut).toBe(10 + own.length)
  a.agreement.readFirst(new Set(own.slice(0, 2)))
  expect(told).toBe(1)
  // A letter in one of them leaves it so.
  type(a.agreement, own[0] ?? '', 'phrase', 'words ')
  expect(read().slice(-2)).toEqual(own.slice(0, 2))
})
