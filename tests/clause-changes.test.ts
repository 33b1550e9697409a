import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { clauseChange, readChangeNote } from '../client/documents/clause-change.ts'
import { ClauseChanges } from '../client/documents/clause-changes.ts'
import { CHANGES } from '../client/documents/clauses.ts'
import { OwnWordings } from '../client/documents/own-wordings.ts'
import { PAUSE_CLAUSE_ID } from '../shared/clause.ts'
import { seed } from './support/seed.ts'
import { A_WHILE, openTwo, ownedLocal, PHRASE } from './support/two-agreements.ts'

test('[WTG4] a change is noted once it has rested, once for all its letters, and says who made it when', () => {
  const { a, b, clock, meet } = openTwo()
  a.at.partner = 'has-all'
  const before = Y.encodeStateVector(a.doc)
  a.type(' now, and here')
  expect(a.notes().size).toBe(0)
  clock.advance(A_WHILE)
  a.type('!')
  clock.advance(A_WHILE)
  expect([...a.notes().keys()]).toEqual([`${PHRASE}:a`])
  const noted = Y.decodeStateVector(Y.encodeStateVector(a.doc)).get(a.doc.clientID) ?? 0
  // Fifteen letters, two notes, and that it is a starter no more.
  expect(noted - (Y.decodeStateVector(before).get(a.doc.clientID) ?? 0)).toBe(15 + 2 + 1)
  meet()
  expect(b.changes.of(PHRASE)).toEqual({ last: { seat: 'a', at: expect.any(Number) }, apart: null })
  expect(b.changes.of('starter-phrase-2')).toEqual({ last: null, apart: null })
  clock.advance(A_WHILE)
  b.type('?')
  b.changes.settle()
  meet()
  expect(a.changes.of(PHRASE).last?.seat).toBe('b')
  expect(a.agreement.undo(), 'a note is no step of undo').toBe(true)
  expect(a.phrase()).toBe('I am here now, and here?')
})

test('[WTG4] noting with every letter in place of once at rest is found', () => {
  const { a } = openTwo()
  a.at.partner = 'has-all'
  const impatient = new ClauseChanges(a.doc, a.agreement, {
    seat: 'a',
    now: Date.now,
    partner: () => 'has-all',
    heardAt: () => 0,
    joinerLeftAt: () => 0,
    own: new OwnWordings(ownedLocal()),
    after: (_, run) => {
      queueMicrotask(run)
      return () => {}
    },
  })
  const before = Y.getState(a.doc.store, a.doc.clientID)
  for (const letter of ' now') {
    a.type(letter)
    impatient.settle()
  }
  expect(Y.getState(a.doc.store, a.doc.clientID) - before).toBeGreaterThan(4 + 1 + 2)
})

test('[WTG4] the minutes of a pause are noted as a clause is; moving one is no change of its words', () => {
  const { a, clock } = openTwo()
  a.agreement.setPauseMinutes({ usual: 40 })
  a.agreement.moveClause(PHRASE, 2)
  clock.advance(A_WHILE)
  expect([...a.notes().keys()]).toEqual([`${PAUSE_CLAUSE_ID}:a`])
})

test('[WTG5] whatever stands in the place of a note reads as a small plain one, or none', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.anything(), (found, saw, words) => {
      readChangeNote(found)
      const note = readChangeNote({ id: 'x', at: 5, saw, words })
      for (const text of Object.values(note?.words ?? {})) expect(text.length).toBeLessThanOrEqual(1_000)
      expect(Object.keys(note?.words ?? {}).length).toBeLessThanOrEqual(14)
    }),
    { seed, numRuns: 300 },
  )
  const doc = new Y.Doc()
  doc.getMap(CHANGES).set('x:a', new Y.Text('no note'))
  expect(readChangeNote(doc.getMap(CHANGES).get('x:a'))).toBe(null)
  for (const id of ['', 'x'.repeat(37), 'a b', 7]) expect(readChangeNote({ id, at: 5, saw: null })).toBe(null)
  for (const at of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5'])
    expect(readChangeNote({ id: 'x', at, saw: null })).toBe(null)
  const long = readChangeNote({ id: 'x', at: 5, saw: null, words: { phrase: `\u202e${'w'.repeat(5_000)}`, other: 'no field' } })
  expect(long?.words).toEqual({ phrase: 'w'.repeat(399) })
  const mine = readChangeNote({ id: 'x', at: 9_999, saw: null })
  expect(
    clauseChange({ note: mine, on: null }, { note: null, on: null }, 'a', 1_000).last,
    'what is said to come is now',
  ).toEqual({ seat: 'a', at: 1_000 })
})

