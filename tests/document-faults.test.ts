import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { missingMessage, updateMessage } from '../server/transport/documents-wire.ts'
import { closeCodes } from '../shared/documents.ts'
import { openDocument, openRaw } from './support/document-client.ts'
import { quick, startDocuments } from './support/document-server.ts'
import { OuterAuthor } from './support/outer-author.ts'
import { addCouple } from './support/relay-server.ts'
import { seed } from './support/seed.ts'

describe('garbage', () => {
  test('[DOC16] frames that this wire does not have close their socket', async () => {
    await using server = await startDocuments()
    const couple = await addCouple(server.store)
    const frames: (Uint8Array | string)[] = [
      'text',
      new Uint8Array([]),
      new Uint8Array([9]),
      new Uint8Array([2, 0, 0]),
      new Uint8Array([0, 7, 0]),
      new Uint8Array([0, 2, 200, 1, 1]),
      new Uint8Array([3, 3]),
      Buffer.alloc(12, 255),
    ]
    for (const frame of frames) {
      await using raw = openRaw(server.url, couple.a)
      await raw.until(() => raw.frames.length > 0)
      raw.send(frame)
      await raw.until(() => raw.ended !== null)
      expect(raw.ended?.code).toBe(closeCodes['bad-request'])
    }
  })

  test('[DOC16] while one socket sends random, cut and bent frames, another couple types on and notices nothing', async () => {
    await using server = await startDocuments({ timing: quick })
    const troubled = await addCouple(server.store)
    const calm = await addCouple(server.store)
    await using anna = openDocument(server.url, calm.a)
    await using ben = openDocument(server.url, calm.b)
    await Promise.all([anna, ben].map(client => client.until(() => client.provider.synced)))
    const author = new OuterAuthor()
    let count = 0
    const bent = fc
      .tuple(fc.nat(), fc.nat(255), fc.nat(8), fc.boolean())
      .map(([at, byte, cut, resync]) => ({ at, byte, cut, resync }))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.uint8Array({ maxLength: 60 }), bent), { minLength: 1, maxLength: 8 }),
        async garbage => {
          await using raw = openRaw(server.url, troubled.a)
          await raw.until(() => raw.frames.length > 0)
          for (const item of garbage) raw.send(item instanceof Uint8Array ? item : bend(author, item))
          anna.push(`calm ${count++}`)
          await ben.until(() => ben.entries().length === count)
        },
      ),
      { seed, numRuns: 60 },
    )
    await anna.until(() => anna.isKept())
    expect([...anna.closes, ...ben.closes]).toEqual([])
    expect(server.log.filter(line => JSON.parse(line).level >= 50)).toEqual([])
    // And what is left of the other document is whole: it opens, and nothing in it waits.
    await using fresh = openDocument(server.url, troubled.b)
    await fresh.until(() => fresh.provider.synced)
    expect([fresh.doc.store.pendingStructs, fresh.doc.store.pendingDs]).toEqual([null, null])
    fresh.push('goes on')
    await fresh.until(() => fresh.isKept())
  }, 60_000)

  const bend = (author: OuterAuthor, how: { at: number; byte: number; cut: number; resync: boolean }): Uint8Array => {
    const update = author.push('entry')
    const message = how.resync ? missingMessage(update) : updateMessage(update)
    message[how.at % message.length] = how.byte
    return message.subarray(0, message.length - how.cut)
  }
})

describe('stopping', () => {
  test('[DOC17] what came in before the end is stored, the rest refused: what is told as kept is there', async () => {
    await using server = await startDocuments({ timing: quick })
    const couple = await addCouple(server.store)
    await using anna = openDocument(server.url, couple.a)
    await using ben = openDocument(server.url, couple.b)
    await Promise.all([anna, ben].map(client => client.until(() => client.provider.synced)))
    const typing = setInterval(() => anna.push(`entry ${anna.entries().length}`), 0)
    await ben.until(() => ben.entries().length > 20)
    const stopped = server.stopDocuments()
    await anna.until(() => anna.closes.length > 0)
    clearInterval(typing)
    await stopped
    expect(anna.closes[0]).toBe(closeCodes.stopping)
    const rows = await server.store.read(tx => tx.selectFrom('document_updates').select('bytes').execute())
    const doc = new Y.Doc()
    for (const row of rows) Y.applyUpdate(doc, row.bytes)
    const stored = Y.getState(doc.store, anna.doc.clientID)
    expect(stored).toBe(anna.kept.get(anna.doc.clientID))
    expect(stored).toBeGreaterThanOrEqual(ben.entries().length)
    await using raw = openRaw(server.url, couple.a)
    await raw.until(() => raw.ended !== null || raw.status !== null || raw.socket.readyState >= 2)
    expect(raw.frames).toEqual([])
  })
})
