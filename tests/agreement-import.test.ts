import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Agreement } from '../client/documents/agreement.ts'
import { fileOf } from '../client/documents/agreement-file.ts'
import { MOST_READ, starterPause } from '../client/documents/agreement-view.ts'
import { clausesOfView, keyOf, wordsOf } from '../client/documents/clause-words.ts'
import { newClause } from '../client/documents/clauses.ts'
import { changesNothing, samePlan } from '../client/documents/import-plan.ts'
import { seedStarters } from '../client/documents/starters.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { anyDraft, bringIn, type Draft, exported, openDraft, planned, type WrittenClause } from './support/drafts.ts'
import { seed } from './support/seed.ts'

const phrase = (text: string): WrittenClause => ({ kind: 'phrase', seat: null, texts: { phrase: text } })
const signal = (word: string, emoji: string, meaning: string): WrittenClause => ({
  kind: 'signal',
  seat: null,
  texts: { word, emoji, meaning },
})
const withStarters = (): Draft => {
  const draft = openDraft()
  seedStarters(draft.doc, starterTexts)
  return draft
}
const phrases = ({ agreement }: Draft) => agreement.snapshot().phrases.map(({ texts }) => texts.phrase)
const ids = ({ agreement }: Draft) => clausesOfView(agreement.snapshot()).map(({ id }) => id)
const fileOfPhrases = (...texts: string[]) => {
  using from = openDraft(texts.map(phrase))
  return exported(from)
}

test('[TAK10] "Add what is missing" adds at the end and leaves everything else as it is, whatever is there', () => {
  fc.assert(
    fc.property(anyDraft, anyDraft, (here, file) => {
      using draft = openDraft(here.clauses, here.pause)
      using from = openDraft(file.clauses, file.pause)
      const before = draft.agreement.snapshot()
      const wanted = new Set(clausesOfView(from.agreement.snapshot()).map(clause => keyOf(wordsOf(clause))))
      bringIn(draft, exported(from))
      const after = draft.agreement.snapshot()
      for (const kind of ['signals', 'activities', 'phrases', 'promises'] as const)
        expect(after[kind].slice(0, before[kind].length)).toEqual(before[kind])
      expect(after.pause).toEqual(before.pause)
      const there = new Set(fileOf(after).phrases)
      for (const text of fileOf(from.agreement.snapshot()).phrases) expect(there.has(text)).toBe(true)
      const added = clausesOfView(after).filter(({ id }) => !clausesOfView(before).some(one => one.id === id))
      for (const clause of added) expect(wanted.has(keyOf(wordsOf(clause))) && !clause.starter).toBe(true)
    }),
    { seed, numRuns: 150 },
  )
})

test('[TAK10] "Make the draft like the file" keeps what says the same under its id, in the order of the file, and takes out the rest', () => {
  using draft = openDraft(['One', 'Two', 'Three', ''].map(phrase))
  bringIn(draft, fileOfPhrases('Four', 'Three', 'One'), 'same')
  expect(phrases(draft), 'what nobody has written yet is not taken away').toEqual(['Four', 'Three', 'One', ''])
  expect(ids(draft).slice(1)).toEqual(['clause-2', 'clause-0', 'clause-3'])
})

test('[TAK10] the plan says beforehand what comes, what goes, what stays, and which signals look alike; it changes nothing', () => {
  using draft = openDraft([phrase('One'), phrase('Two'), signal('Anchor', '⚓', 'Are we okay?')])
  using from = openDraft([phrase('Two'), phrase('Three'), signal('ANCHOR', '🌊', 'Hold on'), signal('Wave', '⚓', 'Too much')])
  const before = Y.encodeStateVector(draft.doc)
  const text = exported(from)
  const add = planned(draft, text, 'add', true)
  expect(add.added.map(({ texts }) => texts.phrase ?? texts.word)).toEqual(['ANCHOR', 'Wave', 'Three'])
  expect(add.alike.map(({ texts }) => texts.word)).toEqual(['ANCHOR', 'Wave'])
  expect([add.removed.length, add.there, add.moved, add.pause]).toEqual([0, 1, false, null])
  const same = planned(draft, text, 'same', true)
  expect(same.removed.map(({ id }) => id)).toEqual(['clause-0'])
  expect(same.changed).toMatchObject([{ clause: { id: 'clause-2' }, texts: { word: 'ANCHOR', emoji: '🌊', meaning: 'Hold on' } }])
  expect(same.added.map(({ texts }) => texts.phrase ?? texts.word)).toEqual(['Wave', 'Three'])
  expect([same.there, same.alike.length]).toEqual([1, 0])
  expect(planned(draft, exported(draft), 'same', true)).toSatisfy(changesNothing)
  expect(Y.encodeStateVector(draft.doc)).toEqual(before)
})

