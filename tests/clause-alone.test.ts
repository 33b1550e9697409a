import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Agreement } from '../client/documents/agreement.ts'
import type { Decision } from '../client/documents/clause-changes.ts'
import { PAUSE_CLAUSE_ID } from '../shared/clause.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'
import { A_WHILE, openOne, openTwo } from './support/two-agreements.ts'

const SIGNAL = 'starter-signal-1'
type Two = ReturnType<typeof openTwo>
type One = Two['a']

const wordsOf = (one: One) => one.agreement.wordsOf(SIGNAL) ?? {}
const empty = (one: One, field: string) => one.agreement.byHand(() => one.agreement.setWords(SIGNAL, { [field]: '' }))
/** Two that have had these fields of the signal empty all along. */
const openWithEmpty = (...fields: string[]) => {
  const two = openTwo()
  const once = new Y.Doc()
  Y.applyUpdate(once, Y.encodeStateAsUpdate(two.a.doc))
  new Agreement(once).setWords(SIGNAL, Object.fromEntries(fields.map(field => [field, ''])))
  for (const { doc } of [two.a, two.b]) Y.applyUpdate(doc, Y.encodeStateAsUpdate(once), 'met')
  return two
}
const shownTo = (one: One) => {
  const apart = one.changes.of(SIGNAL).apart
  return apart && { fields: apart.fields, alone: apart.alone.map(({ field, by }) => [field, by, apart[by][field]]) }
}

test('[WTG6] where each wrote in fields of their own, these stand in the hint as the one wrote them, and no decision sets any', () => {
  const { a, b, clock, meet } = openWithEmpty('gesture', 'helps')
  a.type('Sit with me', SIGNAL, 'helps')
  b.type('Hand on heart', SIGNAL, 'gesture')
  clock.advance(A_WHILE)
  meet()
  const [helps, gesture] = ['Sit with me', 'Hand on heart']
  const toA = { fields: [], alone: [['gesture', 'theirs', gesture] as const, ['helps', 'mine', helps] as const] }
  const toB = { fields: [], alone: [['gesture', 'mine', gesture] as const, ['helps', 'theirs', helps] as const] }
  expect([shownTo(a), shownTo(b)]).toEqual([toA, toB])
  const stands = wordsOf(a)
  for (const one of [a, b]) for (const take of ['mine', 'theirs'] as const) expect(one.changes.decide(SIGNAL, take)).toBe(false)
  expect([wordsOf(a), wordsOf(b)]).toEqual([stands, stands])
  // What is written on leaves the hint as it is, also in a field of the other's.
  a.type(', please', SIGNAL, 'gesture')
  clock.advance(A_WHILE)
  meet()
  expect([shownTo(a), shownTo(b)]).toEqual([toA, toB])
  expect(b.changes.of(SIGNAL).apart?.wroteOn).toBe(true)
  expect(b.changes.decide(SIGNAL, 'keep')).toBe(true)
  meet()
  expect([shownTo(a), shownTo(b)]).toEqual([null, null])
  b.agreement.undo()
  meet()
  expect([shownTo(a), shownTo(b)], 'undo brings the hint back').toEqual([toA, toB])
})

test('[WTG6] what was written before the last rest, or by a page that is gone, counts as changed; a field filled and emptied again does not', () => {
  const { a, b, clock, meet } = openWithEmpty('word')
  const { meaning } = wordsOf(a)
  a.type(' mine', SIGNAL, 'meaning')
  clock.advance(A_WHILE)
  const later = openOne('a', clock)
  Y.applyUpdate(later.doc, Y.encodeStateAsUpdate(a.doc))
  later.type('!', SIGNAL, 'word')
  clock.advance(A_WHILE)
  b.type(' theirs', SIGNAL, 'meaning')
  b.type('x', SIGNAL, 'word')
  clock.advance(A_WHILE)
  b.agreement.undo()
  clock.advance(A_WHILE)
  Y.applyUpdate(a.doc, Y.encodeStateAsUpdate(later.doc))
  meet()
  const { word } = wordsOf(a)
  expect(shownTo(b)).toEqual({ fields: ['meaning'], alone: [['word', 'theirs', word]] })
  expect(word).toMatch(/!$/)
  expect(b.changes.of(SIGNAL).apart?.theirs.meaning).toBe(`${meaning} mine`)
  b.changes.decide(SIGNAL, 'mine')
  expect(wordsOf(b)).toMatchObject({ meaning: `${meaning} theirs`, word })
})

