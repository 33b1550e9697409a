import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { expect, test } from 'vitest'
import { documentRules } from '../../server/features/documents.ts'
import { openSqlite } from '../../server/storage/sqlite.ts'
import { missingMessage } from '../../server/transport/documents-wire.ts'
import type { DocumentWork } from '../../server/transport/documents-work.ts'
import { openDocument, openRaw } from '../support/document-client.ts'
import { floods, pagesInRows, workOnTheLoop } from '../support/document-floods.ts'
import { ask, isMissing } from '../support/document-frames.ts'
import { quick, startDocuments } from '../support/document-server.ts'
import { addCouple } from '../support/relay-server.ts'
import { spawnServer, temporaryFolder } from '../support/server.ts'

const NOTHING = new Uint8Array([0, 0])

/** The longest that the loop stood still, ms, with no end to the steps of walks (DOC24), while a stranger flooded a document of theirs, was answered, and left. */
const longestStandstill = async (updates: Uint8Array[], work?: DocumentWork): Promise<number> => {
  await using server = await startDocuments({
    timing: quick,
    rules: { ...documentRules, maxSteps: Number.POSITIVE_INFINITY },
    ...(work && { work }),
  })
  const stranger = await addCouple(server.store)
  const calm = await addCouple(server.store)
  await using anna = openDocument(server.url, calm.a)
  await using ben = openDocument(server.url, calm.b)
  await Promise.all([anna, ben].map(client => client.until(() => client.provider.synced)))
  const frames = updates.map(missingMessage)
  const raw = openRaw(server.url, stranger.a)
  await raw.until(() => raw.frames.length > 0)

  let flooding = true
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const typing = (async () => {
    for (let count = 1; flooding; count++) {
      anna.push(`calm ${count}`)
      await ben.until(() => ben.entries().length === count)
    }
  })()
  for (const frame of frames) raw.send(frame)
  for (let count = 0; count < 200; count++) raw.send(ask)
  await raw.until(() => raw.ended !== null || raw.frames.some(isMissing))
  expect(raw.ended).toBe(null)
  await raw[Symbol.asyncDispose]()
  while ((await server.rowsOf(stranger.spaceId)).length > 1) await new Promise(resolve => setImmediate(resolve))
  flooding = false
  await typing
  delay.disable()
  expect([...anna.closes, ...ben.closes]).toEqual([])
  return delay.max / 1e6
}

const COUNT = 7_680
const [worst = ''] = Object.keys(floods)
const withoutGuard = async (): Promise<number> => longestStandstill(floods[worst]?.(COUNT) ?? [], workOnTheLoop())

test('[DOC21] floods of every shape hold up another couple by a small part of what they did before there were guards', async () => {
  const before = await withoutGuard()
  for (const [shape, flood] of Object.entries(floods)) {
    const now = await longestStandstill(flood(COUNT))
    expect({ shape, calm: now < before / 4 }).toEqual({ shape, calm: true })
  }
}, 120_000)

test('[SRV4] in the middle of such a flood the server stops within seconds, and starts again with what it had stored', async () => {
  const dataDir = await temporaryFolder()
  const couple = await (async () => {
    await using store = await openSqlite({ file: join(dataDir, 'holdfast.db'), synchronous: 'full' })
    return await addCouple(store)
  })()
  const server = await spawnServer({ dataDir })
  const sockets = Array.from({ length: 4 }, () => openRaw(server.url, couple.a))
  await Promise.all(sockets.map(socket => socket.until(() => socket.frames.length > 0)))
  const updates = pagesInRows(14_400)
  for (const [index, update] of updates.entries()) {
    for (const socket of sockets) socket.send(missingMessage(index % 4 === sockets.indexOf(socket) ? update : NOTHING))
    for (const socket of sockets) socket.send(ask)
  }
  await sockets[0]?.until(() => sockets.some(socket => socket.frames.some(isMissing)))
  const asked = performance.now()
  const end = await server.stop()
  expect({ code: end.code, stderr: end.stderr }).toEqual({ code: 0, stderr: '' })
  expect(performance.now() - asked).toBeLessThan(5_000)
  await using again = await spawnServer({ dataDir })
  await using fresh = openDocument(again.url, couple.b)
  await fresh.until(() => fresh.provider.synced)
  expect([fresh.doc.store.pendingStructs, fresh.doc.store.pendingDs]).toEqual([null, null])
  await again.stop()
}, 60_000)
