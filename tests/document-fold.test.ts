import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { readOuterUpdate } from '../server/features/document-update.ts'
import { type DocumentWork, WorkBeside, workLimits } from '../server/transport/documents-work.ts'
import { freshEntries, openDocument, untilAll } from './support/document-client.ts'
import { type DocumentServer, quick, startDocuments } from './support/document-server.ts'
import { addCouple, type Couple } from './support/relay-server.ts'
import { temporaryFolder } from './support/server.ts'

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

test('[DOC20] the same, with all the work done beside the loop', async () => {
  await using server = await startDocuments({ timing: quick, work: new WorkBeside({ ...workLimits, atOnceBytes: 0 }) })
  const couple = await addCouple(server.store)
  const { clients, largest } = await foldedHistory(server, couple)
  expect(clients[0]).toEqual(clients[1])
  expect(largest).toBeLessThan(80)
  await untilStored(server, couple, rows => rows.length === 1)
  expect(await freshEntries(server.url, couple.b)).toEqual(clients[0])
})

test('[DOC20] work that takes too long is given up: the log stays as it was, others go on, and it is not tried again at once', async () => {
  const folder = await temporaryFolder()
  const limits = { ...workLimits, atOnceBytes: 0, withinMs: 1 }
  const couple = await (async () => {
    await using server = await startDocuments({ folder, timing: quick, work: new WorkBeside(limits) })
    const couple = await addCouple(server.store)
    await using anna = openDocument(server.url, couple.a)
    await anna.until(() => anna.provider.synced)
    for (let count = 0; count < 100; count++) {
      anna.push(`entry ${count}`)
      await anna.until(() => anna.isKept())
    }
    expect(await server.rowsOf(couple.spaceId)).toHaveLength(100)
    expect(server.log.filter(line => line.includes('given up'))).toHaveLength(1)
    return couple
  })()
  await using after = await startDocuments({ folder, timing: quick })
  expect(await freshEntries(after.url, couple.b)).toHaveLength(100)
  await untilStored(after, couple, rows => rows.length === 1)
})

/** What is in the log after a fold during which `meanwhile` happened between its reading and its writing. */
const afterFold = async (meanwhile: (server: DocumentServer, oldest: number) => Promise<unknown>) => {
  const beside = new WorkBeside()
  let interrupt: () => Promise<unknown> = async () => undefined
  const work: DocumentWork = {
    run: async (document, kind, ...given) => {
      const result = await beside.run(document, kind, ...given)
      if (kind === 'fold') await interrupt()
      return result
    },
    [Symbol.asyncDispose]: () => beside[Symbol.asyncDispose](),
  }
  await using server = await startDocuments({ timing: quick, work })
  const couple = await addCouple(server.store)
  const seqs = () =>
    server.store.read(tx => tx.selectFrom('document_updates').select('update_seq').orderBy('update_seq').execute())
  const done = Promise.withResolvers<void>()
  {
    await using anna = openDocument(server.url, couple.a)
    await anna.until(() => anna.provider.synced)
    for (let count = 0; count < 4; count++) {
      anna.push(`entry ${count}`)
      await anna.until(() => anna.isKept())
    }
    const oldest = (await seqs())[0]?.update_seq ?? 0
    interrupt = async () => {
      await meanwhile(server, oldest).finally(done.resolve)
    }
  }
  await done.promise
  // Whoever comes next waits for the fold's turn to be over.
  const entries = await freshEntries(server.url, couple.b)
  return { entries, rows: (await server.rowsOf(couple.spaceId)).length, log: server.log.join() }
}

test('[DOC12] a fold loses nothing of what happened while it was worked on: a row that came stays, and over one that is gone it changes nothing', async () => {
  const copied = (server: DocumentServer, oldest: number) =>
    server.store.write(tx =>
      sql`insert into document_updates (owner, document, generation, bytes)
          select owner, document, generation, bytes from document_updates where update_seq = ${oldest}`.execute(tx),
    )
  const came = await afterFold(copied)
  expect(came).toMatchObject({ entries: ['entry 0', 'entry 1', 'entry 2', 'entry 3'], rows: 2 })
  const foldedElsewhere = await afterFold(async (server, oldest) => {
    await copied(server, oldest)
    await server.store.write(tx => tx.deleteFrom('document_updates').where('update_seq', '=', oldest).execute())
  })
  expect(foldedElsewhere).toMatchObject({ entries: ['entry 0', 'entry 1', 'entry 2', 'entry 3'], rows: 4 })
  expect(foldedElsewhere.log).toContain('not folded')
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
  await using ben = openDocument(server.url, couple.b)
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

test('[DOC19] a damaged row takes the document from nobody: the rest is served, and the device that wrote it brings it again', async () => {
  const folder = await temporaryFolder()
  const before = await startDocuments({ folder, timing: quick })
  const couple = await addCouple(before.store)
  await using anna = openDocument(before.url, couple.a)
  await using ben = openDocument(before.url, couple.b)
  for (const [author, text] of [anna, ben, anna, ben].map((author, count) => [author, `entry ${count}`] as const)) {
    await author.until(() => author.provider.synced)
    author.push(text)
    await untilAll([anna, ben], client => client.isKept() && client.entries().includes(text))
  }
  const seqs = await before.store.read(tx =>
    tx.selectFrom('document_updates').select('update_seq').orderBy('update_seq').execute(),
  )
  const garbage = new TextEncoder().encode('not an update')
  await before.store.write(tx =>
    sql`update document_updates set bytes = ${garbage} where update_seq = ${seqs[1]?.update_seq}`.execute(tx),
  )
  await before[Symbol.asyncDispose]()

  await using after = await startDocuments({ folder, timing: quick })
  expect(await freshEntries(after.url, couple.b)).toEqual(['entry 0'])
  expect(after.log.filter(line => JSON.parse(line).level === 50 && line.includes('passed over')).join()).toContain(
    `"damaged":[${seqs[1]?.update_seq}]`,
  )
  await using annaAgain = openDocument(after.url, couple.a, { doc: anna.doc })
  await using benAgain = openDocument(after.url, couple.b, { doc: ben.doc })
  await untilAll([annaAgain, benAgain], client => client.isKept())
  expect(await freshEntries(after.url, couple.b)).toEqual(['entry 0', 'entry 1', 'entry 2', 'entry 3'])
})

/** Looks again after every commit of its own: the server's come in between. */
const untilStored = async (server: DocumentServer, couple: Couple, condition: (rows: number[]) => boolean): Promise<void> => {
  while (!condition(await server.rowsOf(couple.spaceId))) await new Promise(resolve => setImmediate(resolve))
}
