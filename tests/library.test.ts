import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Agreement } from '../client/documents/agreement.ts'
import { type ClauseField, type ClauseKind, clauseFields, clauseKinds, fieldLimits } from '../client/documents/agreement-view.ts'
import { foldText } from '../client/documents/alike.ts'
import { looksLike, mayBeAgreedTo } from '../client/documents/checks.ts'
import { alreadyThere, type LibraryItem, mainTextOf, situations } from '../client/documents/library.ts'
import { library } from '../client/i18n/en/library.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { clauseOf, signalOf, viewOf } from './support/clause-views.ts'

const all = clauseKinds.flatMap(kind => library[kind].map(item => ({ kind, item: item as LibraryItem })))
const textsOf = (kind: ClauseKind, item: Partial<Record<ClauseField, string>>): string[] =>
  clauseFields[kind].map(field => item[field] ?? '')

test('[LIB1] the library holds at least 12 signals, 16 phrases, 20 activities and 8 promises, and some of each for every situation', () => {
  expect(library.signal.length).toBeGreaterThanOrEqual(12)
  expect(library.phrase.length).toBeGreaterThanOrEqual(16)
  expect(library.activity.length).toBeGreaterThanOrEqual(20)
  expect(library.promise.length).toBeGreaterThanOrEqual(8)
  for (const kind of clauseKinds)
    for (const situation of situations) {
      const fitting = library[kind].filter(item => item.situations.includes(situation))
      expect(fitting.length, `${kind}, ${situation}`).toBeGreaterThan(0)
    }
})

/** What is wrong with a draft's texts, of those that are to be added as they are. */
const wrongWith = (kind: ClauseKind, item: Partial<Record<ClauseField, string>>): string[] =>
  clauseFields[kind].filter(field => {
    const text = item[field] ?? ''
    return text.trim() === '' || text !== text.trim() || text.length > fieldLimits[field] || /[\n\t]/.test(text)
  })

test('[LIB1] every text of a draft is written and fits its field', () => {
  for (const { kind, item } of all) expect(wrongWith(kind, item), JSON.stringify(item)).toEqual([])
  expect(wrongWith('phrase', { phrase: 'x'.repeat(fieldLimits.phrase + 1) })).toEqual(['phrase'])
  expect(wrongWith('promise', { when: ' ', say: 'Yes' })).toEqual(['when'])
})

/** Of one's own part, of nobody's fault, and for whoever the two are. */
const unfit = (text: string): boolean =>
  /\b(he|she|his|her|hers|him|husband|wife|boyfriend|girlfriend|man|woman|fault|blame|you always|you never|you make me|you should|calm down!)\b|!/i.test(
    text,
  )
const longestSentence = (text: string): number =>
  Math.max(...text.split(/[.?]/).map(sentence => sentence.trim().split(/\s+/).length))

test('[LIB2] drafts speak of oneself in short plain sentences: of no gender, and of nobody’s fault', () => {
  const texts = all.flatMap(({ kind, item }) => textsOf(kind, item))
  expect(texts.filter(unfit)).toEqual([])
  expect(texts.filter(text => longestSentence(text) > 16)).toEqual([])
  expect(['She is angry', 'You never listen', 'Calm down!'].filter(unfit)).toHaveLength(3)
})

type Drafts = readonly { kind: ClauseKind; item: Partial<Record<ClauseField, string>> }[]

/** Drafts that say what another one says, starters counted in. */
const doubled = (drafts: Drafts): string[] => {
  const keys = drafts.map(({ kind, item }) => `${kind} ${foldText(mainTextOf(kind, item))}`)
  return keys.filter((key, at) => keys.indexOf(key) !== at)
}
const alike = (drafts: Drafts): string[] => {
  const signals = drafts.filter(({ kind }) => kind === 'signal').map(({ item }, at) => signalOf(item, String(at)))
  return signals.filter(signal => looksLike(signal, { signals, held: [] })).map(({ texts }) => texts.word)
}
const starters: Drafts = [
  ...starterTexts.signals.map(item => ({ kind: 'signal' as const, item })),
  ...starterTexts.activities.map(activity => ({ kind: 'activity' as const, item: { activity } })),
  ...starterTexts.phrases.map(phrase => ({ kind: 'phrase' as const, item: { phrase } })),
  ...starterTexts.promises.map(({ when, say }) => ({ kind: 'promise' as const, item: { when, say } })),
]

