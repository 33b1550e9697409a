import { expect, test } from 'vitest'
import { Removals } from '../client/documents/removals.ts'
import { A_WHILE, openTwo, PHRASE } from './support/two-agreements.ts'

const openRemovals = () => {
  const two = openTwo()
  return { ...two, removals: new Removals(two.a.doc, two.a.agreement, 'a') }
}

test('[WTG10] who removed what the other changed while apart is told, and brings it back with either wording', () => {
  for (const words of ['theirs', 'before'] as const) {
    const { a, b, clock, meet, removals } = openRemovals()
    let told = 0
    removals.subscribe(() => told++)
    expect(removals.remove(PHRASE)).toBe(true)
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
  removals.remove(PHRASE)
  removals[Symbol.dispose]()
  b.type('!')
  clock.advance(A_WHILE)
  meet()
  const again = new Removals(a.doc, a.agreement, 'a')
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
  removals.remove(PHRASE)
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
  removals.remove(PHRASE)
  for (const found of [null, 7, 'x', { words: 7 }, { words: { phrase: 7 }, saw: 'x' }, { saw: {} }])
    b.doc.getMap('removals').set(`${PHRASE}:a`, found)
  b.type('!')
  clock.advance(A_WHILE)
  meet()
  a.doc.getMap('removals').set(`${PHRASE}:a`, { words: 7 })
  expect(removals.apart()).toEqual([])
})
