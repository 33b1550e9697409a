import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Agreement } from '../client/documents/agreement.ts'
import { seedStarters } from '../client/documents/starters.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import {
  isSoundUpdate,
  MOST_ENTRY_BYTES,
  MOST_NAME,
  MOST_OF_RECORD,
  MOST_PARTS,
  MOST_VALUE,
} from '../client/sync/sound-update.ts'

/** What a document that only this change was made in comes to. */
const made = (change: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc({ gc: false })
  doc.transact(() => change(doc))
  return Y.encodeStateAsUpdate(doc)
}
const clauses = (doc: Y.Doc) => doc.getMap<unknown>('clauses')
const set = (value: unknown) => made(doc => clauses(doc).set('clause', value))
const nested = (depth: number): Uint8Array =>
  made(doc => {
    let at = clauses(doc)
    for (let level = 0; level <= depth; level++) at = at.set('in', new Y.Map<unknown>())
  })
const deepList = (depth: number): unknown => (depth === 0 ? 'x' : [deepList(depth - 1)])
/** The second half of what was written in two steps. */
const second = (first: (doc: Y.Doc) => void, then: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc()
  first(doc)
  const before = Y.encodeStateVector(doc)
  then(doc)
  return Y.encodeStateAsUpdate(doc, before)
}

test.each<[string, Uint8Array]>([
  ['a map in a map', nested(1)],
  ['maps ten thousand deep', nested(10_000)],
  ['lists in a value, a thousand deep', set(deepList(1_000))],
  ['a list as a value', set(['one'])],
  ['a list of a document', set(new Y.Array())],
  ['an element', set(new Y.XmlElement('p'))],
  ['a text of another kind', set(new Y.Map([['word', new Y.XmlText('x')]]))],
  ['a document in the document', set(new Y.Doc())],
  ['bytes', set(new Uint8Array(5))],
  ['a thing inside a text', made(doc => doc.getText('words').insertEmbed(0, { not: 'text' }))],
  ['a look of a text', made(doc => doc.getText('words').insert(0, 'bold', { bold: true }))],
  [
    'a text without its map',
    second(
      doc => clauses(doc).set('c', new Y.Map()),
      doc => (clauses(doc).get('c') as Y.Map<unknown>).set('word', new Y.Text()),
    ),
  ],
  ['a text that is an attribute of a text', made(doc => doc.getText('words').setAttribute('in', new Y.Text('x')))],
  ['a name that is no name', made(doc => clauses(doc).set('x'.repeat(MOST_NAME + 1), 1))],
  ['a root of such a name', made(doc => doc.getMap('x'.repeat(MOST_NAME + 1)).set('one', 1))],
  ['a value that is a book', set('x'.repeat(MOST_VALUE + 1))],
  ['records three deep', set({ in: { in: { in: 1 } } })],
  ['a list in a record', set({ in: ['one'] })],
  ['a record without end', set(Object.fromEntries(Array.from({ length: MOST_OF_RECORD + 1 }, (_, at) => [`${at}`, at])))],
  ['too many bytes', made(doc => doc.getText('words').insert(0, 'x'.repeat(MOST_ENTRY_BYTES)))],
  [
    'too many parts',
    made(doc => {
      for (let part = 0; part <= MOST_PARTS; part++) doc.getMap('pause').set(`${part}`, part)
    }),
  ],
  [
    'too many deleted ranges',
    made(doc => {
      doc.getText('words').insert(0, 'x'.repeat(2 * MOST_PARTS + 2))
      for (let at = 2 * MOST_PARTS; at >= 0; at -= 2) doc.getText('words').delete(at, 1)
    }),
  ],
  ['a place out of all proportion', new Uint8Array([1, 1, 1, ...new Array(6).fill(0xff), 1, 4, 1, 1, 97, 1, 98, 0])],
  ['nothing that can be decoded', new Uint8Array([1, 255, 255])],
])('[SEA13] %s is not what this app writes', (_, update) => {
  expect(isSoundUpdate(update)).toBe(false)
})

test('[SEA13] whatever the agreement writes is: each step, all steps in one, and the whole', () => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', update => updates.push(update))
  seedStarters(doc, starterTexts)
  using agreement = new Agreement(doc)
  agreement.undoManager.addTrackedOrigin('editor')
  for (const kind of ['signal', 'activity', 'phrase', 'promise'] as const) {
    const id = agreement.addClause(kind, 'b')
    agreement.moveClause(id, 0)
    agreement.removeClause(id)
    agreement.undo()
  }
  const text = agreement.textOf('starter-phrase-1', 'phrase')
  for (let key = 0; key < 3_000; key++) {
    if (key % 7 === 6) doc.transact(() => text?.delete((key * 31) % text.length, 1), 'editor')
    else doc.transact(() => text?.insert((key * 17) % text.length, 'words '), 'editor')
    if (key % 50 === 49) agreement.undo()
    if (key % 100 === 99) agreement.redo()
  }
  agreement.setPauseMinutes({ usual: 45 })
  expect(updates.length).toBeGreaterThan(3_000)
  expect(updates.findIndex(update => !isSoundUpdate(update))).toBe(-1)
  expect([isSoundUpdate(Y.mergeUpdates(updates)), isSoundUpdate(Y.encodeStateAsUpdate(doc))]).toEqual([true, true])
})
