import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Agreement } from '../client/documents/agreement.ts'
import { newClause } from '../client/documents/clauses.ts'
import { planImport } from '../client/documents/import-plan.ts'
import { Removals } from '../client/documents/removals.ts'
import { A_WHILE, openTwo, PHRASE } from './support/two-agreements.ts'

const removalsOf = ({ doc, agreement, now, at }: ReturnType<typeof openTwo>['a'], seat: 'a' | 'b') =>
  new Removals(doc, agreement, { seat, now, joinerLeftAt: () => at.joinerLeftAt })

const openRemovals = () => {
  const two = openTwo()
  return { ...two, removals: removalsOf(two.a, 'a') }
}

test('[WTG10] who removed what the other changed while apart is told, and brings it back with either wording', () => {
  for (const words of ['theirs', 'before'] as const) {
    const { a, b, clock, meet, removals } = openRemovals()
    let told = 0
    removals.subscribe(() => told++)
    expect(a.agreement.removeClause(PHRASE)).toBe(true)
    b.type(' for you')
    clock.advance(A_WHILE)
    expect(removals.apart()).toEqual([])
    meet()
    const [one] = removals.apart()
    expect(one).toMatchObject({ before: { phrase: 'I am here' }, clause: { id: PHRASE, texts: { phrase: 'I am here for you' } } })
    expect(told).toBe(1)
    if (one) removals.bringBack(one, words)
    expect(a.phrase()).toBe(words === 'theirs' ? 'I am here for you' : 'I am here')
    expect(removals.apart()).toEqual([])
    a.agreement.undo()
    expect(a.phrase()).toBe(undefined)
  }
})

test('[WTG10] it is told over a reload, until it is left out knowingly', () => {
  const { a, b, clock, meet, removals } = openRemovals()
  a.agreement.removeClause(PHRASE)
  removals[Symbol.dispose]()
  b.type('!')
  clock.advance(A_WHILE)
  meet()
  const again = removalsOf(a, 'a')
  expect(again.apart().length).toBe(1)
  again.leave(PHRASE)
  expect(again.apart()).toEqual([])
  expect(a.phrase()).toBe(undefined)
})

test('[WTG10] the control: what was seen before the removal, and what the other removed, is not told', () => {
  const { a, b, clock, meet, removals } = openRemovals()
  b.type('!')
  clock.advance(A_WHILE)
  meet()
  a.agreement.removeClause(PHRASE)
  meet()
  expect(removals.apart()).toEqual([])
  // Back, changed apart, and removed by the other: that is told on its own.
  b.agreement.showClause(PHRASE)
  meet()
  b.type('?')
  clock.advance(A_WHILE)
  b.agreement.removeClause(PHRASE)
  meet()
  expect(a.phrase()).toBe(undefined)
  expect(removals.apart()).toEqual([])
})

test('[WTG10] whatever stands in the place of a note, nothing is told and nothing throws', () => {
  const { a, b, clock, meet, removals } = openRemovals()
  a.agreement.removeClause(PHRASE)
  for (const found of [null, 7, 'x', { words: 7 }, { words: { phrase: 7 }, saw: 'x' }, { saw: {} }])
    b.doc.getMap('removals').set(`${PHRASE}:a`, found)
  b.type('!')
  clock.advance(A_WHILE)
  meet()
  a.doc.getMap('removals').set(`${PHRASE}:a`, { words: 7 })
  expect(removals.apart()).toEqual([])
})

test('[WTG10] an import that removes a clause is told like any removal, and so is what redo removes', () => {
  const { a, b, clock, meet, removals } = openRemovals()
  const file = { clauses: [], pause: a.agreement.snapshot().pause, tidied: 0, repeated: 0 }
  a.agreement.bringIn(planImport(a.agreement.snapshot(), { clauses: [], agreed: new Map() }, file, 'same', false))
  b.type(' for you')
  clock.advance(A_WHILE)
  meet()
  expect(removals.apart()).toMatchObject([{ before: { phrase: 'I am here' }, clause: { id: PHRASE } }])
  a.agreement.undo()
  expect([a.phrase(), removals.apart()]).toEqual(['I am here for you', []])

  const again = openRemovals()
  again.a.agreement.removeClause(PHRASE)
  again.a.agreement.undo()
  again.a.agreement.redo()
  again.a.agreement[Symbol.dispose]()
  again.b.type('!')
  again.clock.advance(A_WHILE)
  again.meet()
  using anew = new Agreement(again.a.doc)
  expect(removalsOf({ ...again.a, agreement: anew }, 'a').apart()).toHaveLength(1)
})

