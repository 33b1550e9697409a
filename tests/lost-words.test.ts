import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Agreement } from '../client/documents/agreement.ts'
import { CLAUSES } from '../client/documents/clauses.ts'
import { seedStarters } from '../client/documents/starters.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { isSoundUpdate } from '../client/sync/sound-update.ts'

const ID = 'starter-phrase-4'

/** One's own page, and a partner's with a changed program. */
const openPair = () => {
  const doc = new Y.Doc()
  const theirs = new Y.Doc()
  const written: Uint8Array[] = []
  seedStarters(doc, starterTexts)
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(doc))
  const agreement = new Agreement(doc)
  const before = agreement.snapshot()
  theirs.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'back') Y.applyUpdate(doc, update, 'elsewhere')
  })
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === 'elsewhere') return
    written.push(update)
    Y.applyUpdate(theirs, update, 'back')
  })
  const clauses = theirs.getMap<unknown>(CLAUSES)
  const clause = clauses.get(ID)
  if (!(clause instanceof Y.Map)) throw new Error('no clause')
  const words = before.phrases.find(({ id }) => id === ID)?.texts.phrase ?? ''
  return { agreement, clauses, clause, words, written }
}
type Pair = ReturnType<typeof openPair>
const phrases = ({ agreement }: Pair) => agreement.snapshot().phrases.map(({ texts }) => texts.phrase)

test.each<[string, (pair: Pair) => void]>([
  ['the clause', ({ clauses }) => clauses.delete(ID)],
  ['its text', ({ clause }) => clause.delete('phrase')],
  ['what kind it is', ({ clause }) => clause.set('kind', 'nonsense')],
  ['its text for a value', ({ clause }) => clause.set('phrase', 5)],
])('[AGD7] whose partner takes out %s has the last words known, plants them again, and undoes that', (_, takeOut) => {
  const pair = openPair()
  const { agreement, words, written } = pair
  expect(agreement.lostWords(ID)).toBe(null)
  takeOut(pair)
  expect(phrases(pair)).not.toContain(words)
  expect(agreement.lostWords(ID)?.texts).toEqual({ phrase: words })
  agreement.plantAgain(ID)
  expect(phrases(pair)).toContain(words)
  expect(agreement.lostWords(ID)).toBe(null)
  expect(written.every(isSoundUpdate)).toBe(true)
  agreement.undo()
  expect(phrases(pair)).not.toContain(words)
})

test('[AGD7] a removal, and what is there again, are no loss', () => {
  const pair = openPair()
  pair.clause.set('removed', true)
  expect(pair.agreement.lostWords(ID)).toBe(null)
  pair.clause.set('removed', false)
  pair.agreement.snapshot()
  pair.clause.set('kind', 'nonsense')
  expect(pair.agreement.lostWords(ID)).not.toBe(null)
  pair.clause.set('kind', 'phrase')
  expect(pair.agreement.lostWords(ID)).toBe(null)
})

test.each<[string, (pair: Pair) => void]>([
  ['the clause', ({ clauses }) => clauses.delete(ID)],
  ['its text', ({ clause }) => clause.delete('phrase')],
])('[AGD7] what is in force is brought back in a form that every page takes, when the partner has taken out %s', (_, takeOut) => {
  const pair = openPair()
  takeOut(pair)
  const id = pair.agreement.bringBack(ID, { kind: 'phrase', phrase: 'in force' })
  expect(id).not.toBe(ID)
  expect(phrases(pair)).toContain('in force')
  expect(phrases(pair)).toHaveLength(4)
  expect(pair.written.length).toBeGreaterThan(0)
  expect(pair.written.every(isSoundUpdate)).toBe(true)
})

test('[AGD7] the control: a clause put where one was taken out is left out by every page', () => {
  const pair = openPair()
  pair.clauses.delete(ID)
  const updates: Uint8Array[] = []
  pair.clauses.doc?.on('update', (update: Uint8Array) => updates.push(update))
  pair.clauses.set(ID, new Y.Map([['kind', 'phrase']]))
  expect(updates.map(isSoundUpdate)).toEqual([false])
})
