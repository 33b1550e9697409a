import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type AgreementRecord, emptyRecord } from '../client/documents/agreement-record.ts'
import { type AgreementView, MOST_READ } from '../client/documents/agreement-view.ts'
import { clausesOfView } from '../client/documents/clause-words.ts'
import { draftWording } from '../client/documents/draft-wording.ts'
import { changesNothing, type ImportChoice } from '../client/documents/import-plan.ts'
import { standingOf } from '../client/documents/standing.ts'
import type { Wording } from '../shared/wording.ts'
import { anyDraft, bringIn, type Draft, exported, openDraft, planned, type WrittenClause } from './support/drafts.ts'
import { seed } from './support/seed.ts'
import { bothGiven, given, recorded, version } from './support/statements.ts'

const phrase = (text: string): WrittenClause => ({ kind: 'phrase', seat: null, texts: { phrase: text } })
const texts = { word: 'Snow', emoji: '❄️', gesture: '', meaning: 'Too much', helps: 'Quiet', answer1: '', answer2: '' }
const snow: WrittenClause = { kind: 'signal', seat: null, texts }
const snowSigned: Wording = { kind: 'signal', ...texts }
const blizzard: WrittenClause = { kind: 'signal', seat: null, texts: { word: 'Blizzard', meaning: 'Too much' } }
const snowInForce = recorded(...bothGiven('clause-0', snowSigned), version('a', ['clause-0', snowSigned]))
const fileOf = (...clauses: WrittenClause[]): string => {
  using from = openDraft(clauses)
  return exported(from)
}
const take = (draft: Draft, file: string, choice: ImportChoice, record: AgreementRecord = emptyRecord) => {
  const plan = planned(draft, file, choice, false, record)
  draft.agreement.bringIn(plan)
  return plan
}
const ids = (view: AgreementView) => clausesOfView(view).map(({ id }) => id)
const standings = ({ agreement }: Draft, record: AgreementRecord) =>
  clausesOfView(agreement.snapshot()).map(clause => standingOf(record, 'a', clause.id, draftWording(clause).wording).kind)

test.each(['add', 'same'] as const)(
  '[TAK17] a signal in force that one file took out and another brings back (%s) is ours again, in one step of undo',
  choice => {
    using draft = openDraft([snow, phrase('I am here')])
    take(draft, fileOf(phrase('I am here')), 'same', snowInForce)
    const without = draft.agreement.snapshot()
    expect(ids(without)).toEqual(['clause-1'])
    const plan = take(draft, fileOf(snow, phrase('I am here')), choice, snowInForce)
    expect([plan.added, plan.back, plan.changed]).toEqual([[], [{ kind: 'signal', seat: null, texts }], []])
    expect(ids(draft.agreement.snapshot())).toEqual(['clause-0', 'clause-1'])
    expect(standings(draft, snowInForce)).toContain('ours')
    draft.agreement.undo()
    expect(draft.agreement.snapshot()).toEqual(without)
    draft.agreement.redo()
    expect(standings(draft, snowInForce)).toContain('ours')
  },
)

test('[TAK17] words that both hold come back as their clause also where it said something else when it was taken out: word by word in the plan', () => {
  using draft = openDraft([blizzard])
  draft.agreement.removeClause('clause-0')
  const plan = take(draft, fileOf(snow), 'same', snowInForce)
  expect(plan.back).toHaveLength(1)
  expect(plan.changed).toMatchObject([{ clause: { id: 'clause-0' }, texts: { word: 'Snow', emoji: '❄️', helps: 'Quiet' } }])
  expect(standings(draft, snowInForce)).toEqual(['ours'])
  draft.agreement.undo()
  expect(draft.agreement.removedClause('clause-0')?.texts).toMatchObject({ word: 'Blizzard', helps: '' })
})

test('[TAK17] "like the file" takes no clause out of which the file says what both hold: it says that again', () => {
  using draft = openDraft([blizzard, { ...snow, texts: { ...texts, meaning: 'Another one of this name' } }])
  const plan = take(draft, fileOf(snow), 'same', snowInForce)
  expect(plan.changed.map(({ clause }) => clause.id)).toEqual(['clause-0'])
  expect(plan.removed.map(({ id }) => id)).toEqual(['clause-1'])
  expect(standings(draft, snowInForce)).toEqual(['ours'])
})

