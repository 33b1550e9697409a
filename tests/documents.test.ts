import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { updateMessage } from '../server/transport/documents-wire.ts'
import { closeCodes } from '../shared/documents.ts'
import { type DocumentClient, freshEntries, openDocument, openRaw, untilAll } from './support/document-client.ts'
import { quick, startDocuments } from './support/document-server.ts'
import { rawUpdate } from './support/outer-author.ts'
import { addCouple, addDevice } from './support/relay-server.ts'
import { seed } from './support/seed.ts'

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
    await using reader = openDocument(two.url, couple.a)
    await Promise.race([raw.until(() => raw.ended !== null), reader.until(() => reader.entries().includes('forged'))])
    expect(raw.ended?.code).toBe(closeCodes['foreign-author'])
    expect(await freshEntries(one.url, couple.b)).toEqual(['hers'])
  })
})
