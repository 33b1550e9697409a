import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { readOuterUpdate } from '../server/features/document-update.ts'
import { WorkBeside, workLimits } from '../server/transport/documents-work.ts'
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
