import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { DocumentClock } from '../client/sync/document-clock.ts'
import { encodeUpdate } from '../client/sync/encode-update.ts'
import { OuterDocument } from '../client/sync/outer-document.ts'
import { MOST_PARTS } from '../client/sync/sound-update.ts'
import { OUTER_ROOT } from '../shared/documents.ts'
import { ownedDocumentClock } from './support/owned-document-clock.ts'
import { newCipher } from './support/sealed-device.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

/** Bytes that Yjs was given to read. */
const read = vi.hoisted(() => ({ bytes: 0 }))
vi.mock('yjs', async original => {
  const yjs = await original<typeof Y>()
  return {
    ...yjs,
    decodeUpdate: (update: Uint8Array) => {
      read.bytes += update.length
      return yjs.decodeUpdate(update)
    },
    applyUpdate: (doc: Y.Doc, update: Uint8Array, origin: unknown) => {
      read.bytes += update.length
      yjs.applyUpdate(doc, update, origin)
    },
  }
})

const cipher = newCipher()

/** A device, and the outer document of one that sends to it. */
const openDevice = (clock: DocumentClock = ownedDocumentClock()) => {
  const inner = new Y.Doc()
  const outer = new OuterDocument(cipher, 'here', inner, clock, () => undefined)
  const from = new Y.Doc()
  const sent = from.getArray<Uint8Array>(OUTER_ROOT)
  from.on('update', update => Y.applyUpdate(outer.doc, update, 'elsewhere'))
  outer.doc.on('update', update => Y.applyUpdate(from, update, 'back'))
  const sends = (...updates: Uint8Array[]) =>
    sent.push(updates.map(update => cipher.seal('here', new Uint8Array([0, ...update]))))
  return { inner, outer, sent, sends, words: () => inner.getText('words').toString() }
}
const pendingOf = (doc: Y.Doc) => [doc.store.pendingStructs, doc.store.pendingDs]
const NOTHING_PENDING = [null, null]

const wholeOf = (doc: Y.Doc) => ({
  words: doc.getText('words').toString(),
  clauses: doc.getMap('clauses').toJSON(),
  vector: Y.decodeStateVector(Y.encodeStateVector(doc)),
  deleted: Y.createDeleteSetFromStructStore(doc.store).clients,
})

const Edit = fc.record({
  who: fc.nat(2),
  what: fc.constantFrom('type' as const, 'type' as const, 'delete' as const, 'clause' as const, 'meet' as const),
  at: fc.nat(),
})
/** What three pages wrote, entry by entry, some knowing of the others' and some not. */
const anyEntries = fc.array(Edit, { minLength: 5, maxLength: 60 }).map(edits => {
  const updates: Uint8Array[] = []
  const pages = [1, 2, 3].map(id => {
    const doc = new Y.Doc()
    doc.clientID = id
    doc.getText('words')
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'met') updates.push(update)
    })
    return doc
  })
  for (const { who, what, at } of edits) {
    const page = pages[who]
    if (!page) continue
    const text = page.getText('words')
    switch (what) {
      case 'type':
        text.insert(at % (text.length + 1), `w${at % 97} `)
        break
      case 'delete':
        if (text.length > 0) text.delete(at % text.length, Math.min(3, text.length - (at % text.length)))
        break
      case 'clause':
        page.getMap('clauses').set(`${updates.length}`, new Y.Map([['word', new Y.Text(`${at}`)]]))
        break
      case 'meet':
        for (const other of pages) Y.applyUpdate(page, Y.encodeStateAsUpdate(other), 'met')
    }
  }
  return updates
})

const shuffledEntries = fc.tuple(anyEntries, fc.infiniteStream(fc.nat())).map(([updates, random]) => {
  const next = () => random.next().value ?? 0
  const merged = [0, 1, 2].flatMap(() => {
    const some = updates.filter(() => next() % 3 === 0)
    return some.length > 1 ? [Y.mergeUpdates(some)] : []
  })
  const entries = [...updates.filter(() => next() % 4 > 0), ...merged, ...updates].map(update => ({ update, at: next() }))
  return { updates, entries: entries.toSorted((one, other) => one.at - other.at).map(({ update }) => update) }
})

const comesTogether = (lost: number) =>
  fc.property(shuffledEntries, fc.nat({ max: 4 }), ({ updates, entries }, together) => {
    const plain = new Y.Doc()
    plain.getText('words')
    for (const update of updates) Y.applyUpdate(plain, update)
    const device = openDevice()
    device.inner.getText('words')
    for (let at = lost; at < entries.length; at += together + 1) {
      device.sends(...entries.slice(at, at + together + 1))
      expect(pendingOf(device.inner)).toEqual(NOTHING_PENDING)
    }
    expect(wholeOf(device.inner)).toEqual(wholeOf(plain))
    expect([device.outer.isOpening, device.outer.unopened, device.outer.entries().length]).toEqual([
      false,
      0,
      entries.length - lost,
    ])
  })

test('[SEA17] entries of honest pages, merged ones and deletes too, come to the same document in whatever order', () => {
  fc.assert(comesTogether(0), { seed, numRuns: 300 })
  const one = fc.property(anyEntries, updates => {
    const device = openDevice()
    device.sends(...updates.slice(1))
    expect(device.outer.entries().length).toBe(updates.length - 1)
  })
  expect(() => fc.assert(one, { seed: CONTROL_SEED, numRuns: 50 }), 'without one, others wait').toThrow()
})

