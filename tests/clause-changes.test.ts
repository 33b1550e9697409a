import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { clauseChange, readChangeNote } from '../client/documents/clause-change.ts'
import { ClauseChanges, type Decision } from '../client/documents/clause-changes.ts'
import { CHANGES } from '../client/documents/clauses.ts'
import { OwnWordings } from '../client/documents/own-wordings.ts'
import { PartnerHeard, tellAbsence } from '../client/documents/partner-heard.ts'
import { PAUSE_CLAUSE_ID } from '../shared/clause.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'
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
