import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { newSpaceKeyring, nextEpoch } from '../client/keys/new-epoch.ts'
import type { DocumentCipher } from '../client/sync/outer-document.ts'
import { OUTER_ROOT, SEAL_EVERY_MS } from '../shared/documents.ts'
import { context } from '../shared/envelope.ts'
import { openDocument } from './support/document-client.ts'
import { startDocumentProxy } from './support/document-proxy.ts'
import { ownedDocumentClock } from './support/owned-document-clock.ts'
import { startCouple } from './support/sealed-couple.ts'
import { identity, newCipher, sealedBy } from './support/sealed-device.ts'

test('[SEA1] what two devices type at once in one text reaches both and a fresh third one, the same everywhere', async () => {
  await using couple = await startCouple()
  await using anna = couple.anna()
  await using ben = couple.ben()
  await anna.document.whenLoaded
  await ben.document.whenLoaded
  anna.type('anna ')
  ben.type('ben ')
  for (const letter of 'both at once') {
    anna.type(letter, 0)
    ben.type(letter)
  }
  await anna.until(() => anna.words().length === 33)
  await ben.until(() => ben.words().length === 33)
  expect(anna.words()).toBe(ben.words())
  await using third = await couple.further('b')
  await third.until(() => third.words() === anna.words())
})

test('[SEA1] edits made without a network on both sides merge when it is back', async () => {
  await using couple = await startCouple()
  await using anna = couple.anna()
  await using ben = couple.ben()
  anna.type('start')
  await ben.until(() => ben.words() === 'start')
  anna.document.setOffline(true)
  ben.document.setOffline(true)
  anna.type('A', 0)
  ben.type('B')
  expect([anna.document.status().connection, ben.document.status().connection]).toEqual(['offline', 'offline'])
  anna.document.setOffline(false)
  ben.document.setOffline(false)
  await anna.until(() => anna.words() === 'AstartB')
  await ben.until(() => ben.words() === 'AstartB')
})

const SECRET = 'Leuchtturm am Kai'
/** What travelled and what rests, as one text in both encodings that words could hide in. */
const leaks = async (cipher: DocumentCipher): Promise<boolean> => {
  await using couple = await startCouple({ cipher })
  await using wire = await startDocumentProxy(couple.server.url)
  await using anna = couple.anna({ url: wire.url })
  anna.document.awareness.setLocalStateField('field', SECRET)
  anna.type(SECRET)
  await anna.until(() => anna.document.status().saved === 'kept')
  const all = Buffer.concat([...wire.frames, anna.rest.written()])
  const plain = [Buffer.from(SECRET, 'utf8'), Buffer.from(SECRET, 'utf16le')].some(secret => all.includes(secret))
  const told = [...all.toString('latin1').matchAll(/"s":"([\w-]+)"/g)].map(([, text]) => Buffer.from(text ?? '', 'base64url'))
  return plain || told.some(bytes => bytes.includes(SECRET))
}

test('[SEA2] neither words nor carets leave the page unsealed, nor rest unsealed on the device', async () => {
  expect(await leaks(newCipher())).toBe(false)
  expect(await leaks(identity), 'without sealing the same look finds them').toBe(true)
})

test('[SEA3] the first edit goes at once, further ones together at most every 40 ms; leaving the page seals what waits', async () => {
  await using couple = await startCouple()
  const clock = ownedDocumentClock()
  await using anna = couple.anna({ clock })
  await anna.document.whenLoaded
  const entries = () => anna.rest.outer.getArray(OUTER_ROOT).length
  anna.type('a')
  expect(entries()).toBe(1)
  for (const letter of 'bcdef') anna.type(letter)
  clock.advance(SEAL_EVERY_MS - 1)
  expect([entries(), anna.document.status().saved]).toEqual([1, 'saving'])
  clock.advance(1)
  expect(entries()).toBe(2)
  anna.type('g')
  anna.document.flush()
  expect(entries()).toBe(3)
  clock.advance(1_000)
  expect(entries()).toBe(3)
  anna.type('h')
  expect(entries(), 'after a quiet while at once again').toBe(4)
})

test('[SEA4] entries that cannot be opened or are no edits are skipped, counted and left; the rest goes on', async () => {
  await using couple = await startCouple()
  const sealed = (plain: number[]) => couple.cipher.seal(couple.documentContext, new Uint8Array(plain))
  await using anna = couple.anna()
  await using hostile = openDocument(couple.server.url, couple.couple.b)
  await hostile.until(() => hostile.provider.synced)
  const entries = hostile.doc.getArray<Uint8Array>(OUTER_ROOT)
  const garbage = [
    new Uint8Array(60).fill(7),
    new Uint8Array(0),
    newCipher().seal(couple.documentContext, new Uint8Array([0, 0, 0])),
    couple.cipher.seal(context.document(couple.couple.spaceId, 'practice', 0), new Uint8Array([0, 0, 0])),
    sealed([]),
    sealed([0]),
    sealed([0, 1, 255, 255]),
    sealed([9, 0, 0]),
  ]
  entries.push(garbage)
  anna.type('still here')
  await anna.until(() => anna.document.status().unopened === garbage.length)
  const update = new Y.Doc()
  update.getText('words').insert(0, 'and more ')
  entries.push([sealed([0, ...Y.encodeStateAsUpdate(update)])])
  await anna.until(() => anna.words().includes('and more') && anna.words().includes('still here'))
  await anna.until(() => anna.document.status().saved === 'kept')
  expect(anna.rest.outer.getArray(OUTER_ROOT).length).toBe(garbage.length + 2)
  expect(anna.document.status().unopened).toBe(garbage.length)
})

test('[SEA4] what was sealed under a key that comes later is opened when the key is there', async () => {
  const first = newSpaceKeyring()
  const second = nextEpoch(first)
  await using couple = await startCouple()
  let known = first
  const late: DocumentCipher = {
    seal: (where, bytes) => sealedBy(known).seal(where, bytes),
    open: (where, envelope) => sealedBy(known).open(where, envelope),
  }
  await using anna = couple.anna({ cipher: sealedBy(second) })
  await using ben = couple.ben({ cipher: late })
  anna.type('under the second key')
  await ben.until(() => ben.document.status().unopened === 1)
  expect(ben.words()).toBe('')
  known = second
  ben.document.reopen()
  expect([ben.words(), ben.document.status().unopened]).toEqual(['under the second key', 0])
})
