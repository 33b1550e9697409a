import fc from 'fast-check'
import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { filterUpdate } from '../server/features/document-filter.ts'
import { applyChange, emptyState } from '../server/features/document-state.ts'
import { MAX_CLIENTS, MAX_UPDATE_PARTS } from '../server/features/document-update.ts'
import { type DocumentRules, documentRules } from '../server/features/documents.ts'
import { missingMessage, updateMessage } from '../server/transport/documents-wire.ts'
import { closeCodes, DOCUMENT_SUBPROTOCOL, MAX_RESYNC_BYTES, MAX_UPDATE_BYTES } from '../shared/documents.ts'
import { openDocument, openRaw, type RawOptions } from './support/document-client.ts'
import { type DocumentServer, quick, startDocuments } from './support/document-server.ts'
import { OuterAuthor, type RawSection, rawUpdate, rawUpdateOf } from './support/outer-author.ts'
import { addCouple, addDevice, type Couple } from './support/relay-server.ts'
import { seed } from './support/seed.ts'

/** How a socket ends that asks for entry in this way: an HTTP status or a close code. */
const endOf = async (server: DocumentServer, who: Couple['a'], options: RawOptions): Promise<number | null> => {
  await using raw = openRaw(server.url, who, options)
  await raw.until(() => raw.ended !== null || raw.status !== null)
  return raw.status ?? raw.ended?.code ?? null
}

const ask = new Uint8Array([0, 0, 1, 0])
const isMissing = (frame: Uint8Array): boolean => frame[0] === 0 && frame[1] === 1

const textOf = async (server: DocumentServer, who: Couple['a']): Promise<string[]> => {
  await using client = openDocument(server.url, who)
  await client.until(() => client.provider.synced)
  return client.entries()
}