test('[WTG6] what the partner was thought to have got, and is not known to have, counts as changed with what is written next', () => {
  const { a, b, clock, meet } = openTwo()
  a.at.partner = 'here'
  a.type(' mine', SIGNAL, 'meaning')
  clock.advance(500)
  a.at.heardAt = a.now()
  clock.advance(A_WHILE)
  expect(a.notes().get(`${SIGNAL}:a`), 'they counted as writing together').toMatchObject({ words: null })
  a.at.partner = 'away'
  a.type('!', SIGNAL, 'word')
  b.type(' theirs', SIGNAL, 'meaning')
  clock.advance(A_WHILE)
  meet()
  expect(shownTo(a)).toEqual({ fields: ['meaning'], alone: [['word', 'mine', wordsOf(a).word]] })
})

test('[WTG6] nothing is shown in place of words only where one emptied what the other wrote in', () => {
  const { a, b, clock, meet } = openTwo()
  empty(a, 'meaning')
  empty(a, 'word')
  b.type('!', SIGNAL, 'meaning')
  b.type(' (b)', SIGNAL, 'gesture')
  clock.advance(A_WHILE)
  meet()
  expect(shownTo(b)).toEqual({ fields: ['meaning'], alone: [['gesture', 'mine', wordsOf(b).gesture]] })
  expect(b.changes.of(SIGNAL).apart?.theirs.meaning).toBe('')

  const other = openTwo()
  empty(other.a, 'meaning')
  other.b.agreement.byHand(() => other.b.agreement.setWords(SIGNAL, { meaning: 'Li' }))
  other.clock.advance(A_WHILE)
  other.meet()
  expect(shownTo(other.a)?.fields, 'also where what stands is what one of the two wrote').toEqual(['meaning'])
})

test('[WTG6] a note that does not say what stood there before counts as a change of all that differs from the other’s', () => {
  const { a, b, clock, meet } = openTwo()
  a.type(' mine', SIGNAL, 'meaning')
  b.type('theirs', SIGNAL, 'word')
  clock.advance(A_WHILE)
  for (const one of [a, b]) {
    const key = `${SIGNAL}:${one === a ? 'a' : 'b'}`
    const { was: _, ...older } = Object(one.notes().get(key))
    one.notes().set(key, older)
  }
  meet()
  expect(shownTo(a)?.fields).toEqual(['word', 'meaning'])
})

test('[WTG6] minutes that one set alone stand as theirs, unless they contradict the other’s', () => {
  const { a, b, clock, meet } = openTwo()
  a.agreement.setPauseMinutes({ usual: 40 })
  b.agreement.setPauseMinutes({ longest: 300 })
  clock.advance(A_WHILE)
  meet()
  expect(a.changes.of(PAUSE_CLAUSE_ID).apart).toMatchObject({
    fields: [],
    alone: [
      { field: 'usual', by: 'mine' },
      { field: 'longest', by: 'theirs' },
    ],
  })

  const other = openTwo()
  other.a.agreement.setPauseMinutes({ usual: 200 })
  other.b.agreement.setPauseMinutes({ longest: 100 })
  other.clock.advance(A_WHILE)
  other.meet()
  expect(other.a.agreement.snapshot().pause, 'as neither wrote').toMatchObject({ usual: 200, longest: 200 })
  expect(other.b.changes.of(PAUSE_CLAUSE_ID).apart).toMatchObject({ fields: ['usual', 'longest'], alone: [] })
  other.b.changes.decide(PAUSE_CLAUSE_ID, 'mine')
  other.meet()
  expect(other.a.agreement.snapshot().pause).toMatchObject({ usual: 25, longest: 100 })
})

