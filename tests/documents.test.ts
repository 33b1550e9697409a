import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { readOuterUpdate } from '../server/features/document-update.ts'
import type { Store } from '../server/storage/store.ts'
import { updateMessage } from '../server/transport/documents-wire.ts'
import { closeCodes } from '../shared/documents.ts'
import { faultyStore } from './support/broken-documents.ts'
import { forgetful } from './support/broken-stores.ts'
import { type DocumentClient, openDocument, openRaw } from './support/document-client.ts'
import { type DocumentServer, quick, startDocuments } from './support/document-server.ts'
import { createPair } from './support/http.ts'
import { OuterAuthor, rawUpdate } from './support/outer-author.ts'
import { addCouple, addDevice, type Couple } from './support/relay-server.ts'
import { seed } from './support/seed.ts'
import { spawnServer, temporaryFolder } from './support/server.ts'

const sameEntries = (clients: DocumentClient[]): boolean => {
  const [first, ...others] = clients.map(client => JSON.stringify(client.entries()))
  return others.every(other => other === first)
}

/** Looks again whenever something happens to any of them. */
const untilAll = (clients: DocumentClient[], condition: (client: DocumentClient) => boolean): Promise<void> =>
  Promise.any(clients.map(client => client.until(() => clients.every(condition) && sameEntries(clients))))

/** What a device that knows nothing yet gets. */
const freshEntries = async (url: string, who: Couple['a']): Promise<string[]> => {
  await using fresh = openDocument(url, who)
  await fresh.until(() => fresh.provider.synced)
  return fresh.entries()
}

describe('writing together', () => {
  test('[DOC3] edits of both partners reach both, and those made offline merge', async () => {
    await using server = await startDocuments()
    const couple = await addCouple(server.store)
    await using anna = openDocument(server.url, couple.a)
    await using ben = openDocument(server.url, couple.b)
    await anna.until(() => anna.provider.synced)
    anna.push('one')
    await ben.until(() => ben.entries().includes('one'))
    ben.push('two')
    await anna.until(() => anna.entries().includes('two'))
    anna.disconnect()
    anna.push('offline a')
    ben.push('online b')
    anna.connect()
    await untilAll([anna, ben], client => client.entries().length === 4)
    expect(anna.entries()).toEqual(ben.entries())
  })

  test('[DOC3] typing goes on while a socket opens, with edits made offline before: nothing is refused, all arrives', async () => {
    await using server = await startDocuments()
    const couple = await addCouple(server.store)
    await using anna = openDocument(server.url, couple.a, { connect: false })
    await using ben = openDocument(server.url, couple.b)
    for (let round = 0; round < 20; round++) {
      anna.push(`offline ${round}`)
      anna.connect()
      // The first edit as the socket opens overtakes the answer to the server's question.
      await anna.until(() => anna.provider.wsconnected)
      anna.push(`early ${round}`)
      await ben.until(() => ben.entries().length === 2 * round + 2)
      anna.disconnect()
    }
    expect(anna.closes).toEqual([])
    expect(ben.entries()).toHaveLength(40)
  })

  test("[DOC1] a journal is its seat's own: of one name, and each partner sees only theirs", async () => {
    await using server = await startDocuments()
    const couple = await addCouple(server.store)
    const second = await addDevice(server.store, couple.spaceId, 'a')
    await using anna = openDocument(server.url, couple.a, { room: 'journal.0' })
    await using ben = openDocument(server.url, couple.b, { room: 'journal.0' })
    anna.push('mine')
    ben.push('his')
    await anna.until(() => anna.isKept())
    await ben.until(() => ben.isKept())
    await using other = openDocument(server.url, second, { room: 'journal.0' })
    await other.until(() => other.entries().includes('mine'))
    expect(other.entries()).toEqual(['mine'])
    expect(ben.entries()).toEqual(['his'])
  })

  test('[DOC11] whatever stock clients do, offline or not, deleting, compacting, with several devices: never refused, one document', async () => {
    const step = fc.record({
      who: fc.nat(2),
      what: fc.constantFrom('push', 'push', 'push', 'delete', 'compact', 'disconnect', 'connect', 'restart'),
      at: fc.nat(20),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async steps => {
        await using server = await startDocuments({ timing: quick })
        const couple = await addCouple(server.store)
        const devices = [couple.a, couple.b, await addDevice(server.store, couple.spaceId, 'a')]
        const clients = devices.map(device => openDocument(server.url, device))
        for (const [index, { who, what, at }] of steps.entries()) await act(clients, who, what, at, index)
        for (const client of clients) client.connect()
        await untilAll(clients, client => client.provider.synced && client.isKept())
        const fresh = await freshEntries(server.url, couple.b)
        expect(fresh).toEqual(clients[0]?.entries())
        for (const client of clients) {
          expect(client.closes).toEqual([])
          await client[Symbol.asyncDispose]()
        }

        /** A page that is loaded anew has another Yjs client id, and what rested on the device. */
        async function act(all: DocumentClient[], index: number, kind: string, position: number, count: number): Promise<void> {
          const client = all[index]
          const device = devices[index]
          if (!client || !device) return
          const { length } = client.entries()
          if (kind === 'push') client.push(`${index}:${count}`, `${index}:${count}+`)
          if (kind === 'delete' && length > 0) client.remove(position % length, Math.min(3, length - (position % length)))
          if (kind === 'compact' && length > 2) {
            client.doc.transact(() => {
              client.push(`${index}:merged ${count}`)
              client.remove(0, length - 1)
            })
          }
          if (kind === 'disconnect') client.disconnect()
          if (kind === 'connect') client.connect()
          if (kind === 'restart') {
            const doc = new Y.Doc()
            Y.applyUpdate(doc, Y.encodeStateAsUpdate(client.doc))
            await client[Symbol.asyncDispose]()
            all[index] = openDocument(server.url, device, { doc })
          }
          if (position % 5 === 0) await new Promise(resolve => setImmediate(resolve))
        }
      }),
      { seed, numRuns: 25 },
    )
  }, 120_000)
})

