import { describe, expect, test } from 'vitest'
import { filterUpdate } from '../server/features/document-filter.ts'
import { applyChange, emptyState } from '../server/features/document-state.ts'
import { MAX_CLIENTS, MAX_UPDATE_PARTS } from '../server/features/document-update.ts'
import { type DocumentRules, documentRules } from '../server/features/documents.ts'
import { missingMessage, updateMessage } from '../server/transport/documents-wire.ts'
import { closeCodes, MAX_RESYNC_BYTES, MAX_UPDATE_BYTES } from '../shared/documents.ts'
import { openDocument, openRaw } from './support/document-client.ts'
import { ask, isMissing } from './support/document-frames.ts'
import { startDocuments } from './support/document-server.ts'
import { OuterAuthor, type RawSection, rawUpdate, rawUpdateOf } from './support/outer-author.ts'
import { addCouple } from './support/relay-server.ts'

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