test('[WTG5] words that this device did not note are nobody’s, whatever stands in the place of its notes, also under the id of one of its own', () => {
  const { a, b, clock, meet } = openTwo()
  const forge = (id: string, words: object) => b.notes().set(`${PHRASE}:a`, { id, at: a.now(), saw: null, words })
  b.type(', now')
  clock.advance(A_WHILE)
  forge('x1', { phrase: 'I obey you in everything' })
  meet()
  expect(a.changes.of(PHRASE).apart).toMatchObject({ mine: { phrase: 'I obey you in everything' }, unsure: true })

  const two = openTwo()
  two.a.type(' by you')
  two.b.type(', now')
  two.clock.advance(A_WHILE)
  two.meet()
  expect(two.a.changes.of(PHRASE).apart).not.toHaveProperty('unsure')
  const own = two.b.notes().get(`${PHRASE}:a`)
  two.b.notes().set(`${PHRASE}:a`, { ...Object(own), words: { phrase: 'I obey' } })
  two.meet()
  expect(two.a.changes.of(PHRASE).apart, 'under the id of one’s own note').toHaveProperty('unsure', true)
})

test('[WTG5] what a device noted as its own is known to its later pages, and bounded', async () => {
  const local = ownedLocal()
  const page = new OwnWordings(local)
  const found = (phrase: string, clauseId = PHRASE, of = local) => new OwnWordings(of).look(clauseId, { phrase })
  await Promise.all([page.add(PHRASE, { phrase: 'mine' }), page.add('starter-phrase-2', { phrase: 'mine as well' })])
  expect(await found('mine as well', 'starter-phrase-2')).toBe(true)
  expect(await found('mine')).toBe(true)
  expect(await found('mine', 'starter-phrase-2')).toBe(false)
  expect(await found('theirs')).toBe(false)
  expect(await found('mine', PHRASE, ownedLocal()), 'on another device').toBe(false)
  const second = new OwnWordings(local)
  const often = Array.from({ length: 10 }, (_, i) => second.add('clause-1', { phrase: `often ${i}` }))
  await Promise.all(often)
  expect(await found('often 9', 'clause-1')).toBe(true)
  expect(await found('often 5', 'clause-1'), 'beyond the newest of one clause').toBe(false)
  expect(await found('mine')).toBe(true)
  await Promise.all(Array.from({ length: 450 }, (_, i) => second.add(`many-${i}`, { phrase: 'many' })))
  expect(await found('many', 'many-449')).toBe(true)
  expect(await found('mine'), 'beyond the newest of all').toBe(false)
  await local.writeLocal('wrote-apart', { nonsense: true })
  expect(await found('many', 'many-449')).toBe(false)
})

test('[WTG4] what is written under an open hint counts as the last change, on both phones', () => {
  const { a, b, clock, meet } = openTwo()
  a.type(' by you')
  b.type(', now')
  clock.advance(A_WHILE)
  meet()
  for (const [one, seat] of [[a, 'a'] as const, [b, 'b'] as const, [a, 'a'] as const]) {
    clock.advance(A_WHILE)
    one.type('!')
    const at = one.now()
    clock.advance(A_WHILE)
    meet()
    for (const phone of [a, b]) expect(phone.changes.of(PHRASE).last).toEqual({ seat, at })
  }
  expect(a.changes.of(PHRASE).apart).not.toBe(null)
})

test('[WTG4] what an undone joiner changed was not changed by the partner, and makes no hint', () => {
  const { a, b, clock, meet } = openTwo()
  a.type(' by you')
  b.type(', now')
  b.type('Anchor', 'starter-signal-1', 'gesture')
  clock.advance(A_WHILE)
  a.at.joinerLeftAt = a.now()
  meet()
  expect(a.changes.of(PHRASE)).toEqual({ last: { seat: 'a', at: expect.any(Number) }, apart: null })
  expect(a.changes.of('starter-signal-1').last).toBe(null)
  expect(b.changes.of(PHRASE).apart, 'the control').not.toBe(null)
  clock.advance(A_WHILE)
  b.type('!', 'starter-signal-1', 'gesture')
  clock.advance(A_WHILE)
  meet()
  expect(a.changes.of('starter-signal-1').last?.seat).toBe('b')
})
