import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { filterUpdate, type UpdateFilter } from '../server/features/document-filter.ts'
import { applyChange, changeOf, emptyState } from '../server/features/document-state.ts'
import { MAX_CLOCK, readOuterUpdate } from '../server/features/document-update.ts'
import { type DocumentRules, documentRules } from '../server/features/documents.ts'
import { missingMessage, updateMessage } from '../server/transport/documents-wire.ts'
import { closeCodes } from '../shared/documents.ts'
import { anyUpdate } from './support/any-update.ts'
import { acceptAnything, authorsUnguarded, deletesUnguarded, unfiltered } from './support/broken-documents.ts'
import { openDocument, openRaw } from './support/document-client.ts'
import { type DocumentServer, startDocuments } from './support/document-server.ts'
import { OuterAuthor, type RawStruct, rawUpdate, rawUpdateOf } from './support/outer-author.ts'
import { addCouple, type Couple } from './support/relay-server.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

/** A couple whose agreement holds one entry, and what a device that comes fresh then sees of it. */
const settle = async (server: DocumentServer): Promise<Couple> => {
  const couple = await addCouple(server.store)
  await using ben = openDocument(server.url, couple.b)
  await ben.until(() => ben.provider.synced)
  ben.push('first')
  await ben.until(() => ben.isKept())
  return couple
}

/** Sends one update by itself; resolves with the close code, or null once the server has dealt with it and stays. */
const sendOne = async (server: DocumentServer, couple: Couple, frame: Uint8Array): Promise<number | null> => {
  await using raw = openRaw(server.url, couple.a)
  await raw.until(() => raw.frames.length > 0)
  const before = raw.frames.length
  raw.send(frame)
  // An answer to this question comes after the update's turn.
  raw.send(new Uint8Array([0, 0, 1, 0]))
  await raw.until(() => raw.ended !== null || raw.frames.slice(before).some(isMissing))
  return raw.ended?.code ?? null
}
const isMissing = (frame: Uint8Array): boolean => frame[0] === 0 && frame[1] === 1

const rowCount = async (server: DocumentServer, couple: Couple): Promise<number> => (await server.rowsOf(couple.spaceId)).length

/** Everything that rests in the log, as text. */
const restingText = async (server: DocumentServer): Promise<string> => {
  const rows = await server.store.read(tx => tx.selectFrom('document_updates').select('bytes').execute())
  return rows.map(row => Buffer.from(row.bytes).toString('latin1')).join()
}

/** What the rows of the log are to Yjs, taken as they are. */
const restingDocument = async (server: DocumentServer): Promise<Y.Doc> => {
  const rows = await server.store.read(tx => tx.selectFrom('document_updates').select('bytes').orderBy('update_seq').execute())
  const doc = new Y.Doc()
  for (const row of rows) Y.applyUpdate(doc, row.bytes)
  return doc
}

const freshEntries = async (server: DocumentServer, couple: Couple): Promise<string[]> => {
  await using fresh = openDocument(server.url, couple.b)
  await fresh.until(() => fresh.provider.synced || fresh.closed !== null)
  return fresh.entries()
}

const MALLORY = 77

test('[DOC6] an update that cannot be decoded is refused before it is stored; stored, it would be damage in the log', async () => {
  const whole = new OuterAuthor(MALLORY).push('a longer entry')
  const cut = whole.subarray(0, whole.length - 3)
  const outcome = async (rules: DocumentRules) => {
    await using server = await startDocuments({ rules })
    const couple = await settle(server)
    const code = await sendOne(server, couple, updateMessage(cut))
    return { code, harmed: (await restingDocument(server).catch(() => null)) === null }
  }
  expect(await outcome(documentRules)).toEqual({ code: closeCodes['bad-update'], harmed: false })
  expect((await outcome(unfiltered)).harmed).toBe(true)
})

const readable = 'read me'
const foreign: Record<string, () => Uint8Array> = {
  'a text': () => new OuterAuthor(MALLORY).transact(doc => doc.getText('t').insert(0, readable)),
  'a map': () => new OuterAuthor(MALLORY).transact(doc => doc.getMap('m').set('k', readable)),
  'a string in the array': () => new OuterAuthor(MALLORY).transact(doc => doc.getArray('s').push([readable])),
  'a type in the array': () => new OuterAuthor(MALLORY).transact(doc => doc.getArray('s').push([new Y.Text(readable)])),
  'a document in the array': () =>
    new OuterAuthor(MALLORY).transact(doc => doc.getArray('s').push([new Y.Doc({ guid: readable })])),
  'an entry in another root': () => rawUpdate(MALLORY, 0, [{ kind: 'entry', text: readable, root: 'other' }]),
  'an entry under a key': () => rawUpdate(MALLORY, 0, [{ kind: 'entry', text: readable, key: readable }]),
}
for (const [what, make] of Object.entries(foreign)) {
  test(`[DOC7] ${what} is refused before it is stored; stored, the server could read it`, async () => {
    const outcome = async (rules: DocumentRules) => {
      await using server = await startDocuments({ rules })
      const couple = await settle(server)
      const code = await sendOne(server, couple, updateMessage(make()))
      return { code, readable: (await restingText(server)).includes(readable) }
    }
    expect(await outcome(documentRules)).toEqual({ code: closeCodes['foreign-content'], readable: false })
    expect((await outcome(unfiltered)).readable).toBe(true)
  })
}