test('[LIB3] no two drafts say the same and no two signals look alike, the starters counted in; each may be agreed to', () => {
  const everything = [...starters, ...all]
  expect(doubled(everything)).toEqual([])
  expect(alike(everything)).toEqual([])
  for (const { kind, item } of all) expect(mayBeAgreedTo(clauseOf(kind, item), [])).toEqual({ ok: true })
  const shaded = { kind: 'signal' as const, item: { word: 'Tortoise', emoji: '🐢\ufe0f' } }
  expect(alike([...everything, shaded])).toEqual(['Turtle', 'Tortoise'])
  expect(doubled([...everything, { kind: 'phrase', item: { phrase: 'WE ARE OKAY ' } }])).toEqual(['phrase we are okay'])
})

test('[LIB4] a draft is added in one step as a clause like any other: at the end, no starter, to be written in, taken back and redone', () => {
  using agreement = new Agreement(new Y.Doc())
  for (const { kind, item } of all) {
    const before = agreement.undoManager.undoStack.length
    const id = agreement.addClause(kind, 'b', item)
    expect(agreement.undoManager.undoStack.length).toBe(before + 1)
    const view = agreement.snapshot()
    const clause = [...view.signals, ...view.activities, ...view.phrases, ...view.promises].find(one => one.id === id)
    expect(clause).toMatchObject({ kind, starter: false, seat: kind === 'promise' ? 'b' : null })
    expect(clause && textsOf(kind, clause.texts)).toEqual(textsOf(kind, item))
    expect(clause && Object.keys(clause.texts)).toEqual([...clauseFields[kind]])
  }
  const words = () => agreement.snapshot().promises.map(({ texts }) => texts.when)
  expect(words()).toEqual(library.promise.map(item => item.when))
  const last = library.promise.at(-1)?.when
  agreement.undo()
  expect(words()).not.toContain(last)
  agreement.redo()
  expect(words()).toContain(last)
  const id = agreement.snapshot().promises.at(-1)?.id ?? ''
  agreement.textOf(id, 'when')?.insert(0, 'Now and then: ')
  expect(words()).toContain(`Now and then: ${last}`)
})

test('[LIB5] a draft knows the clause that already says the same, or a signal that has its emoji; a promise only one’s own', () => {
  const [turtle] = library.signal
  const [promise] = library.promise
  if (!turtle || !promise) throw new Error('the library is empty')
  const same = signalOf({ ...turtle, word: ' TURTLE', emoji: '' })
  const other = signalOf({ word: 'Shell', emoji: '🐢' })
  expect(alreadyThere('signal', turtle, viewOf({ signals: [other, same] }), 'a')).toEqual({ clause: same, by: 'text' })
  expect(alreadyThere('signal', turtle, viewOf({ signals: [other] }), 'a')).toEqual({ clause: other, by: 'emoji' })
  expect(alreadyThere('signal', turtle, viewOf({ signals: [signalOf({ word: 'Owl', emoji: '🦉' })] }), 'a')).toBe(null)
  expect(alreadyThere('phrase', { phrase: 'Turtle' }, viewOf({ signals: [same] }), 'a')).toBe(null)
  const theirs = viewOf({ promises: [clauseOf('promise', { ...promise }, { seat: 'b' })] })
  expect(alreadyThere('promise', promise, theirs, 'b')).not.toBe(null)
  expect(alreadyThere('promise', promise, theirs, 'a')).toBe(null)
})