describe('entry', () => {
  test('[DOC1] whoever may not enter is told why, each by its own code', async () => {
    await using server = await startDocuments()
    const couple = await addCouple(server.store)
    const { a } = couple
    const other = await addCouple(server.store)
    const second = await addDevice(server.store, couple.spaceId, 'a')
    const stranger = Buffer.alloc(32, 7).toString('base64url')
    const end = (options: RawOptions) => endOf(server, a, options)

    expect(await end({ protocols: [DOCUMENT_SUBPROTOCOL] })).toBe(closeCodes['no-token'])
    expect(await end({ protocols: [DOCUMENT_SUBPROTOCOL, stranger] })).toBe(closeCodes['wrong-token'])
    expect(await end({ protocols: [DOCUMENT_SUBPROTOCOL, 'short'] })).toBe(closeCodes['wrong-token'])
    expect(await end({ path: `/documents/${other.a.deviceId}/agreement.0` })).toBe(closeCodes['not-yours'])
    expect(await end({ path: `/documents/${couple.b.deviceId}/agreement.0` })).toBe(closeCodes['not-yours'])
    expect(await end({ path: `/documents/${second.deviceId}/agreement.0` })).toBe(closeCodes['not-yours'])
    expect(await end({ path: `/documents/${v7()}/agreement.0` })).toBe(closeCodes['not-yours'])
    expect(await end({ path: `/documents/${a.deviceId}/agreement.1` })).toBe(closeCodes['bad-request'])
    expect(await end({ path: `/documents/${a.deviceId}/diary.0` })).toBe(400)
    expect(await end({ path: `/documents/${a.deviceId}/agreement.0/more` })).toBe(400)
    expect(await end({ path: '/documents/' })).toBe(400)
    expect(await end({ protocols: ['other', a.token] })).toBe(400)
    expect(await end({ origin: 'https://elsewhere.example' })).toBe(403)
    expect(await end({ origin: `${server.url}.elsewhere.example` })).toBe(403)
    await using welcome = openRaw(server.url, a, { origin: server.url })
    await welcome.until(() => welcome.frames.length > 0)
    expect(welcome.socket.protocol).toBe(DOCUMENT_SUBPROTOCOL)
  })

  test("[DOC1] one couple's document holds nothing of another's", async () => {
    await using server = await startDocuments()
    const one = await addCouple(server.store)
    const two = await addCouple(server.store)
    await using anna = openDocument(server.url, one.a)
    await using zoe = openDocument(server.url, two.a)
    anna.push('of one')
    zoe.push('of two')
    await anna.until(() => anna.isKept())
    await zoe.until(() => zoe.isKept())
    expect(await textOf(server, one.b)).toEqual(['of one'])
    expect(await textOf(server, two.b)).toEqual(['of two'])
  })

  test('[DOC14] when access ends, open sockets close, and nothing they still send is stored', async () => {
    await using server = await startDocuments()
    const couple = await addCouple(server.store)
    const second = await addDevice(server.store, couple.spaceId, 'a')
    await using told = openRaw(server.url, couple.a)
    await using untold = openRaw(server.url, second)
    await using ben = openDocument(server.url, couple.b)
    await ben.until(() => ben.provider.synced)
    for (const raw of [told, untold]) await raw.until(() => raw.frames.length > 0)
    await server.store.write(tx => tx.deleteFrom('devices').where('seat', '=', 'a').execute())

    server.fanout.publish(couple.spaceId, { kind: 'access-ended', devices: [couple.a.deviceId], code: 'access-ended' })
    await told.until(() => told.ended !== null)
    expect(told.ended).toEqual({ code: closeCodes['access-ended'], reason: 'access-ended' })

    untold.send(updateMessage(new OuterAuthor().push('after the end')))
    await untold.until(() => untold.ended !== null)
    expect(untold.ended?.code).toBe(closeCodes['wrong-token'])
    ben.push('goes on')
    await ben.until(() => ben.isKept())
    expect(await textOf(server, couple.b)).toEqual(['goes on'])
  })

  test('[DOC14] a device whose access has ended is not told what the document holds', async () => {
    await using server = await startDocuments()
    const couple = await addCouple(server.store)
    await using ben = openDocument(server.url, couple.b)
    ben.push('his')
    await ben.until(() => ben.isKept())
    await using raw = openRaw(server.url, couple.a)
    await raw.until(() => raw.frames.length > 0)
    await server.store.write(tx => tx.deleteFrom('devices').where('seat', '=', 'a').execute())
    raw.send(ask)
    await raw.until(() => raw.ended !== null)
    expect(raw.ended?.code).toBe(closeCodes['wrong-token'])
    expect(raw.frames.some(isMissing)).toBe(false)
  })
})

