import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Agreement } from '../client/documents/agreement.ts'
import { fieldLimits, MOST_CLAUSES, MOST_READ } from '../client/documents/agreement-view.ts'
import { draftWordings } from '../client/documents/draft-wording.ts'
import { seedStarters } from '../client/documents/starters.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { openTwo } from './support/joined-agreements.ts'
import { junk } from './support/junk.ts'
import { startCouple } from './support/sealed-couple.ts'
import { seed } from './support/seed.ts'

test('[SEA1] both write in one clause of the agreement at once, over the server, and a fresh device reads the same', async () => {
  await using couple = await startCouple()
  await using anna = couple.anna()
  await using ben = couple.ben()
  await anna.document.whenLoaded
  seedStarters(anna.document.inner, starterTexts)
  using annas = new Agreement(anna.document.inner)
  using bens = new Agreement(ben.document.inner)
  const word = (agreement: Agreement) => agreement.snapshot().signals[0]?.texts.word ?? ''
  await ben.until(() => word(bens) === 'Lighthouse')
  for (const letter of 'old ') annas.textOf('starter-signal-1', 'word')?.insert(0, letter)
  for (const letter of ' hill') bens.textOf('starter-signal-1', 'word')?.insert(word(bens).length, letter)
  const length = 'dlo Lighthouse hill'.length
  await anna.until(() => word(annas).length === length)
  await ben.until(() => word(bens).length === length)
  expect(word(annas)).toBe(word(bens))
  await using third = await couple.further('b')
  using thirds = new Agreement(third.document.inner)
  await third.until(() => word(thirds) === word(annas))
  expect(thirds.snapshot()).toEqual(annas.snapshot())
})

test('[AGD1] nonsense in the place of clauses, texts and minutes reads as a bounded view', () => {
  const { a, b, meet } = openTwo()
  seedStarters(a.doc, starterTexts)
  const clauses = b.doc.getMap<unknown>('clauses')
  const clause = (fields: Record<string, unknown>) => new Y.Map<unknown>(Object.entries(fields))
  b.doc.transact(() => {
    clauses.set('text', 'not a clause')
    clauses.set('list', new Y.Array())
    clauses.set('kindless', clause({ order: 'a0' }))
    clauses.set('odd-kind', clause({ kind: 'contract', order: 'a0' }))
    clauses.set('x'.repeat(100), clause({ kind: 'phrase', order: 'a0' }))
    clauses.set('flat', clause({ kind: 'phrase', order: 7, phrase: 'flat text', starter: 'yes' }))
    clauses.set('long', clause({ kind: 'signal', order: 'a4', word: new Y.Text('w'.repeat(1_000_000)), seat: 'c' }))
    for (let count = 0; count < 10_000; count++)
      clauses.set(`many-${count}`, clause({ kind: 'activity', order: '!', activity: new Y.Text('walk') }))
    for (const [field, value] of Object.entries({ shortest: -5, usual: 'long', longest: Number.NaN }))
      b.doc.getMap('pause').set(field, value)
  })
  meet()
  const view = a.agreement.snapshot()
  expect(view.activities).toHaveLength(MOST_READ)
  expect(view.activities.slice(0, 3).map(one => one.id)).toEqual([1, 2, 3].map(one => `starter-activity-${one}`))
  expect(view.phrases.at(-1)).toMatchObject({ id: 'flat', starter: false, texts: { phrase: '' } })
  expect(view.signals.find(one => one.id === 'long')?.texts.word).toHaveLength(fieldLimits.word)
  expect(view.leftOut).toBe(5 + 10_003 - MOST_READ)
  expect(view.pause.shortest).toBeGreaterThanOrEqual(20)
  expect(a.agreement.textOf('flat', 'phrase')).toBe(null)
  expect([a.agreement.removeClause('text'), a.agreement.moveClause('kindless', 0)]).toEqual([false, false])
})

test('[AGD1] what both added while apart is all read, also where it is more than one page adds, on both the same', () => {
  const { a, b, meet } = openTwo()
  for (const { agreement } of [a, b])
    for (let count = 0; count < MOST_CLAUSES; count++) agreement.addClause('phrase', null, { phrase: `${count}` })
  meet()
  const [mine, theirs] = [a.agreement.snapshot(), b.agreement.snapshot()]
  expect(mine.phrases).toHaveLength(2 * MOST_CLAUSES)
  expect(mine.leftOut).toBe(0)
  expect(theirs).toEqual(mine)
})

test('[AGD1] names that mean something to a program are names like others, and places and minutes out of all bounds are mended', () => {
  const { a, b, meet } = openTwo()
  const ids = ['__proto__', 'constructor', 'toString', 'clauses', 'valueOf']
  const [low, high] = ['A'.repeat(61), 'z'.repeat(61)]
  for (const [at, id] of ids.entries()) {
    const clause = new Y.Map<unknown>([
      ['kind', 'phrase'],
      ['order', [low, high, '', 'a0', '~'][at]],
      ['phrase', new Y.Text(id)],
    ])
    b.doc.getMap('clauses').set(id, clause)
  }
  // The pause rule's own name, and none: no clause has these.
  for (const id of ['pause', '']) b.doc.getMap('clauses').set(id, new Y.Map<unknown>([['kind', 'phrase']]))
  for (const minutes of [Number.POSITIVE_INFINITY, Number.NaN, -0, 1e308]) b.doc.getMap('pause').set('longest', minutes)
  b.doc.getMap('pause').set('__proto__', 1)
  meet()
  expect(a.agreement.snapshot().phrases.map(one => one.texts.phrase)).toEqual(
    b.agreement.snapshot().phrases.map(one => one.texts.phrase),
  )
  expect(new Set(a.agreement.snapshot().phrases.map(one => one.id))).toEqual(new Set(ids))
  expect(a.agreement.snapshot().leftOut).toBe(2)
  expect(a.agreement.snapshot().pause.longest).toBe(1_440)
  const added = a.agreement.addClause('phrase')
  for (const id of ids) expect([a.agreement.moveClause(id, 0), a.agreement.removeClause(id)]).toEqual([true, true])
  expect(a.agreement.snapshot().phrases.map(one => one.id)).toEqual([added])
  draftWordings(a.agreement.snapshot())
})

const fieldNames = ['kind', 'order', 'starter', 'removed', 'seat', 'word', 'activity', 'phrase', 'when', 'say']
const junkClause = fc.dictionary(
  fc.constantFrom(...fieldNames),
  fc.oneof(
    junk,
    fc.string().map(text => ({ text })),
  ),
)

test('[AGD1] no content makes reading or writing the agreement throw', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ maxLength: 5 }), fc.oneof(junk, junkClause)),
      fc.dictionary(fc.string(), junk),
      (found, minutes) => {
        const doc = new Y.Doc()
        for (const [id, value] of Object.entries(found)) doc.getMap('clauses').set(id, asShared(value))
        for (const [field, value] of Object.entries(minutes)) doc.getMap('pause').set(field, value)
        using agreement = new Agreement(doc)
        const id = agreement.addClause('phrase')
        agreement.moveClause(id, 0)
        for (const one of Object.keys(found)) agreement.moveClause(one, 1)
        const view = agreement.snapshot()
        expect(view.phrases.some(phrase => phrase.id === id)).toBe(true)
        draftWordings(view)
      },
    ),
    { seed, numRuns: 200 },
  )
})
const asShared = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return new Y.Map(Object.entries(value).map(([key, one]) => [key, isText(one) ? new Y.Text(one.text) : one]))
}
const isText = (value: unknown): value is { text: string } => typeof value === 'object' && value !== null && 'text' in value