test('[DOC7] a GC struct is refused; stored, entries behind it would count as kept and be nowhere', async () => {
  const structs: RawStruct[] = [
    { kind: 'gc', length: 1 },
    { kind: 'entry', text: 'behind it', origin: [MALLORY, 0] },
  ]
  const outcome = async (rules: DocumentRules) => {
    await using server = await startDocuments({ rules })
    const couple = await settle(server)
    const code = await sendOne(server, couple, updateMessage(rawUpdate(MALLORY, 0, structs)))
    const resting = await restingDocument(server)
    const texts = resting
      .getArray<Uint8Array>('s')
      .toArray()
      .map(entry => new TextDecoder().decode(entry))
    return { code, counted: Y.getState(resting.store, MALLORY) > 0, there: texts.includes('behind it') }
  }
  expect(await outcome(documentRules)).toEqual({ code: closeCodes['foreign-content'], counted: false, there: false })
  expect(await outcome(unfiltered)).toMatchObject({ counted: true, there: false })
})

test('[DOC7] a Skip struct is refused', async () => {
  await using server = await startDocuments()
  const couple = await settle(server)
  const update = rawUpdate(MALLORY, 0, [
    { kind: 'skip', length: 5 },
    { kind: 'entry', text: 'x' },
  ])
  expect(await sendOne(server, couple, updateMessage(update))).toBe(closeCodes['foreign-content'])
  expect(await rowCount(server, couple)).toBe(1)
})

for (const [what, update, code] of [
  ['far ahead', rawUpdate(MALLORY, 2 ** 30, [{ kind: 'entry', text: 'x' }]), closeCodes['absurd-clock']],
  ['past all numbers', rawUpdate(MALLORY, 2 ** 52, [{ kind: 'entry', text: 'x' }]), closeCodes['absurd-clock']],
  [
    'after an endless run of deleted entries',
    rawUpdate(MALLORY, 0, [{ kind: 'deleted', length: 2 ** 40 }]),
    closeCodes['absurd-clock'],
  ],
  ['a thousand ahead, as if something were missing', rawUpdate(MALLORY, 1_000, [{ kind: 'entry', text: 'x' }]), null],
] as const) {
  test(`[DOC8] a clock ${what} is not stored; stored, it would wait in the log for ever or count what is nowhere`, async () => {
    const outcome = async (rules: DocumentRules) => {
      await using server = await startDocuments({ rules })
      const couple = await settle(server)
      const ended = await sendOne(server, couple, updateMessage(update))
      await using fresh = openDocument(server.url, couple.b)
      await fresh.until(() => fresh.provider.synced)
      const resting = await restingDocument(server)
      const harmed = resting.store.pendingStructs !== null || Y.getState(resting.store, MALLORY) > MAX_CLOCK
      return { ended, harmed, entries: fresh.entries() }
    }
    expect(await outcome(documentRules)).toEqual({ ended: code, harmed: false, entries: ['first'] })
    expect((await outcome(unfiltered)).harmed).toBe(true)
  })
}

test("[DOC10] the partner's client id is refused; taken, the partner's next edit would count as kept and be nowhere", async () => {
  const outcome = async (rules: DocumentRules) => {
    await using server = await startDocuments({ rules })
    const couple = await addCouple(server.store)
    await using ben = openDocument(server.url, couple.b)
    await ben.until(() => ben.provider.synced)
    ben.push('first')
    await ben.until(() => ben.isKept())
    const { clientID } = ben.doc
    ben.disconnect()
    const forged = rawUpdate(clientID, 1, [{ kind: 'entry', text: 'forged', origin: [clientID, 0] }])
    const code = await sendOne(server, couple, updateMessage(forged))
    ben.push('second')
    ben.connect()
    await ben.until(() => ben.isKept())
    return { code, entries: await freshEntries(server, couple) }
  }
  expect(await outcome(documentRules)).toEqual({ code: closeCodes['foreign-author'], entries: ['first', 'second'] })
  expect((await outcome(authorsUnguarded)).entries).toEqual(['first', 'forged'])
})

test("[DOC10] in an answer to a state vector the partner's new entries are left out, and one's own are kept", async () => {
  await using server = await startDocuments()
  const couple = await settle(server)
  const ben = openDocument(server.url, couple.b)
  await ben.until(() => ben.provider.synced)
  const { clientID } = ben.doc
  ben.push('known')
  await ben.until(() => ben.isKept())
  await ben[Symbol.asyncDispose]()
  const forged = rawUpdate(clientID, 1, [{ kind: 'entry', text: 'forged', origin: [clientID, 0] }])
  const own = rawUpdate(MALLORY, 0, [{ kind: 'entry', text: 'own' }])
  expect(await sendOne(server, couple, missingMessage(Y.mergeUpdates([forged, own])))).toBe(null)
  expect((await freshEntries(server, couple)).toSorted()).toEqual(['first', 'known', 'own'])
})