describe('limits', () => {
  const large = (bytes: number): string => 'x'.repeat(bytes)

  test('[DOC15] an edit over a mebibyte is refused; an answer to the state vector may be larger, up to its own limit', async () => {
    await using server = await startDocuments()
    const couple = await addCouple(server.store)
    const code = async (frame: Uint8Array): Promise<number | null> => {
      await using raw = openRaw(server.url, couple.a)
      await raw.until(() => raw.frames.length > 0)
      raw.send(frame)
      raw.send(ask)
      await raw.until(() => raw.ended !== null || raw.frames.some(isMissing))
      return raw.ended?.code ?? null
    }
    const entry = new OuterAuthor().push(large(MAX_UPDATE_BYTES))
    expect(await code(updateMessage(entry))).toBe(closeCodes['too-large'])
    expect(await server.rowsOf(couple.spaceId)).toEqual([])
    expect(await code(missingMessage(new OuterAuthor().push(large(MAX_RESYNC_BYTES))))).toBe(closeCodes['too-large'])
    // The socket itself cuts off what is beyond every limit, unread.
    expect(await code(missingMessage(new OuterAuthor().push(large(MAX_RESYNC_BYTES + 100))))).toBe(1009)
    expect(await server.rowsOf(couple.spaceId)).toEqual([])
    expect(await code(missingMessage(entry))).toBe(null)
    expect(await server.rowsOf(couple.spaceId)).toHaveLength(1)
  })

  test('[DOC15] a full document takes no more entries, and still takes deletes', async () => {
    await using server = await startDocuments({ rules: { ...documentRules, maxBytes: 4_000 } })
    const couple = await addCouple(server.store)
    await using raw = openRaw(server.url, couple.a)
    await raw.until(() => raw.frames.length > 0)
    const author = new OuterAuthor()
    raw.send(updateMessage(author.push(large(1_900))))
    raw.send(updateMessage(author.transact(doc => doc.getArray('s').delete(0, 1))))
    raw.send(ask)
    await raw.until(() => raw.frames.some(isMissing))
    expect(await server.rowsOf(couple.spaceId)).toHaveLength(2)
    raw.send(updateMessage(author.push(large(200))))
    await raw.until(() => raw.ended !== null)
    expect(raw.ended?.code).toBe(closeCodes['too-large'])
    // Left by everyone, the log is folded, and there is room again.
    await using anna = openDocument(server.url, couple.a)
    anna.push(large(200))
    await anna.until(() => anna.isKept())
  })

  test('[DOC15] entries, clients and runs of deletes have limits of their own; full of entries, a document still takes deletes', async () => {
    const entry = (client: number, clock = 0): RawSection => ({ client, clock, structs: [{ kind: 'entry', text: 'x' }] })
    const outcome = async (rules: Partial<DocumentRules>, updates: Uint8Array[]) => {
      await using server = await startDocuments({ rules: { ...documentRules, ...rules } })
      const couple = await addCouple(server.store)
      await using raw = openRaw(server.url, couple.a)
      await raw.until(() => raw.frames.length > 0)
      for (const update of updates) raw.send(updateMessage(update))
      raw.send(ask)
      await raw.until(() => raw.ended !== null || raw.frames.some(isMissing))
      return { code: raw.ended?.code ?? null, rows: (await server.rowsOf(couple.spaceId)).length }
    }
    const full = { code: closeCodes['too-large'], rows: 3 }
    const four = [1, 2, 3, 4].map(client => rawUpdateOf([entry(client)], []))
    expect(await outcome({ maxEntries: 6 }, four)).toEqual(full)
    expect(await outcome({ maxClients: 6 }, four)).toEqual(full)
    expect(await outcome({}, four)).toEqual({ code: null, rows: 4 })

    const writes = rawUpdateOf(
      [0, 1, 2].map(client => ({ ...entry(client + 1), structs: Array(9).fill(entry(1).structs[0]) })),
      [],
    )
    const deletes = [1, 3, 5].map(clock => rawUpdateOf([], [{ client: 1, clock, length: 1 }]))
    expect(await outcome({ maxEntries: 54 }, [writes, ...deletes])).toEqual({ code: null, rows: 4 })
    expect(await outcome({ maxDeleteRuns: 2 }, [writes, ...deletes])).toEqual(full)
  })

  test('[DOC25] whatever one seat fills a document with, ids, entries or bytes: the other still has its half, after a restart too', async () => {
    const full = { maxBytes: 4_000, maxEntries: 100, maxClients: 20 }
    const fillings: Record<string, (index: number) => Uint8Array> = {
      ids: index => rawUpdateOf([{ client: index + 1, clock: 0, structs: [{ kind: 'entry', text: '' }] }], []),
      entries: index => rawUpdateOf([{ client: 1, clock: index * 5, structs: Array(5).fill({ kind: 'entry', text: '' }) }], []),
      bytes: index => rawUpdateOf([{ client: 1, clock: index, structs: [{ kind: 'entry', text: 'x'.repeat(300) }] }], []),
    }
    for (const [what, filling] of Object.entries(fillings)) {
      await using server = await startDocuments({ rules: { ...documentRules, ...full, maxSteps: Number.POSITIVE_INFINITY } })
      const couple = await addCouple(server.store)
      for (let visit = 0; visit < 2; visit++) {
        await using raw = openRaw(server.url, couple.b)
        await raw.until(() => raw.frames.length > 0)
        // What is there already is taken without a word.
        for (let index = 0; index < 60; index++) raw.send(updateMessage(filling(index)))
        await raw.until(() => raw.ended !== null)
        expect({ what, code: raw.ended?.code }).toEqual({ what, code: closeCodes['too-large'] })
      }
      await using anna = openDocument(server.url, couple.a)
      await anna.until(() => anna.provider.synced)
      for (let count = 0; count < 30; count++) anna.push(large(10))
      await anna.until(() => anna.isKept() || anna.closes.length > 0)
      expect({ what, closes: anna.closes }).toEqual({ what, closes: [] })
    }
  })

  test('[DOC15] one update has limits too: over them it is refused unread, and of very many new clients some wait for the next question', () => {
    const clients = (count: number) =>
      rawUpdateOf(
        Array.from({ length: count }, (_, client) => ({ client, clock: 0, structs: [{ kind: 'entry' as const, text: '' }] })),
        [],
      )
    const sender = { seat: 'a' as const, resync: true, behind: false }
    const tooLarge = { ok: false, code: 'too-large' }
    const entries = Array(MAX_UPDATE_PARTS + 1).fill({ kind: 'entry', text: '' })
    expect(filterUpdate(emptyState(), rawUpdate(1, 0, entries), sender)).toMatchObject(tooLarge)
    expect(filterUpdate(emptyState(), rawUpdate(1, 0, entries.slice(1)), sender)).toMatchObject({ ok: true, whole: true })
    const deletes = Array.from({ length: MAX_UPDATE_PARTS + 1 }, (_, clock) => ({ client: 1, clock: clock * 2, length: 1 }))
    expect(filterUpdate(emptyState(), rawUpdateOf([], deletes), sender)).toMatchObject(tooLarge)
    expect(filterUpdate(emptyState(), clients(MAX_CLIENTS + 1), sender)).toMatchObject(tooLarge)

    const state = emptyState()
    const left: number[] = []
    for (let round = 0; round < 3; round++) {
      const filtered = filterUpdate(state, clients(2_500), sender)
      if (!filtered.ok) throw new Error(filtered.code)
      applyChange(state, filtered.change)
      for (const { client } of filtered.sections) state.authors.set(client, 'a')
      left.push(2_500 - state.vector.size)
      expect(filtered.whole).toBe(state.vector.size === 2_500)
    }
    expect(left).toEqual([1_500, 500, 0])
  })

  test('[DOC15] very many tiny entries count for more than their bytes, also when they are known already', async () => {
    await using server = await startDocuments({ now: () => 0, rules: { ...documentRules, maxSteps: Number.POSITIVE_INFINITY } })
    const couple = await addCouple(server.store)
    await using raw = openRaw(server.url, couple.a)
    await raw.until(() => raw.frames.length > 0)
    const structs = Array.from({ length: MAX_UPDATE_PARTS }, () => ({ kind: 'entry' as const, text: '' }))
    const frame = updateMessage(rawUpdate(1, 0, structs))
    const sentWhole = 20
    expect(sentWhole * frame.length).toBeLessThan(4 * MAX_RESYNC_BYTES)
    for (let count = 0; count < sentWhole; count++) raw.send(frame)
    await raw.until(() => raw.ended !== null)
    expect(raw.ended?.code).toBe(closeCodes['too-many'])
  })

  test('[DOC15] a flood of frames is cut off, and so are more sockets than a device has use for', async () => {
    await using server = await startDocuments()
    const couple = await addCouple(server.store)
    await using raw = openRaw(server.url, couple.a)
    await raw.until(() => raw.frames.length > 0)
    for (let count = 0; count < 4_000; count++) raw.send(new Uint8Array([3]))
    await raw.until(() => raw.ended !== null)
    expect(raw.ended?.code).toBe(closeCodes['too-many'])

    const sockets = Array.from({ length: 17 }, () => openRaw(server.url, couple.b))
    for (const socket of sockets) await socket.until(() => socket.frames.length > 0 || socket.ended !== null)
    expect(sockets.filter(socket => socket.ended?.code === closeCodes['too-many'])).toHaveLength(1)
    for (const socket of sockets) await socket[Symbol.asyncDispose]()
  })
})

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