const fields = ['word', 'gesture', 'meaning', 'helps'] as const
const Step = fc.record({
  who: fc.constantFrom('a' as const, 'b' as const),
  what: fc.constantFrom('type', 'type', 'empty', 'undo', 'rest'),
  field: fc.constantFrom(...fields),
})
type Steps = readonly (typeof Step extends fc.Arbitrary<infer One> ? One : never)[]
const Gaps = fc.array(fc.array(Step, { minLength: 2, maxLength: 14, size: 'max' }), { minLength: 1, maxLength: 2 })
const Deciding = fc.constantFrom<Decision>('mine', 'theirs', 'keep')

/** Two write apart and meet. The hint must tell the two sorts of fields apart, and a decision set only what both changed. */
const decisionSetsNoOther = ({ a, b, clock, meet }: Two, steps: Steps, decision: Decision, broken: boolean) => {
  const two = { a, b }
  const before = wordsOf(a)
  const touched = { a: new Set<string>(), b: new Set<string>() }
  for (const { who, what, field } of steps) {
    const stood = wordsOf(two[who])[field]
    if (what === 'type') two[who].type(who, SIGNAL, field)
    if (what === 'empty') empty(two[who], field)
    if (what === 'type' || (what === 'empty' && stood !== '')) touched[who].add(field)
    if (what === 'undo') two[who].agreement.undo()
    if (what === 'rest') clock.advance(A_WHILE)
  }
  clock.advance(A_WHILE)
  const wordsApart = { a: wordsOf(a), b: wordsOf(b) }
  meet()
  if (broken)
    for (const seat of ['a', 'b']) {
      const note = a.notes().get(`${SIGNAL}:${seat}`)
      if (note) a.notes().set(`${SIGNAL}:${seat}`, { ...note, was: null })
    }
  const changed = (seat: 'a' | 'b') => {
    const words = wordsApart[seat]
    return fields.filter(field => touched[seat].has(field) && (before[field] !== '' || words[field] !== ''))
  }
  const differ = fields.filter(field => wordsApart.a[field] !== wordsApart.b[field])
  const both = differ.filter(field => changed('a').includes(field) && changed('b').includes(field))
  const byOne = (seat: 'a' | 'b') => changed(seat).filter(field => differ.includes(field) && !both.includes(field))
  const isTold = both.length > 0 || (byOne('a').length > 0 && byOne('b').length > 0)
  const apart = a.changes.of(SIGNAL).apart
  expect(apart !== null).toBe(isTold)
  if (!apart) return
  expect(apart.fields.toSorted()).toEqual(both.toSorted())
  const stands = wordsOf(a)
  for (const { field, by } of apart.alone) expect(apart[by][field]).toBe(stands[field])
  a.changes.decide(SIGNAL, decision)
  const decided = wordsOf(a)
  for (const field of fields)
    expect(decided[field]).toBe(decision === 'keep' || !both.includes(field) ? stands[field] : apart[decision][field])
}

const decisionsSetNoOther = (gaps: readonly Steps[], decision: Decision, broken: boolean) => {
  const two = openWithEmpty('gesture', 'helps')
  for (const steps of gaps) {
    decisionSetsNoOther(two, steps, decision, broken)
    if (two.a.changes.of(SIGNAL).apart) two.a.changes.decide(SIGNAL, 'keep')
    two.meet()
    for (const one of [two.a, two.b]) {
      one.at.partner = 'has-all'
      one.changes.tidy()
      one.at.partner = 'away'
      one.agreement.undoManager.clear()
    }
    two.meet()
  }
}

test('[WTG6] whatever two write apart, take out again or undo, a decision sets the fields that both changed, and no other', () => {
  fc.assert(
    fc.property(Gaps, Deciding, (gaps, decision) => decisionsSetNoOther(gaps, decision, false)),
    { seed, numRuns: 150 },
  )
})

test('[WTG6] the control: where it is not known what stood there before, what one alone wrote counts as written by both', () => {
  const broken = fc.check(
    fc.property(Gaps, Deciding, (gaps, decision) => decisionsSetNoOther(gaps, decision, true)),
    { seed: CONTROL_SEED, numRuns: 100 },
  )
  expect(broken.failed).toBe(true)
})