describe('two nodes of one cluster', () => {
  test('[DOC18] edits and carets cross between nodes, in documents that both have open', async () => {
    await using one = await startDocuments({ timing: quick })
    await using two = await startDocuments({ timing: quick, beside: one })
    const couple = await addCouple(one.store)
    await using anna = openDocument(one.url, couple.a)
    await using ben = openDocument(two.url, couple.b)
    await Promise.all([anna, ben].map(client => client.until(() => client.provider.synced)))
    for (let count = 0; count < 50; count++) {
      anna.push(`a${count}`)
      ben.push(`b${count}`)
    }
    await untilAll([anna, ben], client => client.entries().length === 100 && client.isKept())
    anna.provider.awareness.setLocalState({ sealed: 'caret' })
    await ben.until(() => ben.provider.awareness.getStates().get(anna.doc.clientID)?.['sealed'] === 'caret')
    anna.disconnect()
    await ben.until(() => !ben.provider.awareness.getStates().has(anna.doc.clientID))
    anna.connect()
    ben.push('last')
    await untilAll([anna, ben], client => client.entries().length === 101 && client.isKept())
    expect((await freshEntries(one.url, couple.b)).length).toBe(101)
    expect([...anna.closes, ...ben.closes]).toEqual([])
  })

  test("[DOC18] the partner's client id is refused on a node that has not heard of it yet", async () => {
    await using one = await startDocuments({ timing: quick })
    await using two = await startDocuments({ timing: quick, beside: one })
    const couple = await addCouple(one.store)
    await using raw = openRaw(two.url, couple.b)
    await raw.until(() => raw.frames.length > 0)
    await using anna = openDocument(one.url, couple.a)
    anna.push('hers')
    await anna.until(() => anna.isKept())
    const { clientID } = anna.doc
    raw.send(updateMessage(rawUpdate(clientID, 1, [{ kind: 'entry', text: 'forged', origin: [clientID, 0] }])))
    await raw.until(() => raw.ended !== null)
    expect(raw.ended?.code).toBe(closeCodes['foreign-author'])
    expect(await freshEntries(one.url, couple.b)).toEqual(['hers'])
  })
})

describe('kept', () => {
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

  test('[DOC2] kill -9 the moment the partner sees an edit, 20 times: a fresh device has every edit that was seen', async () => {
    const dataDir = await temporaryFolder()
    let server = await spawnServer({ dataDir })
    const couple = await createPair(server.url)
    const seen = new Set<string>()
    for (let round = 0; round < 20; round++) {
      const anna = openDocument(server.url, couple.a)
      const ben = openDocument(server.url, couple.b)
      await Promise.all([anna, ben].map(client => client.until(() => client.provider.synced)))
      const typing = setInterval(() => {
        anna.push(`a${round}:${anna.entries().length}`)
        ben.push(`b${round}:${ben.entries().length}`)
      }, 1)
      await ben.until(() => ben.entries().filter(entry => entry.startsWith(`a${round}:`)).length > round)
      const killed = server.kill()
      clearInterval(typing)
      for (const entry of ben.entries()) if (entry.startsWith('a')) seen.add(entry)
      for (const entry of anna.entries()) if (entry.startsWith('b')) seen.add(entry)
      await killed
      await anna[Symbol.asyncDispose]()
      await ben[Symbol.asyncDispose]()
      server = await spawnServer({ dataDir })
      const fresh = new Set(await freshEntries(server.url, couple.a))
      expect([...seen].filter(entry => !fresh.has(entry))).toEqual([])
    }
    expect(seen.size).toBeGreaterThan(20)
    await server.stop()
  }, 180_000)

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
})

