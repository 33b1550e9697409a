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
const lostOf = ({ agreement }: Pair) =>
  agreement.lostWords(ID).map(({ clause }) => clause.kind === 'phrase' && clause.texts.phrase)
const bringBackAll = ({ agreement }: Pair) => {
  for (const loss of agreement.lostWords(ID)) agreement.plantAgain(loss)
}
/** As a changed program does: the whole clause for another. One page of ours reads it at once. */
const exchange = ({ agreement, clauses }: Pair, phrase: string) => {
  const clause = new Y.Map<unknown>([...readPlain(clauses), ['phrase', new Y.Text(phrase)]])
  clauses.set(ID, clause)
  agreement.snapshot()
}
const readPlain = (clauses: Y.Map<unknown>) => {
  const there = clauses.get(ID)
  return there instanceof Y.Map ? [...there.entries()].filter(([, value]) => !(value instanceof Y.Text)) : []
}
const write = ({ agreement }: Pair, words: string) => {
  const text = agreement.textOf(ID, 'phrase')
  text?.insert(text.length, words)
  agreement.snapshot()
}
const phrases = ({ agreement }: Pair) => agreement.snapshot().phrases.map(({ texts }) => texts.phrase)

test.each<[string, (pair: Pair) => void]>([
  ['the clause', ({ clauses }) => clauses.delete(ID)],
  ['its text', ({ clause }) => clause.delete('phrase')],
  ['what kind it is', ({ clause }) => clause.set('kind', 'nonsense')],
  ['its text for a value', ({ clause }) => clause.set('phrase', 5)],
])('[AGD7] whose partner takes out %s has the last words known, plants them again, and undoes that', (_, takeOut) => {
  const pair = openPair()
  const { agreement, words, written } = pair
  expect(agreement.lostWords(ID)).toEqual([])
  takeOut(pair)
  expect(phrases(pair)).not.toContain(words)
  expect(lostOf(pair)).toEqual([words])
  bringBackAll(pair)
  expect(phrases(pair)).toContain(words)
  expect(agreement.lostWords(ID)).toEqual([])
  expect(written.every(isSoundUpdate)).toBe(true)
  agreement.undo()
  expect(phrases(pair)).not.toContain(words)
})

test('[AGD7] a removal, and what is there again, are no loss', () => {
  const pair = openPair()
  pair.clause.set('removed', true)
  expect(pair.agreement.lostWords(ID)).toEqual([])
  pair.clause.set('removed', false)
  pair.agreement.snapshot()
  pair.clause.set('kind', 'nonsense')
  expect(lostOf(pair)).toEqual([pair.words])
  pair.clause.set('kind', 'phrase')
  expect(pair.agreement.lostWords(ID)).toEqual([])
})

test('[AGD7] each loss is kept: what was typed after the first is told of too, and comes back', () => {
  const pair = openPair()
  exchange(pair, 'theirs')
  write(pair, ' and a long thought')
  exchange(pair, 'theirs')
  expect(lostOf(pair)).toEqual([pair.words, 'theirs and a long thought'])
  write(pair, ', again')
  exchange(pair, 'theirs')
  expect(lostOf(pair)).toEqual([pair.words, 'theirs and a long thought', 'theirs, again'])
  expect(new Set(pair.agreement.lostWords(ID).map(({ number }) => number)).size).toBe(3)
  bringBackAll(pair)
  expect(phrases(pair)).toEqual(expect.arrayContaining([pair.words, 'theirs and a long thought', 'theirs, again']))
  expect(pair.written.every(isSoundUpdate)).toBe(true)
})

test('[AGD7] however often a partner exchanges a clause, what is kept is bounded and one’s own words stay in it', () => {
  const pair = openPair()
  exchange(pair, 'theirs')
  write(pair, ' and a long thought')
  for (let i = 0; i < 50; i++) exchange(pair, `theirs ${i}`)
  expect(lostOf(pair)).toHaveLength(8)
  expect(lostOf(pair).slice(0, 2)).toEqual([pair.words, 'theirs and a long thought'])
  expect(lostOf(pair).at(-1)).toBe('theirs 48')
  for (let i = 0; i < 50; i++) {
    write(pair, ` mine ${i}`)
    exchange(pair, `theirs ${i}`)
  }
  expect(lostOf(pair)).toHaveLength(8)
  expect(lostOf(pair)[0]).toBe(pair.words)
  expect(lostOf(pair).at(-1)).toBe('theirs 48 mine 49')
})

test('[AGD7] a flood of clauses that a partner takes out again is bounded, and takes nothing of what was lost before or is one’s own', () => {
  const pair = openPair()
  exchange(pair, 'theirs')
  write(pair, ' and mine')
  for (let i = 0; i < 900; i++) {
    pair.clauses.set(
      `flood-${i}`,
      new Y.Map<unknown>([
        ['kind', 'activity'],
        ['order', 'a5'],
        ['activity', new Y.Text(`${i}`)],
      ]),
    )
    pair.agreement.snapshot()
    pair.clauses.delete(`flood-${i}`)
  }
  exchange(pair, 'theirs')
  expect(lostOf(pair)).toEqual([pair.words, 'theirs and mine'])
  const kept = Array.from({ length: 900 }, (_, i) => pair.agreement.lostWords(`flood-${i}`)).flat()
  expect(kept).toHaveLength(798)
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
