import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { missingMessage } from '../server/transport/documents-wire.ts'
import type { MemoryLimits } from '../server/transport/held-memory.ts'
import { closeCodes } from '../shared/documents.ts'
import { openDocument, openRaw as openRawDocument } from './support/document-client.ts'
import { startDocuments } from './support/document-server.ts'
import { OuterAuthor } from './support/outer-author.ts'
import { openRaw } from './support/raw-relay.ts'
import { connectClient } from './support/relay-client.ts'
import { largest, shown } from './support/relay-events.ts'
import { addCouple, addDevice, startRelay } from './support/relay-server.ts'

const MEGABYTE = 1_048_576
const tight: MemoryLimits = { atMostBytes: 4 * MEGABYTE, sparedBytes: MEGABYTE / 4, lookEveryMs: 10 }
const everything = new Uint8Array([0, 0, 1, 0])
const vectorOf = (author: OuterAuthor): Uint8Array => {
  const vector = Y.encodeStateVector(author.doc)
  return new Uint8Array([0, 0, vector.length, ...vector])
}
const isAnswer = (frame: Uint8Array): boolean => frame[0] === 0 && frame[1] === 1

test('[SRV12] devices that ask for much and read nothing are cut off once all together hold too much; those who read are not', async () => {
  await using server = await startDocuments({ memory: tight })
  const stranger = await addCouple(server.store)
  const calm = await addCouple(server.store)
  await using ben = openDocument(server.url, calm.b)
  await using anna = openRawDocument(server.url, stranger.a)
  await anna.until(() => anna.frames.length > 0)
  const author = new OuterAuthor()
  // Nearly a seat's half of a document.
  for (let count = 1; count <= 7; count++) {
    anna.send(missingMessage(author.push('x'.repeat(MEGABYTE))))
    anna.send(vectorOf(author))
    await anna.until(() => anna.frames.filter(isAnswer).length === count)
  }

  const deaf = [1, 2, 3, 4].map(() => openRawDocument(server.url, stranger.b))
  for (const raw of deaf) {
    await raw.until(() => raw.frames.length > 0)
    raw.socket.pause()
    raw.send(everything)
  }
  const cutOff = () => server.log.filter(line => line.includes('cut off')).length
  while (cutOff() === 0) await new Promise(resolve => setImmediate(resolve))
  await ben.until(() => ben.provider.synced)
  ben.push('typed on')
  await ben.until(() => ben.isKept())
  expect(ben.closes).toEqual([])
  expect(anna.ended).toBe(null)
  for (const raw of deaf) await raw[Symbol.asyncDispose]()
})

test('[SRV12] so are those that begin large messages and never end them', async () => {
  await using server = await startDocuments({ memory: tight })
  const stranger = await addCouple(server.store)
  const begun = [1, 2, 3].map(() => openRawDocument(server.url, stranger.a))
  await using reading = openRawDocument(server.url, stranger.b)
  await reading.until(() => reading.frames.length > 0)
  for (const raw of begun) {
    await raw.until(() => raw.frames.length > 0)
    for (let part = 0; part < 3; part++) raw.socket.send(new Uint8Array(MEGABYTE), { fin: false })
  }
  await Promise.any(begun.map(raw => raw.until(() => raw.ended !== null)))
  expect(reading.ended).toBe(null)
  for (const raw of begun) await raw[Symbol.asyncDispose]()
})

test('[SRV12] on the relay as well, and the partner who reads stays', async () => {
  await using server = await startRelay({ memory: tight })
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  const deaf = await Promise.all([1, 2, 3, 4].map(() => openRaw(server.url)))
  for (const raw of deaf) {
    await raw.introduce(couple.b)
    raw.socket.pause()
  }
  const cutOff = () => server.log.filter(line => line.includes('cut off')).length
  for (let round = 0; cutOff() === 0 && round < 30; round++)
    await Promise.all(Array.from({ length: 40 }, () => a.send(largest())))
  expect(cutOff()).toBeGreaterThan(0)
  expect(await a.send(shown())).toMatchObject({ ok: true })
  for (const raw of deaf) raw.socket.resume()
  for (const raw of deaf) await raw[Symbol.asyncDispose]()
})

test('[DOC15] pings count like frames, and so do sockets opened one after the other', async () => {
  await using server = await startDocuments({ opens: { points: 3, seconds: 60 } })
  const couple = await addCouple(server.store)
  await using raw = openRawDocument(server.url, couple.a)
  await raw.until(() => raw.frames.length > 0)
  for (let count = 0; count < 4_000; count++) raw.socket.ping()
  await raw.until(() => raw.ended !== null)

  const ends: (number | null)[] = []
  for (let count = 0; count < 3; count++) {
    await using again = openRawDocument(server.url, couple.a)
    await again.until(() => again.frames.length > 0 || again.ended !== null)
    ends.push(again.ended?.code ?? null)
  }
  expect(ends).toEqual([null, null, closeCodes['too-many']])
  await using partner = openDocument(server.url, couple.b)
  await partner.until(() => partner.provider.synced)
})

test('[REL14] a device that has sent all that a day allows is told how long to wait; its partner is not held up', async () => {
  await using server = await startRelay({ sendsADay: { points: 5, seconds: 86_400 } })
  const couple = await addCouple(server.store)
  await using a = await connectClient(server.url, couple.a)
  await using b = await connectClient(server.url, couple.b)
  for (let count = 0; count < 5; count++) expect(await a.send(shown())).toMatchObject({ ok: true })
  const answer = await a.send(shown())
  expect(answer).toMatchObject({ ok: false, code: 'too-many' })
  expect(answer.ok || answer.retryAfterMs).toBeGreaterThan(60_000)
  expect(await b.send(shown())).toMatchObject({ ok: true })
})

test('[REL23] a device has 32 sockets to the relay at most; its partner, and another device of its seat, come in', async () => {
  await using server = await startRelay()
  const couple = await addCouple(server.store)
  const second = await addDevice(server.store, couple.spaceId, 'a')
  const all = []
  for (let count = 0; count < 32; count++) all.push(await connectClient(server.url, couple.a))
  await expect(connectClient(server.url, couple.a)).rejects.toThrow('too-many')
  await using b = await connectClient(server.url, couple.b)
  await using other = await connectClient(server.url, second)
  expect([b.refusal, other.refusal]).toEqual([null, null])
  await all.pop()?.[Symbol.asyncDispose]()
  await b.send(shown())
  for (const client of all) await client[Symbol.asyncDispose]()
})