test('[TAK10] one changed sentence changes its clause, under its id and with the words that it keeps; titles are folded', () => {
  const promise = (seat: 'a' | 'b', when: string, say: string): WrittenClause => ({ kind: 'promise', seat, texts: { when, say } })
  using draft = openDraft([
    signal('Stop', '✋', 'Too much'),
    promise('a', 'When I am flooded', 'I need time'),
    promise('b', 'When I am flooded', 'I wait'),
    phrase('I am here'),
  ])
  using from = openDraft([
    signal('ＳＴＯＰ', '✋', 'Far too much'),
    promise('b', 'when I am  flooded', 'I wait outside'),
    promise('a', 'When I am flooded', 'I need time'),
    phrase('I am HERE'),
  ])
  const before = ids(draft)
  const plan = planned(draft, exported(from), 'same', false)
  expect([plan.added, plan.removed, plan.there]).toEqual([[], [], 1])
  expect(plan.changed.map(({ clause, texts }) => [clause.id, texts])).toEqual([
    ['clause-0', { word: 'ＳＴＯＰ', meaning: 'Far too much' }],
    ['clause-3', { phrase: 'I am HERE' }],
    ['clause-2', { when: 'when I am flooded', say: 'I wait outside' }],
  ])
  bringIn(draft, exported(from), 'same')
  expect(exported(draft)).toBe(exported(from))
  expect(ids(draft).toSorted()).toEqual(before.toSorted())
})

test('[TAK10] signals that look alike are told of whatever their width, signs and shade', () => {
  using draft = openDraft([signal('Stop', '👍', 'Enough')])
  using from = openDraft([signal('ＳＴＯＰ', '', 'Other'), signal('“St op!”', '', 'Another'), signal('Fine', '👍🏽', 'Good')])
  expect(planned(draft, exported(from), 'add', false).alike.map(({ texts }) => texts.word)).toEqual([
    'ＳＴＯＰ',
    '“St op!”',
    'Fine',
  ])
})

test('[TAK10] a plan is another one as soon as the partner has changed what it would do, and the same while they have not', () => {
  using a = withStarters()
  using b = openDraft()
  meet(a, b)
  const file = fileOfPhrases('I am here', 'From the file')
  const shown = planned(a, file, 'same', false)
  b.agreement.textOf('starter-signal-1', 'meaning')?.insert(0, 'Now: ')
  meet(a, b)
  expect(samePlan(planned(a, file, 'add', false), planned(a, file, 'add', false))).toBe(true)
  expect(samePlan(planned(a, file, 'same', false), shown), 'other words would be taken out').toBe(false)
  b.agreement.addClause('phrase')
  const before = planned(a, file, 'add', false)
  meet(a, b)
  expect(samePlan(planned(a, file, 'add', false), before)).toBe(false)
})

test('[TAK10] as many of a kind come in as a file takes; more are not brought in in part: the plan names the kind', () => {
  using draft = openDraft(Array.from({ length: MOST_READ - 1 }, (_, at) => phrase(`Here ${at}`)))
  expect(planned(draft, fileOfPhrases('New'), 'add', false).full).toEqual([])
  expect(planned(draft, fileOfPhrases('New', 'Newer'), 'add', false).full).toEqual(['phrase'])
  expect(planned(draft, fileOfPhrases('New', 'Newer'), 'same', false).full).toEqual([])
  const many = fileOfPhrases(...Array.from({ length: 60 }, (_, at) => `Saved ${at}`))
  using some = openDraft(Array.from({ length: 49 }, (_, at) => phrase(`Here ${at}`)))
  expect(planned(some, many, 'add', false).full).toEqual([])
  bringIn(some, many, 'add', false)
  expect(some.agreement.snapshot().phrases).toHaveLength(109)
})

