import { expect, test } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { PartnerHeard, tellAbsence } from '../client/documents/partner-heard.ts'
import { A_WHILE, openTwo, PHRASE } from './support/two-agreements.ts'

test('[WTG6] who knew of the other’s change, or wrote together with them, sees no hint', () => {
  const { a, b, clock, meet } = openTwo()
  a.type(' by you')
  clock.advance(A_WHILE)
  meet()
  b.type(', now')
  clock.advance(A_WHILE)
  meet()
  expect([a.changes.of(PHRASE).apart, b.changes.of(PHRASE).apart]).toEqual([null, null])
  for (const one of [a, b]) one.at.partner = 'has-all'
  a.type('?')
  b.type('!')
  clock.advance(A_WHILE)
  meet()
  expect([a.changes.of(PHRASE).apart, b.changes.of(PHRASE).apart]).toEqual([null, null])
})

test('[WTG6] whose partner is here and has not got it yet waits for them a moment, and then keeps the words', () => {
  const { a, clock } = openTwo()
  a.at.partner = 'here'
  a.type('!')
  clock.advance(1_400)
  expect(a.notes().size).toBe(0)
  clock.advance(200)
  expect(a.notes().get(`${PHRASE}:a`)).toMatchObject({ words: { phrase: 'I am here!' } })
  clock.advance(A_WHILE)
  a.at.partner = 'has-all'
  a.changes.tidy()
  expect(a.notes().get(`${PHRASE}:a`)).toMatchObject({ words: null })
})

test('[WTG6] who was away while one wrote, and is back before it has rested, is told all the same', () => {
  const { a, b, clock, meet } = openTwo()
  a.type('!')
  b.type('?')
  for (const one of [a, b]) one.at.partner = 'has-all'
  meet()
  clock.advance(A_WHILE)
  meet()
  expect([a.changes.of(PHRASE).apart !== null, b.changes.of(PHRASE).apart !== null]).toEqual([true, true])
})

test('[WTG6] what was written while the other page was cut off was written apart, also when it is back before the next breath', () => {
  const twice = (isTold: boolean) => {
    const { a, b, clock, meet } = openTwo()
    b.type(' by you')
    clock.advance(4_000)
    // A page that is cut off seems to be there for a while.
    a.at.partner = 'here'
    a.at.heardAt = a.now() - 4_000
    a.type(', now')
    clock.advance(1_000)
    if (isTold) a.changes.partnerWasAway(a.at.heardAt)
    a.at.heardAt = a.now()
    meet()
    for (const one of [a, b]) one.at.partner = 'has-all'
    a.type('!')
    clock.advance(A_WHILE)
    meet()
    return { a: a.changes.of(PHRASE).apart, b: b.changes.of(PHRASE).apart, note: a.notes().get(`${PHRASE}:a`) }
  }
  const told = twice(true)
  expect([told.a?.mine, told.a?.theirs]).toEqual([{ phrase: 'I am here, now' }, { phrase: 'I am here by you' }])
  expect([told.b?.mine, told.b?.theirs]).toEqual([{ phrase: 'I am here by you' }, { phrase: 'I am here, now' }])
  expect(twice(false), 'the control').toMatchObject({ a: null, b: null })
})

test('[WTG6] a page that was cut off says so before anything else, and one that was there all along is not taken for it', () => {
  const [here, there] = [new Awareness(new Y.Doc()), new Awareness(new Y.Doc())]
  const carry = () => applyAwarenessUpdate(here, encodeAwarenessUpdate(there, [there.clientID]), 'wire')
  let now = 1_000
  const away: number[] = []
  using heard = new PartnerHeard(
    here,
    ({ user }) => user !== undefined,
    () => now,
    since => away.push(since),
  )
  there.setLocalState({ user: 'b' })
  carry()
  expect([heard.at, away], 'who comes has nothing of before').toEqual([1_000, [0]])
  now = 2_000
  there.setLocalStateField('clauseId', PHRASE)
  carry()
  expect([heard.at, away]).toEqual([2_000, [0]])
  tellAbsence(there)
  now = 6_000
  there.setLocalStateField('clauseId', null)
  carry()
  expect([heard.at, away]).toEqual([6_000, [0, 2_000]])
  now = 7_000
  there.setLocalStateField('clauseId', PHRASE)
  carry()
  expect([heard.at, away]).toEqual([7_000, [0, 2_000]])
  removeAwarenessStates(here, [there.clientID], 'wire')
  there.setLocalStateField('clauseId', null)
  now = 9_000
  carry()
  expect(away, 'who had left and comes').toEqual([0, 2_000, 7_000])
  for (const one of [here, there]) one.destroy()
})
