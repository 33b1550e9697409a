import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Told } from '../client/sync/sealed-awareness.ts'
import { OUTER_ROOT } from '../shared/documents.ts'
import { context } from '../shared/envelope.ts'
import { type DocumentClient, openDocument } from './support/document-client.ts'
import { startCouple } from './support/sealed-couple.ts'
import type { SealedDevice } from './support/sealed-device.ts'

type Couple = Awaited<ReturnType<typeof startCouple>>

/** So many entries, more than the page itself writes. */
const ENTRIES = 40
const WORDS = 'The words of Anna. '

const idsOf = ({ provider, doc }: DocumentClient): number[] =>
  [...provider.awareness.getStates().keys(), ...doc.store.clients.keys()].filter(id => id !== doc.clientID)

/** What the partner's program says as the page of this id: entries that open and say nothing. */
const speakAs = (client: number, { cipher, documentContext }: Couple, hostile: DocumentClient): void => {
  const doc = new Y.Doc()
  doc.clientID = client
  const nothing = new Uint8Array([0, ...Y.encodeStateAsUpdate(new Y.Doc())])
  for (let count = 0; count < ENTRIES; count++) doc.getArray<Uint8Array>(OUTER_ROOT).push([cipher.seal(documentContext, nothing)])
  Y.applyUpdate(hostile.doc, Y.encodeStateAsUpdate(doc))
}

/** The partner takes ids while Anna writes without a network; then she has one again, and says that all is kept. */
const takenWhileOffline = async (couple: Couple, anna: SealedDevice, hostile: DocumentClient, taken: () => number[]) => {
  anna.document.setOffline(true)
  anna.type(WORDS)
  await anna.until(() => anna.document.status().saved === 'here')
  for (const id of taken()) speakAs(id, couple, hostile)
  await hostile.until(() => hostile.isKept())
  anna.document.setOffline(false)
  await anna.until(() => anna.document.status().saved === 'kept')
  await using fresh = await couple.further('a')
  await fresh.until(() => fresh.document.status().loaded && fresh.document.status().connection === 'online')
  return fresh.words()
}

test('[SEA22] a partner who takes every id they know of takes no words that were written without a network', async () => {
  await using couple = await startCouple()
  await using anna = couple.anna()
  await using hostile = openDocument(couple.server.url, couple.couple.b)
  await hostile.until(() => hostile.provider.synced && idsOf(hostile).length > 0)
  expect(await takenWhileOffline(couple, anna, hostile, () => idsOf(hostile))).toBe(WORDS)
})

test('[SEA22] the control: whoever knew the id that is written under would take the words, and nobody would be told', async () => {
  await using couple = await startCouple()
  await using anna = couple.anna()
  await using hostile = openDocument(couple.server.url, couple.couple.b)
  await hostile.until(() => hostile.provider.synced)
  await anna.until(() => anna.document.status().connection === 'online')
  const writtenUnder = () => [...anna.rest.outer.store.clients.keys()]
  expect(await takenWhileOffline(couple, anna, hostile, writtenUnder)).toBe('')
})

test('[SEA22] of what the server does not keep yet no page says under which id it was written', async () => {
  await using couple = await startCouple()
  await using anna = couple.anna()
  await using hostile = openDocument(couple.server.url, couple.couple.b)
  const where = context.awareness(couple.couple.spaceId, 'agreement', 0)
  const early: number[] = []
  const asked = Promise.withResolvers<void>()
  hostile.provider.awareness.on('change', () => {
    for (const { s } of hostile.provider.awareness.getStates().values()) {
      const plain = typeof s === 'string' && couple.cipher.open(where, Buffer.from(s, 'base64url'))
      if (!plain) continue
      for (const id of (JSON.parse(Buffer.from(plain).toString()) as Told).asks) {
        asked.resolve()
        if (!hostile.doc.store.clients.has(id)) early.push(id)
      }
    }
  })
  anna.document.setOffline(true)
  anna.type(WORDS)
  await anna.until(() => anna.document.status().saved === 'here')
  anna.document.setOffline(false)
  await asked.promise
  expect(early).toEqual([])
})

test('[SEA22] the connection of a page whose id was taken goes on, and ends in order', async () => {
  await using couple = await startCouple()
  await using anna = couple.anna()
  await using hostile = openDocument(couple.server.url, couple.couple.b)
  await hostile.until(() => hostile.provider.synced && idsOf(hostile).length > 0)
  const [told = 0] = idsOf(hostile)
  speakAs(told, couple, hostile)
  await anna.until(() => Y.getState(anna.rest.outer.store, told) === ENTRIES)
  anna.document.setOffline(true)
  expect(anna.document.status().connection).toBe('offline')
  anna.document.setOffline(false)
  anna.type(WORDS)
  await anna.until(() => anna.document.status().saved === 'kept')
})
