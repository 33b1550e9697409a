import { expect, test } from 'vitest'
import { awarenessMessage } from '../server/transport/documents-wire.ts'
import { closeCodes } from '../shared/documents.ts'
import { stateOf } from './support/aware-page.ts'
import { type DocumentClient, openDocument, openRaw } from './support/document-client.ts'
import { quick, startDocuments } from './support/document-server.ts'
import { addCouple } from './support/relay-server.ts'

const CARET = 'sealed-caret'

test('[DOC13] who is here is told to the others and to who comes later, and ends with the socket; nothing of it is stored', async () => {
  await using server = await startDocuments()
  const couple = await addCouple(server.store)
  const anna = openDocument(server.url, couple.a)
  await using ben = openDocument(server.url, couple.b)
  const sees = (client: DocumentClient) => client.provider.awareness.getStates().get(anna.doc.clientID)
  anna.provider.awareness.setLocalState({ sealed: CARET })
  await ben.until(() => sees(ben)?.['sealed'] === CARET)
  await using later = openDocument(server.url, couple.b)
  await later.until(() => sees(later)?.['sealed'] === CARET)
  await anna[Symbol.asyncDispose]()
  await ben.until(() => sees(ben) === undefined)
  await later.until(() => sees(later) === undefined)
  expect(await server.rowsOf(couple.spaceId)).toEqual([])
})

test('[DOC13] a socket that breaks without a word is taken out as well', async () => {
  await using server = await startDocuments()
  const couple = await addCouple(server.store)
  await using ben = openDocument(server.url, couple.b)
  await ben.until(() => ben.provider.synced)
  const raw = openRaw(server.url, couple.a)
  await raw.until(() => raw.frames.length > 0)
  raw.send(awarenessMessage(stateOf(77, 1, { sealed: CARET })))
  await ben.until(() => ben.provider.awareness.getStates().has(77))
  raw.socket.terminate()
  await ben.until(() => !ben.provider.awareness.getStates().has(77))
})

test('[DOC13] a peer that has fallen silent, its socket still open, is taken out as well', async () => {
  await using server = await startDocuments({ timing: { ...quick, silentAtMostMs: 1_000 } })
  const couple = await addCouple(server.store)
  await using ben = openDocument(server.url, couple.b)
  await ben.until(() => ben.provider.synced)
  await using raw = openRaw(server.url, couple.a, { deaf: true })
  await raw.until(() => raw.frames.length > 0)
  raw.send(awarenessMessage(stateOf(77, 1, { sealed: CARET })))
  await ben.until(() => ben.provider.awareness.getStates().has(77))
  await ben.until(() => !ben.provider.awareness.getStates().has(77))
  await raw.until(() => raw.ended !== null)
  expect(ben.closes).toEqual([])
})

test("[DOC13] nobody speaks for another page, or takes it out; the page's own device may come back under its name", async () => {
  await using server = await startDocuments()
  const couple = await addCouple(server.store)
  await using ben = openDocument(server.url, couple.b)
  await using watcher = openDocument(server.url, couple.b)
  const { clientID } = ben.doc
  const seen = () => watcher.provider.awareness.getStates().get(clientID)
  ben.provider.awareness.setLocalState({ sealed: CARET })
  await watcher.until(() => seen()?.['sealed'] === CARET)
  await using raw = openRaw(server.url, couple.a)
  await raw.until(() => raw.frames.length > 0)
  raw.send(awarenessMessage(stateOf(clientID, 1_000, { sealed: 'forged' })))
  raw.send(awarenessMessage(stateOf(clientID, 1_000, null)))
  raw.send(awarenessMessage(stateOf(78, 1, { sealed: 'own' })))
  await watcher.until(() => watcher.provider.awareness.getStates().has(78))
  expect(seen()?.['sealed']).toBe(CARET)
  await using again = openRaw(server.url, couple.b)
  await again.until(() => again.frames.length > 0)
  again.send(awarenessMessage(stateOf(clientID, 2_000, { sealed: 'returned' })))
  await watcher.until(() => seen()?.['sealed'] === 'returned')
})

test.each([
  ['not JSON', '{'],
  ['a number', '7'],
  ['too large', JSON.stringify({ sealed: 'x'.repeat(10_000) })],
])('[DOC13] a state that is %s closes the socket, and nobody is told of it', async (_, text) => {
  await using server = await startDocuments()
  const couple = await addCouple(server.store)
  await using ben = openDocument(server.url, couple.b)
  await ben.until(() => ben.provider.synced)
  await using raw = openRaw(server.url, couple.a)
  await raw.until(() => raw.frames.length > 0)
  const state = stateOf(77, 1, {})
  const body = Buffer.concat([state.subarray(0, 3), varLength(text.length), Buffer.from(text)])
  raw.send(awarenessMessage(body))
  await raw.until(() => raw.ended !== null)
  expect(raw.ended?.code).toBe(closeCodes['bad-request'])
  expect(ben.provider.awareness.getStates().has(77)).toBe(false)
})

const varLength = (length: number): Uint8Array =>
  length < 128 ? new Uint8Array([length]) : new Uint8Array([(length & 127) | 128, length >> 7])