test('[TAK11] one step of undo takes the whole import back, words, order and minutes; one of redo brings it again', () => {
  fc.assert(
    fc.property(anyDraft, anyDraft, fc.constantFrom('add' as const, 'same' as const), (here, file, choice) => {
      using draft = openDraft(here.clauses, here.pause)
      using from = openDraft(file.clauses, file.pause)
      const before = draft.agreement.snapshot()
      bringIn(draft, exported(from), choice, true)
      const after = draft.agreement.snapshot()
      if (after === before) return
      expect(draft.agreement.undo()).toBe(true)
      expect(draft.agreement.snapshot()).toEqual(before)
      expect(draft.agreement.canUndo()).toBe(false)
      draft.agreement.redo()
      expect(draft.agreement.snapshot()).toEqual(after)
    }),
    { seed, numRuns: 150 },
  )
})

test('[TAK11] undoing an import keeps what the partner has written in it since', () => {
  using a = withStarters()
  using b = openDraft()
  bringIn(a, fileOfPhrases('From the file', 'And more'))
  meet(a, b)
  const [, brought] = b.agreement.snapshot().phrases.slice(-3)
  b.agreement.textOf(brought?.id ?? '', 'phrase')?.insert(0, 'Yes: ')
  meet(a, b)
  a.agreement.undo()
  expect(phrases(a).slice(4)).toEqual(['Yes: From the file'])
})

test('[TAK11] a file that changes nothing is no step of undo, and leaves the step before it what it was', () => {
  using a = withStarters()
  using b = openDraft()
  const id = a.agreement.addClause('phrase')
  meet(a, b)
  b.agreement.textOf(id, 'phrase')?.insert(0, 'Written by the partner')
  meet(a, b)
  bringIn(a, exported(a), 'same', true)
  a.agreement.undo()
  expect(a.agreement.canUndo()).toBe(false)
  expect(phrases(a).at(-1), 'adding it was undone, and the partner’s words stay').toBe('Written by the partner')
})

const meet = (one: { doc: Y.Doc }, other: { doc: Y.Doc }) => {
  Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(one.doc)), 'met')
  Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc, Y.encodeStateVector(other.doc)), 'met')
}

test('[TAK12] a file brought in on both phones at once, and written in before they meet, loses no word', () => {
  const file = fileOfPhrases('From the file')
  using a = withStarters()
  using b = openDraft()
  meet(a, b)
  for (const { draft, more } of [
    { draft: a, more: ' and Mei' },
    { draft: b, more: ' and Jonas' },
  ]) {
    bringIn(draft, file)
    const text = draft.agreement.textOf(draft.agreement.snapshot().phrases.at(-1)?.id ?? '', 'phrase')
    text?.insert(text.length, more)
  }
  meet(a, b)
  expect(phrases(a).slice(4).sort()).toEqual(['From the file and Jonas', 'From the file and Mei'])
  expect(phrases(b)).toEqual(phrases(a))
})

test('[TAK12] under ids that follow from the file one phone’s words would be lost', () => {
  using a = openDraft()
  using b = openDraft()
  for (const { doc, more } of [
    { doc: a.doc, more: ' and Mei' },
    { doc: b.doc, more: ' and Jonas' },
  ]) {
    const texts = { phrase: 'From the file' }
    doc.getMap('clauses').set('file-1', newClause('phrase', { order: 'a0', starter: false, seat: null, texts, shown: true }))
    using agreement = new Agreement(doc)
    agreement.textOf('file-1', 'phrase')?.insert(13, more)
  }
  meet(a, b)
  expect(phrases(a)).toHaveLength(1)
})

test('[TAK12] brought in twice by one phone too, every clause has an id of its own', () => {
  using draft = openDraft()
  const file = fileOfPhrases('One', 'Two')
  bringIn(draft, file)
  const first = ids(draft)
  for (const id of first) draft.agreement.textOf(id, 'phrase')?.insert(0, 'Now: ')
  bringIn(draft, file)
  expect(phrases(draft)).toEqual(['Now: One', 'Now: Two', 'One', 'Two'])
  expect(new Set(ids(draft)).size).toBe(4)
})

test('[TAK13] the minutes of a pause come only when they are asked for', () => {
  using draft = withStarters()
  using from = openDraft([], { shortest: 30, usual: 45, longest: 600 })
  const file = exported(from)
  bringIn(draft, file, 'add')
  bringIn(draft, file, 'same')
  expect(draft.agreement.snapshot().pause).toEqual(starterPause)
  bringIn(draft, file, 'add', true)
  expect(draft.agreement.snapshot().pause).toEqual({ shortest: 30, usual: 45, longest: 600 })
})
