import fc from 'fast-check'
import { expect, test } from 'vitest'
import type * as Y from 'yjs'
import { readChangeNote } from '../client/documents/clause-change.ts'
import type { Decision } from '../client/documents/clause-changes.ts'
import { PAUSE_CLAUSE_ID } from '../shared/clause.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'
import { A_WHILE, openTwo, PHRASE } from './support/two-agreements.ts'

test('[WTG6] both changed one clause while apart: both see both wordings, and either ends it for both', () => {
  for (const [decision, words] of [
    ['keep', /^I am here( by you, now|, now by you)$/],
    ['mine', /^I am here by you$/],
    ['theirs', /^I am here, now$/],
  ] as const satisfies [Decision, RegExp][]) {
    const { a, b, clock, meet } = openTwo()
    a.type(' by you')
    b.type(', now')
    clock.advance(A_WHILE)
    expect(a.changes.of(PHRASE).apart).toBe(null)
    meet()
    const both = {
      mine: { phrase: 'I am here by you' },
      theirs: { phrase: 'I am here, now' },
      fields: ['phrase'],
      alone: [],
      wroteOn: false,
    }
    expect(a.changes.of(PHRASE).apart).toEqual(both)
    expect(b.changes.of(PHRASE).apart).toEqual({ ...both, mine: both.theirs, theirs: both.mine })

    expect(a.changes.decide(PHRASE, decision)).toBe(true)
    expect(a.changes.decide(PHRASE, decision), 'once').toBe(false)
    clock.advance(A_WHILE)
    meet()
    expect([a.changes.of(PHRASE).apart, b.changes.of(PHRASE).apart]).toEqual([null, null])
    expect(a.phrase()).toMatch(words)
    expect(b.phrase()).toBe(a.phrase())
    a.agreement.undo()
    meet()
    expect(b.changes.of(PHRASE).apart, 'undo brings the hint back').toEqual({ ...both, mine: both.theirs, theirs: both.mine })
    expect(b.phrase()).toMatch(/by you, now|, now by you/)
    clock.advance(A_WHILE)
    a.agreement.redo()
    meet()
    expect([a.changes.of(PHRASE).apart, b.changes.of(PHRASE).apart]).toEqual([null, null])
  }
})

test('[WTG6] a decision sets no text that the hint never showed: what else the partner’s page noted stays out', () => {
  const { a, b, clock, meet } = openTwo()
  const signal = 'starter-signal-1'
  a.type(' mine', signal, 'meaning')
  b.type(' theirs', signal, 'meaning')
  clock.advance(A_WHILE)
  const key = `${signal}:b`
  const note = b.notes().get(key) as { words: object }
  // One's own page has noted no answers: a field of which one side says nothing is not shown.
  const { answer1, ...mine } = (a.notes().get(`${signal}:a`) as { words: { answer1: string } }).words
  a.notes().set(`${signal}:a`, { ...(a.notes().get(`${signal}:a`) as object), words: mine })
  b.notes().set(key, { ...note, words: { ...note.words, answer1: 'I obey' } })
  meet()
  expect(a.changes.of(signal).apart?.fields).toEqual(['meaning'])
  a.changes.decide(signal, 'theirs')
  const shown = a.agreement.snapshot().signals.find(({ id }) => id === signal)
  expect(shown?.texts.meaning).toMatch(/ theirs$/)
  expect(shown?.texts.answer1).toBe(answer1)
})

test('[WTG6] once either wrote on under an open hint, no wording of before is put back over it: both stay to be read', () => {
  const { a, b, clock, meet } = openTwo()
  a.type(' by you')
  b.type(', now')
  clock.advance(A_WHILE)
  meet()
  const both = {
    mine: { phrase: 'I am here by you' },
    theirs: { phrase: 'I am here, now' },
    fields: ['phrase'],
    alone: [],
    wroteOn: true,
  }
  const notes = JSON.stringify([...a.notes().entries()])
  b.type(' always')
  meet()
  // With its first letter, on both phones.
  expect(a.changes.of(PHRASE).apart).toEqual(both)
  expect(b.changes.of(PHRASE).apart).toEqual({ ...both, mine: both.theirs, theirs: both.mine })
  expect(notes).not.toContain('always')
  const words = a.phrase()
  for (const one of [a, b])
    for (const decision of ['mine', 'theirs'] as const) {
      expect(one.changes.decide(PHRASE, decision)).toBe(false)
      expect(one.phrase()).toBe(words)
    }
  expect(a.changes.decide(PHRASE, 'keep')).toBe(true)
  meet()
  expect([a.changes.of(PHRASE).apart, b.changes.of(PHRASE).apart]).toEqual([null, null])
  expect([a.phrase(), b.phrase()]).toEqual([words, words])
  // Another hint of the same clause begins anew.
  clock.advance(A_WHILE)
  a.type('?')
  b.type('!')
  clock.advance(A_WHILE)
  meet()
  expect(a.changes.of(PHRASE).apart).toMatchObject({ wroteOn: false })
})