test('[DOC9] a compaction after an update that got lost deletes nothing until all of it is there', async () => {
  const outcome = async (rules: DocumentRules) => {
    await using server = await startDocuments({ rules })
    const couple = await addCouple(server.store)
    await using raw = openRaw(server.url, couple.a)
    await raw.until(() => raw.frames.length > 0)
    const author = new OuterAuthor(MALLORY)
    raw.send(updateMessage(author.push('one')))
    author.push('two')
    raw.send(updateMessage(author.compact('one two')))
    raw.send(new Uint8Array([0, 0, 1, 0]))
    await raw.until(() => raw.frames.some(isMissing))
    const meanwhile = await freshEntries(server, couple)
    raw.send(missingMessage(Y.encodeStateAsUpdate(author.doc)))
    raw.send(new Uint8Array([0, 0, 1, 0]))
    await raw.until(() => raw.frames.filter(isMissing).length === 2)
    return { meanwhile, later: await freshEntries(server, couple) }
  }
  expect(await outcome(documentRules)).toEqual({ meanwhile: ['one'], later: ['one two'] })
  expect(await outcome(deletesUnguarded)).toEqual({ meanwhile: [], later: [] })
})

test('[DOC9] the deletes of a compaction that come by themselves wait as well', async () => {
  await using server = await startDocuments()
  const couple = await addCouple(server.store)
  await using raw = openRaw(server.url, couple.a)
  await raw.until(() => raw.frames.length > 0)
  const author = new OuterAuthor(MALLORY)
  raw.send(updateMessage(author.push('one')))
  author.push('two')
  raw.send(updateMessage(author.push('one two')))
  raw.send(updateMessage(author.transact(doc => doc.getArray('s').delete(0, 1))))
  raw.send(new Uint8Array([0, 0, 1, 0]))
  await raw.until(() => raw.frames.some(isMissing))
  expect(await freshEntries(server, couple)).toEqual(['one'])
})

/** Whatever is stored makes a document in which nothing waits, and which is what the server has counted. */
const logStaysWhole = (filter: UpdateFilter) =>
  fc.property(fc.array(anyUpdate, { maxLength: 12 }), updates => {
    const state = emptyState()
    state.authors.set(3, 'b')
    const stored: Uint8Array[] = []
    for (const { sections, deletes, resync, behind } of updates) {
      const filtered = filter(state, rawUpdateOf(sections, deletes), { seat: 'a', resync, behind })
      if (!filtered.ok || !filtered.update) continue
      stored.push(filtered.update)
      applyChange(state, filtered.change)
    }
    const merged = new Y.Doc()
    if (stored.length > 0) Y.applyUpdate(merged, Y.mergeUpdates(stored))
    const inOrder = new Y.Doc()
    for (const update of stored) Y.applyUpdate(inOrder, update)
    for (const doc of [merged, inOrder]) {
      expect(doc.store.pendingStructs).toBe(null)
      expect(doc.store.pendingDs).toBe(null)
      expect(Y.decodeStateVector(Y.encodeStateVector(doc))).toEqual(state.vector)
      expect([...doc.share.keys()].filter(root => root !== 's')).toEqual([])
    }
    expect(state.vector.has(3)).toBe(false)
    const texts = (doc: Y.Doc) => doc.getArray('s').toJSON()
    expect(texts(merged)).toEqual(texts(inOrder))
    const folded = readOuterUpdate(Y.encodeStateAsUpdate(merged))
    expect(folded.ok && changeOf(folded.update)).toEqual({ vector: state.vector, deletes: state.deletes })
  })

test('[DOC9] whatever a client sends: what is stored makes a document in which nothing waits for what is not there', () => {
  fc.assert(logStaysWhole(filterUpdate), { seed, numRuns: 2_000 })
  expect(() => fc.assert(logStaysWhole(acceptAnything), { seed: CONTROL_SEED, numRuns: 200 })).toThrow()
})

test('[DOC6] any bytes, and any cut or bent update, are refused or are an update: nothing is thrown', () => {
  const bent = fc.tuple(anyUpdate, fc.nat(), fc.nat(255), fc.nat()).map(([{ sections, deletes }, at, byte, end]) => {
    const bytes = rawUpdateOf(sections, deletes)
    bytes[at % bytes.length] = byte
    return bytes.subarray(0, bytes.length - (end % 3))
  })
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), bent), bytes => {
      const read = readOuterUpdate(bytes)
      if (read.ok) Y.decodeUpdate(bytes)
      else expect(read.code).toMatch(/^(bad-update|foreign-content|absurd-clock)$/)
    }),
    { seed, numRuns: 3_000 },
  )
})