test('[WTG11] what was taken out is found by both, the newest first, also by a page that is opened later, and comes back whole', () => {
  const { a, b, clock, meet, removals } = openRemovals()
  const ofB = removalsOf(b, 'b')
  const written = a.agreement.addClause('phrase', null, { phrase: 'An hour of my writing' })
  const empty = a.agreement.addClause('phrase')
  meet()
  b.type(' and Jonas wrote on', written)
  clock.advance(A_WHILE)
  meet()
  a.agreement.removeClause(written)
  a.agreement.removeClause(empty)
  const at = a.now()
  clock.advance(1_000)
  b.agreement.removeClause(PHRASE)
  meet()
  removals[Symbol.dispose]()
  for (const found of [removalsOf(a, 'a'), ofB])
    expect(found.takenOut()).toMatchObject([
      { clause: { id: PHRASE }, by: { seat: 'b', at: at + 1_000 } },
      { clause: { id: written, texts: { phrase: 'An hour of my writing and Jonas wrote on' } }, by: { seat: 'a', at } },
    ])
  b.agreement.showClause(written)
  meet()
  expect(a.agreement.snapshot().phrases.at(-1)?.texts.phrase).toBe('An hour of my writing and Jonas wrote on')
  expect(ofB.takenOut()).toMatchObject([{ clause: { id: PHRASE } }])
})

test('[WTG11] what an earlier release took out, what a joiner did who was undone, and lies about the time are found all the same', () => {
  const { a, removals } = openRemovals()
  const notes = a.doc.getMap('removals')
  const [old, lie, left] = ['old', 'lie', 'left'].map(phrase => a.agreement.addClause('phrase', null, { phrase }))
  for (const id of [old, lie, left]) a.agreement.removeClause(id ?? '')
  notes.set(`${old}:a`, { words: { phrase: 'old' }, saw: null })
  notes.set(`${lie}:a`, { words: null, at: a.now() + 1_000_000 })
  notes.delete(`${left}:a`)
  notes.set(`${left}:b`, { words: null, at: a.now() - 1_000 })
  a.at.joinerLeftAt = a.now() - 500
  expect(removals.takenOut()).toMatchObject([
    { clause: { id: lie }, by: { seat: 'a', at: a.now() } },
    { clause: { id: left }, by: { seat: null } },
    { clause: { id: old }, by: null },
  ])
})

test('[WTG11] however much was taken out, what is shown of it is bounded', () => {
  const { a, removals } = openRemovals()
  const more = { order: 'a0', starter: false, seat: null, shown: false }
  const elsewhere = new Y.Doc()
  elsewhere.transact(() => {
    for (let count = 0; count < 5_000; count++)
      elsewhere.getMap('clauses').set(`many-${count}`, newClause('phrase', { ...more, texts: { phrase: `${count}` } }))
  })
  Y.applyUpdate(a.doc, Y.encodeStateAsUpdate(elsewhere), 'met')
  expect(removals.takenOut()).toHaveLength(200)
})

test('[WTG12] who wrote in a clause that the partner took out while they were elsewhere is told once, whatever page they come back on', () => {
  const { a, b, clock, meet, removals } = openRemovals()
  const written = a.agreement.addClause('phrase', null, { phrase: 'Ours by two' })
  meet()
  b.type(', Jonas wrote this half', written)
  clock.advance(A_WHILE)
  meet()
  a.agreement.removeClause(written)
  // Nothing of this one is b's.
  a.agreement.removeClause('starter-phrase-2')
  meet()
  let told = 0
  const ofB = removalsOf(b, 'b')
  ofB.subscribe(() => told++)
  expect(ofB.untold()).toMatchObject([{ id: written, texts: { phrase: 'Ours by two, Jonas wrote this half' } }])
  expect(removals.untold(), 'who removed it needs no telling').toEqual([])
  ofB.told(['starter-phrase-2', written])
  expect([ofB.untold(), told]).toEqual([[], 1])
  ofB[Symbol.dispose]()
  expect(removalsOf(b, 'b').untold()).toEqual([])

  // Back, and taken out again: that is news.
  b.agreement.showClause(written)
  clock.advance(A_WHILE)
  meet()
  a.agreement.removeClause(written)
  meet()
  expect(removalsOf(b, 'b').untold()).toHaveLength(1)
})