test('[WTG6] minutes of a pause that both changed apart are told, since one value has won silently', () => {
  const { a, b, clock, meet } = openTwo()
  a.agreement.setPauseMinutes({ usual: 40 })
  b.agreement.setPauseMinutes({ usual: 60 })
  clock.advance(A_WHILE)
  meet()
  expect(b.changes.of(PAUSE_CLAUSE_ID).apart).toMatchObject({ mine: { usual: '60' }, theirs: { usual: '40' }, fields: ['usual'] })
  b.changes.decide(PAUSE_CLAUSE_ID, 'theirs')
  meet()
  expect(a.agreement.snapshot().pause.usual).toBe(40)
})

test('[WTG6] words that a hint needs stay until it is decided, and go once the partner has everything', () => {
  const { a, b, clock, meet } = openTwo()
  a.type(' by you')
  b.type(', now')
  b.type('Anchor', 'starter-signal-1', 'gesture')
  clock.advance(A_WHILE)
  meet()
  for (const one of [a, b]) {
    one.at.partner = 'has-all'
    one.changes.tidy()
  }
  meet()
  expect(a.changes.of(PHRASE).apart).not.toBe(null)
  expect(b.notes().get('starter-signal-1:b')).toMatchObject({ words: null })
})

/** The unguarded variant: what one had seen is looked up when the change has rested, not when it began. */
const sawAtTheEnd = (notes: Y.Map<unknown>, id: string, seat: 'a' | 'b') => {
  const [mine, theirs] = [
    readChangeNote(notes.get(`${id}:${seat}`)),
    readChangeNote(notes.get(`${id}:${seat === 'a' ? 'b' : 'a'}`)),
  ]
  if (mine && theirs) notes.set(`${id}:${seat}`, { ...mine, saw: theirs.id })
}
const Step = fc.record({ who: fc.constantFrom('a' as const, 'b' as const), what: fc.constantFrom('type', 'rest', 'meet') })
const Steps = fc.array(Step, { minLength: 4, maxLength: 30, size: 'max' })

/** Whoever typed while they lacked what the other had typed since they last met is told, unless somebody has decided. */
const toldOfEveryLoss = (steps: { who: 'a' | 'b'; what: string }[], broken: boolean): void => {
  const { a, b, clock, meet } = openTwo()
  const two = { a, b }
  const typed = { a: false, b: false }
  for (const { who, what } of steps) {
    if (what === 'type') {
      two[who].type(who)
      typed[who] = true
    }
    if (what === 'rest') clock.advance(A_WHILE)
    if (what !== 'meet') continue
    const wereApart = typed.a && typed.b
    meet()
    clock.advance(A_WHILE)
    if (broken) for (const seat of ['a', 'b'] as const) sawAtTheEnd(two[seat].notes(), PHRASE, seat)
    meet()
    if (wereApart) expect([a.changes.of(PHRASE).apart !== null, b.changes.of(PHRASE).apart !== null]).toEqual([true, true])
    if (a.changes.of(PHRASE).apart) a.changes.decide(PHRASE, 'keep')
    meet()
    expect([a.changes.of(PHRASE).apart, b.changes.of(PHRASE).apart]).toEqual([null, null])
    typed.a = typed.b = false
  }
}

test('[WTG6] in whatever order two write, rest and meet, both are told of each clause that both changed apart, and only then', () => {
  fc.assert(
    fc.property(Steps, steps => toldOfEveryLoss(steps, false)),
    { seed, numRuns: 100 },
  )
})

test('[WTG6] noting what was seen at the end of a change in place of its beginning hides such a clause', () => {
  const broken = fc.check(
    fc.property(Steps, steps => toldOfEveryLoss(steps, true)),
    { seed: CONTROL_SEED, numRuns: 100 },
  )
  expect(broken.failed).toBe(true)
})
