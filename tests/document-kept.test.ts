import { expect, test } from 'vitest'
import type { Store } from '../server/storage/store.ts'
import { updateMessage } from '../server/transport/documents-wire.ts'
import { closeCodes } from '../shared/documents.ts'
import { faultyStore } from './support/broken-documents.ts'
import { forgetful } from './support/broken-stores.ts'
import { freshEntries, openDocument, openRaw } from './support/document-client.ts'
import { quick, startDocuments } from './support/document-server.ts'
import { OuterAuthor } from './support/outer-author.ts'
import { addCouple } from './support/relay-server.ts'
import { temporaryFolder } from './support/server.ts'

/** Anna writes; what Ben has seen when he first saw it must be there for a fresh device after a restart. */
const seenAndAfterRestart = async (wrap: (store: Store) => Store) => {
  const before = await startDocuments({ wrap, folder: await temporaryFolder() })
  const couple = await addCouple(before.store)
  const anna = openDocument(before.url, couple.a)
  const ben = openDocument(before.url, couple.b)
  await ben.until(() => ben.provider.synced)
  anna.push('seen')
  await ben.until(() => ben.entries().length > 0)
  const seen = ben.entries()
  await anna[Symbol.asyncDispose]()
  await ben[Symbol.asyncDispose]()
  await before[Symbol.asyncDispose]()
  await using after = await startDocuments({ folder: before.folder })
  return { seen, after: await freshEntries(after.url, couple.b) }
}

test('[DOC2] an edit the partner has seen is there after a restart; with a store that forgets, this test sees it missing', async () => {
  expect(await seenAndAfterRestart(store => store)).toEqual({ seen: ['seen'], after: ['seen'] })
  expect(await seenAndAfterRestart(forgetful)).toEqual({ seen: ['seen'], after: [] })
})

test('[DOC4] the state vector names an edit as kept only once it is on disk, and soon after', async () => {
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  const wrap = (store: Store): Store => ({
    ...storeOf(store),
    // The work is done, its commit is not.
    write: work =>
      store.write(async tx => {
        const value = await work(tx)
        const rows = await tx.selectFrom('document_updates').select('update_seq').execute()
        if (rows.length > 0) await held
        return value
      }),
  })
  await using server = await startDocuments({ wrap, timing: { ...quick, keptAtLeastMs: 10 } })
  await using cleanUp = new AsyncDisposableStack()
  cleanUp.defer(release)
  const couple = await addCouple(server.store)
  await using anna = openDocument(server.url, couple.a)
  await using ben = openDocument(server.url, couple.b)
  await ben.until(() => ben.provider.synced)
  await anna.until(() => anna.provider.synced)
  anna.push('held')
  // Vectors go on, and none may name it.
  const vectors: boolean[] = []
  let last = anna.kept
  await anna.until(() => {
    if (anna.kept !== last) vectors.push(anna.isKept())
    last = anna.kept
    return vectors.length === 5
  })
  expect(vectors).toEqual([false, false, false, false, false])
  expect(ben.entries()).toEqual([])
  release()
  await anna.until(() => anna.isKept())
  expect(await server.rowsOf(couple.spaceId)).toHaveLength(1)
})

test('[DOC4] without any edit a state vector comes again and again', async () => {
  await using server = await startDocuments({ timing: { ...quick, keptAtMostMs: 1_000, keptAtLeastMs: 20 } })
  const couple = await addCouple(server.store)
  await using raw = openRaw(server.url, couple.a)
  await raw.until(() => raw.frames.filter(frame => frame[0] === 0 && frame[1] === 0).length >= 4)
})

test('[DOC4] ten edits in a row cost few state vectors', async () => {
  await using server = await startDocuments({ timing: { ...quick, keptAtMostMs: 100 } })
  const couple = await addCouple(server.store)
  await using raw = openRaw(server.url, couple.a)
  await using ben = openDocument(server.url, couple.b)
  await raw.until(() => raw.frames.length > 0)
  const author = new OuterAuthor()
  const begun = performance.now()
  for (let count = 0; count < 10; count++) {
    raw.send(updateMessage(author.push(`entry ${count}`)))
    await ben.until(() => ben.entries().length === count + 1)
  }
  const vectors = raw.frames.filter(frame => frame[0] === 0 && frame[1] === 0).length
  expect(vectors).toBeLessThanOrEqual(3 + (performance.now() - begun) / 100)
})

test('[DOC5] an update that cannot be stored closes the socket and reaches nobody; the stock client comes back with it', async () => {
  let fault: ReturnType<typeof faultyStore> | undefined
  await using server = await startDocuments({
    wrap: store => {
      fault = faultyStore(store)
      return fault.store
    },
  })
  const couple = await addCouple(server.store)
  await using anna = openDocument(server.url, couple.a)
  await using ben = openDocument(server.url, couple.b)
  await anna.until(() => anna.provider.synced)
  await ben.until(() => ben.provider.synced)
  fault?.next('fail')
  anna.push('one')
  await anna.until(() => anna.closes.length > 0)
  expect(anna.closes[0]).toBe(closeCodes['not-stored'])
  expect(ben.entries()).toEqual([])
  fault?.next('none')
  await ben.until(() => ben.entries().includes('one'))
  await anna.until(() => anna.isKept())
})

/** One edit goes wrong in the store, the client goes on, and then compacts once it believes everything kept. */
const compactedAfterFault = async (kind: 'fail' | 'drop') => {
  let fault: ReturnType<typeof faultyStore> | undefined
  const folder = await temporaryFolder()
  const before = await startDocuments({
    folder,
    timing: { ...quick, keptAtLeastMs: 20 },
    wrap: store => {
      fault = faultyStore(store)
      return fault.store
    },
  })
  const couple = await addCouple(before.store)
  const anna = openDocument(before.url, couple.a)
  await anna.until(() => anna.provider.synced)
  anna.push('one')
  await anna.until(() => anna.isKept())
  fault?.next(kind)
  anna.push('two')
  await anna.until(() => (kind === 'fail' ? anna.closes.length > 0 : anna.isKept()))
  fault?.next('none')
  anna.push('three')
  await anna.until(() => anna.isKept())
  anna.doc.transact(() => {
    anna.push('one two three')
    anna.remove(0, 3)
  })
  await anna.until(() => anna.isKept())
  await anna[Symbol.asyncDispose]()
  await before[Symbol.asyncDispose]()
  await using after = await startDocuments({ folder })
  return await freshEntries(after.url, couple.b)
}

test('[DOC5] an update that was not stored, then a compaction of it: nothing is lost; told that it was, it would be', async () => {
  expect(await compactedAfterFault('fail')).toEqual(['one two three'])
  expect(await compactedAfterFault('drop')).not.toContain('one two three')
})

const storeOf = (store: Store): Store => ({
  write: work => store.write(work),
  read: work => store.read(work),
  [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
})