test('[TAK17] what was only taken out comes back too, once for each, at the end or in the order of the file; what one agreed to goes first', () => {
  using draft = openDraft([phrase('One'), phrase('Two'), phrase('Two'), phrase('Three')])
  for (const id of ['clause-0', 'clause-1', 'clause-2']) draft.agreement.removeClause(id)
  const record = recorded(given('b', 'clause-1', { kind: 'phrase', phrase: 'Two' }))
  const plan = take(draft, fileOf(phrase('Two'), phrase('New'), phrase('One')), 'add', record)
  expect([plan.added.length, plan.back.length, plan.there]).toEqual([1, 2, 0])
  const [three, two, fresh, one] = ids(draft.agreement.snapshot())
  expect([three, two, one]).toEqual(['clause-3', 'clause-1', 'clause-0'])
  expect(fresh).not.toMatch(/^clause-/)
  expect(planned(draft, exported(draft), 'same', false, record)).toSatisfy(changesNothing)
})

test('[TAK17] a promise comes back as that of the same seat alone, whoever agreed to what under its id', () => {
  const said = { when: 'Under pressure', say: 'I wait' }
  using draft = openDraft([{ kind: 'promise', seat: 'a', texts: said }])
  draft.agreement.removeClause('clause-0')
  const record = recorded(...bothGiven('clause-0', { kind: 'promise', seat: 'b', ...said }))
  expect(planned(draft, fileOf({ kind: 'promise', seat: 'b', texts: said }), 'same', false, record).back).toEqual([])
  expect(planned(draft, fileOf({ kind: 'promise', seat: 'a', texts: said }), 'same', false, record).back).toHaveLength(1)
})

test('[TAK17] what is not whole in the document comes under a fresh id: nobody could write in it', () => {
  using draft = openDraft([snow])
  draft.agreement.removeClause('clause-0')
  const clause = draft.doc.getMap('clauses').get('clause-0')
  if (clause instanceof Y.Map) clause.set('gesture', 'no text')
  const plan = take(draft, fileOf(snow), 'same', snowInForce)
  expect([plan.added.length, plan.back.length]).toEqual([1, 0])
  expect(exported(draft)).toBe(fileOf(snow))
})

test('[TAK17] brought back on both phones at once, and written in before they meet, it stands there once with every word', () => {
  using a = openDraft([phrase('From the file')])
  using b = openDraft()
  const meet = () => {
    Y.applyUpdate(b.doc, Y.encodeStateAsUpdate(a.doc), 'met')
    Y.applyUpdate(a.doc, Y.encodeStateAsUpdate(b.doc), 'met')
  }
  a.agreement.removeClause('clause-0')
  meet()
  for (const [draft, more] of [
    [a, 'Mei '],
    [b, 'Jonas '],
  ] as const) {
    bringIn(draft, fileOf(phrase('From the file')))
    draft.agreement.textOf('clause-0', 'phrase')?.insert(0, more)
  }
  meet()
  for (const { agreement } of [a, b])
    expect(agreement.snapshot().phrases.map(one => one.texts.phrase)).toEqual([
      expect.stringMatching(/^(Mei Jonas|Jonas Mei) From the file$/),
    ])
})

test('[TAK17] what comes back needs room as what is added does', () => {
  using draft = openDraft([phrase('Gone'), ...Array.from({ length: MOST_READ }, (_, at) => phrase(`Here ${at}`))])
  draft.agreement.removeClause('clause-0')
  expect(planned(draft, fileOf(phrase('Gone')), 'add', false).full).toEqual(['phrase'])
})

test('[TAK17] whatever was taken out, the draft becomes the file to the byte, no id twice, and one step of undo takes all of it back', () => {
  fc.assert(
    fc.property(
      anyDraft,
      fc.infiniteStream(fc.boolean()),
      fc.constantFrom('add' as const, 'same' as const),
      (all, gone, choice) => {
        using draft = openDraft(all.clauses, all.pause)
        const file = exported(draft)
        const out = ids(draft.agreement.snapshot()).filter(() => gone.next().value)
        for (const id of out) draft.agreement.removeClause(id)
        const isWhole = out.every(id => !draft.agreement.removedClause(id)?.cut)
        const before = draft.agreement.snapshot()
        const steps = draft.agreement.undoManager.undoStack.length
        const plan = take(draft, file, choice)
        // What is not whole in the document comes under an id of its own.
        if (isWhole) expect(plan.added, 'all of it is there').toEqual([])
        const after = draft.agreement.snapshot()
        if (choice === 'same') expect(exported(draft)).toBe(file)
        expect(ids(after).length).toBe(new Set(ids(after)).size)
        expect(draft.agreement.undoManager.undoStack.length - steps).toBe(changesNothing(plan) ? 0 : 1)
        if (changesNothing(plan)) return
        draft.agreement.undo()
        expect(draft.agreement.snapshot()).toEqual(before)
        draft.agreement.redo()
        expect(draft.agreement.snapshot()).toEqual(after)
      },
    ),
    { seed, numRuns: 150 },
  )
})