const storeOf = (store: Store): Store => ({
  write: work => store.write(work),
  read: work => store.read(work),
  [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
})

describe('folding', () => {
  /** A seeded conversation of two clients that goes on while the server folds, restarts and folds again. */
  const foldedHistory = async (server: DocumentServer, couple: Couple): Promise<{ clients: string[][]; largest: number }> => {
    await using anna = openDocument(server.url, couple.a)
    await using ben = openDocument(server.url, couple.b)
    const clients = [anna, ben]
    await Promise.all(clients.map(client => client.until(() => client.provider.synced)))
    let largest = 0
    for (let count = 0; count < 150; count++) {
      anna.push(`a${count}`)
      ben.push(`b${count}`)
      if (count % 40 === 39) anna.remove(0, 30)
      await ben.until(() => ben.entries().includes(`a${count}`))
      largest = Math.max(largest, (await server.rowsOf(couple.spaceId)).length)
    }
    await untilAll(clients, client => client.isKept())
    return { clients: clients.map(client => client.entries()), largest }
  }

  test('[DOC12] folded while both write, restarted, folded again: every device has the same document, in few rows', async () => {
    const folder = await temporaryFolder()
    const before = await startDocuments({ folder, timing: quick })
    const couple = await addCouple(before.store)
    const { clients, largest } = await foldedHistory(before, couple)
    expect(clients[0]).toEqual(clients[1])
    expect(largest).toBeLessThan(80)
    expect(await freshEntries(before.url, couple.a)).toEqual(clients[0])
    await before[Symbol.asyncDispose]()

    await using after = await startDocuments({ folder, timing: quick })
    expect(await freshEntries(after.url, couple.b)).toEqual(clients[0])
    const again = await foldedHistory(after, couple)
    expect(again.clients[0]).toEqual(again.clients[1])
    expect(await freshEntries(after.url, couple.b)).toEqual(again.clients[0])
  })

  test('[DOC12] a fold that took one row too many would be seen', async () => {
    await using server = await startDocuments({ timing: quick })
    const couple = await addCouple(server.store)
    const { clients } = await foldedHistory(server, couple)
    await server.store.write(async tx => {
      const [row] = await tx.selectFrom('document_updates').select('update_seq').orderBy('update_seq', 'desc').limit(1).execute()
      await tx
        .deleteFrom('document_updates')
        .where('update_seq', '=', row?.update_seq ?? 0)
        .execute()
    })
    await using fresh = openDocument(server.url, couple.b)
    await fresh.until(() => fresh.provider.synced)
    expect(fresh.entries()).not.toEqual(clients[0])
  })

  test('[DOC12] an emptied room leaves one row, without the content of what was deleted', async () => {
    await using server = await startDocuments({ timing: quick })
    const couple = await addCouple(server.store)
    const anna = openDocument(server.url, couple.a)
    await anna.until(() => anna.provider.synced)
    for (const text of ['to be deleted', 'to stay', 'to be deleted too']) {
      anna.push(text)
      await anna.until(() => anna.isKept())
    }
    anna.remove(0, 1)
    anna.remove(1, 1)
    anna.push('last')
    await anna.until(() => anna.isKept())
    await anna[Symbol.asyncDispose]()
    await untilStored(server, couple, rows => rows.length === 1)
    const [row] = await server.store.read(tx => tx.selectFrom('document_updates').select('bytes').execute())
    const resting = Buffer.from(row?.bytes ?? []).toString('latin1')
    expect(resting).toContain('to stay')
    expect(resting).not.toContain('to be deleted')
    expect(readOuterUpdate(row?.bytes ?? new Uint8Array())).toMatchObject({ ok: true })
    expect(await freshEntries(server.url, couple.b)).toEqual(['to stay', 'last'])
  })

  test('[DOC12] a device that was away comes back after a fold of what it still has: it is told, and refused nothing', async () => {
    await using server = await startDocuments({ timing: quick })
    const couple = await addCouple(server.store)
    await using anna = openDocument(server.url, couple.a)
    const ben = openDocument(server.url, couple.b)
    for (let count = 0; count < 10; count++) anna.push(`entry ${count}`)
    await ben.until(() => ben.entries().length === 10)
    ben.disconnect()
    ben.push('written away')
    anna.remove(2, 6)
    anna.push('after')
    await anna.until(() => anna.isKept())
    anna.disconnect()
    await untilStored(server, couple, rows => rows.length === 1)
    anna.connect()
    ben.connect()
    await untilAll([anna, ben], client => client.entries().length === 6)
    expect(ben.closes).toEqual([])
  })
})

/** Looks again after every commit of its own: the server's come in between. */
const untilStored = async (server: DocumentServer, couple: Couple, condition: (rows: number[]) => boolean): Promise<void> => {
  while (!condition(await server.rowsOf(couple.spaceId))) await new Promise(resolve => setImmediate(resolve))
}