const NOBODY = 7_000
/** Deletes of clients that nobody has. */
const deleteBomb = (bomb: number): Uint8Array =>
  encodeUpdate(
    [],
    new Map([
      [NOBODY + (bomb % 10), Array.from({ length: MOST_PARTS }, (_, at) => ({ clock: 2 * (bomb * MOST_PARTS + at), len: 1 }))],
    ]),
  )
/** Letters without what they follow. */
const gapBomb = (bomb: number): Uint8Array => {
  const doc = new Y.Doc()
  doc.clientID = NOBODY + bomb
  const updates: Uint8Array[] = []
  doc.on('update', update => updates.push(update))
  for (let at = 0; at < 1_000; at++) doc.getText('words').insert(0, 'x')
  return Y.mergeUpdates(updates.slice(1))
}
const letters = (count: number): Uint8Array[] => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', update => updates.push(update))
  for (let at = 0; at < count; at++) doc.getText('words').insert(at, 'x')
  return updates
}

test.each([
  ['deletes of clients that nobody has', deleteBomb],
  ['letters without what they follow', gapBomb],
])('[SEA17] %s wait, and are read once, however many letters come after', (_, bomb) => {
  const bombs = Array.from({ length: 12 }, (_, at) => bomb(at))
  const bytes = bombs.reduce((sum, { length }) => sum + length, 0)
  const device = openDevice()
  device.sends(...bombs)
  const typed = letters(200)
  const before = read.bytes
  for (const letter of typed) device.sends(letter)
  expect(read.bytes - before, 'a letter costs what a letter costs').toBeLessThan(200 * 1_000)
  expect(device.words()).toBe('x'.repeat(200))
  expect(pendingOf(device.inner)).toEqual(NOTHING_PENDING)
  expect([device.outer.isOpening, device.outer.unopened, device.outer.entries().length]).toEqual([false, 0, 200])
  const plain = new Y.Doc()
  for (const update of bombs) Y.applyUpdate(plain, update)
  const kept = plain.store.pendingDs?.length ?? plain.store.pendingStructs?.update.length ?? 0
  expect(kept, 'control: Yjs alone keeps them, and reads them again with every letter').toBeGreaterThan(bytes / 10)
})

/** Two letters of one page, and what follows on the first of another. */
const twoSteps = () => {
  const [first = new Uint8Array(), second = new Uint8Array(), third = new Uint8Array()] = letters(3)
  return { first, later: Y.mergeUpdates([second, third]) }
}

test('[SEA17] what waits is no entry to compact: it stays when all else becomes one, and enters when what it needs comes', () => {
  const { first, later } = twoSteps()
  const device = openDevice()
  device.sends(later, ...letters(1))
  expect([device.outer.entries().length, device.sent.length, device.words()]).toEqual([1, 2, 'x'])
  const of = device.outer.entries()
  device.outer.push('snapshot', Y.encodeStateAsUpdate(device.inner))
  device.outer.remove(of)
  expect(device.sent.length).toBe(2)
  device.sends(first)
  expect([device.words(), device.outer.entries().length]).toEqual(['xxxx', 3])
})

test('[SEA17] what is taken out while it waits is put again, waits again, and is whole when what it needs comes', () => {
  const { first, later } = twoSteps()
  const device = openDevice()
  device.sends(later)
  device.sent.delete(0, 1)
  expect(device.outer.isErased).toBe(true)
  device.outer.restoreErased()
  expect([device.outer.isErased, device.outer.entries().length, device.sent.length]).toEqual([false, 0, 1])
  device.sends(first)
  expect([device.words(), device.outer.entries().length]).toEqual(['xxx', 2])
})

test('[SEA17] a partner who merges what waits makes nobody put it again', () => {
  const { later } = twoSteps()
  const device = openDevice()
  device.sends(later)
  device.sends(later)
  device.sent.delete(0, 1)
  device.outer.lookForErased()
  expect(device.outer.isErased).toBe(false)
})

/** A clause with a text, and five values put after its first letter by whoever has the key. */
const valuesInText = () => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  const text = new Y.Text('word')
  doc.on('update', update => updates.push(update))
  doc.getMap('clauses').set('c', new Y.Map([['word', text]]))
  doc.transact(transaction => {
    const left = text._start
    const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID))
    if (left) new Y.Item(id, left, left.lastId, null, null, text, null, new Y.ContentAny([1, 2, 3])).integrate(transaction, 0)
  })
  return { updates, text }
}
const textOf = (doc: Y.Doc): Y.Text => {
  const clause = doc.getMap('clauses').get('c')
  const text = clause instanceof Y.Map ? clause.get('word') : null
  if (!(text instanceof Y.Text)) throw new Error('no text')
  return text
}

test('[SEA18] values in a text are deleted as they come, on every device and in any order: what is typed lands where it is shown', () => {
  const { updates, text } = valuesInText()
  expect([text.length, text.toString()], 'control: without it they count and are not shown').toEqual([7, 'word'])
  const [one, other, whole] = [openDevice(), openDevice(), openDevice()]
  one.sends(...updates)
  for (const update of updates.toReversed()) other.sends(update)
  whole.sends(Y.mergeUpdates(updates))
  const typed: Uint8Array[] = []
  one.inner.on('update', (update: Uint8Array) => typed.push(update))
  textOf(one.inner).insert(4, 's')
  for (const update of typed) for (const device of [other, whole]) device.sends(update)
  for (const { inner } of [one, other, whole]) expect([textOf(inner).length, textOf(inner).toString()]).toEqual([5, 'words'])
  expect(wholeOf(other.inner)).toEqual(wholeOf(one.inner))
  expect(wholeOf(whole.inner)).toEqual(wholeOf(one.inner))
})
