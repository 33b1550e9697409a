import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { IDLE_MS, type PlanCompaction, planCompaction } from '../client/sync/compaction.ts'
import { coverageOf, merged, within } from '../client/sync/coverage.ts'
import { OuterDocument } from '../client/sync/outer-document.ts'
import { OUTER_ROOT } from '../shared/documents.ts'
import { eraseAll, openDocument } from './support/document-client.ts'
import { memoryRest } from './support/memory-rest.ts'
import { ownedDocumentClock } from './support/owned-document-clock.ts'
import { startCouple } from './support/sealed-couple.ts'
import { newCipher, type SealedDevice } from './support/sealed-device.ts'

const entriesOf = (doc: Y.Doc) => doc.getArray<Uint8Array>(OUTER_ROOT)
const isSaved = (device: SealedDevice) => device.document.status().saved === 'kept'

test('[SEA12] what a partner erases while the page is open is put again, is not called kept before, and reaches a fresh device', async () => {
  await using couple = await startCouple()
  await using anna = couple.anna()
  for (const word of ['our ', 'own ', 'words']) {
    anna.type(word)
    anna.document.flush()
  }
  await anna.until(() => isSaved(anna))
  const shown: string[] = []
  const stop = anna.document.subscribe(() => shown.push(anna.document.status().saved))
  await using hostile = openDocument(couple.server.url, couple.couple.b)
  await eraseAll(hostile)
  await anna.until(() => shown.includes('saving') && isSaved(anna))
  stop()
  expect(shown, 'first on its way, then kept').toEqual(['saving', 'kept'])
  expect(anna.rest.outer.getArray(OUTER_ROOT).length, 'in one entry').toBe(1)
  await using fresh = await couple.further('a')
  await fresh.until(() => fresh.words() === 'our own words')
})

test('[SEA12] what was erased while the page was closed is put again by the device that had it', async () => {
  await using couple = await startCouple()
  const rest = memoryRest()
  {
    await using anna = couple.anna({ rest })
    anna.type('mine')
    await anna.until(() => isSaved(anna))
  }
  await using hostile = openDocument(couple.server.url, couple.couple.b)
  await eraseAll(hostile)
  await hostile.until(() => hostile.isKept())
  {
    // The control: nobody has put it again yet, and a device without it has nothing.
    await using without = await couple.further('b')
    await without.until(() => without.document.status().connection === 'online')
    expect(without.words()).toBe('')
    expect(without.document.wasEverErased(), 'known to have held something').toBe(true)
  }
  {
    await using again = couple.anna({ rest })
    await hostile.until(() => entriesOf(hostile.doc).length === 1)
    await again.until(() => isSaved(again))
  }
  await using later = couple.anna({ rest, url: 'http://127.0.0.1:9' })
  await later.document.whenLoaded
  expect(later.words()).toBe('mine')
  await using fresh = await couple.further('b')
  await fresh.until(() => fresh.words() === 'mine')
})

test('[SEA12] erasing again and again costs one upload each two seconds; leaving the page puts it again at once', async () => {
  await using couple = await startCouple()
  const clock = ownedDocumentClock()
  await using anna = couple.anna({ clock })
  anna.type('still here')
  await anna.until(() => isSaved(anna))
  await using hostile = openDocument(couple.server.url, couple.couple.b)
  await eraseAll(hostile)
  await hostile.until(() => entriesOf(hostile.doc).length === 1)
  await eraseAll(hostile)
  await anna.until(() => anna.rest.outer.getArray(OUTER_ROOT).length === 0)
  expect(anna.document.status().saved).toBe('saving')
  clock.advance(1_999)
  expect(anna.rest.outer.getArray(OUTER_ROOT).length).toBe(0)
  clock.advance(1)
  expect(anna.rest.outer.getArray(OUTER_ROOT).length).toBe(1)
  await hostile.until(() => entriesOf(hostile.doc).length === 1)
  await eraseAll(hostile)
  await anna.until(() => anna.rest.outer.getArray(OUTER_ROOT).length === 0)
  await anna.document.close()
  await using fresh = await couple.further('a')
  await fresh.until(() => fresh.words() === 'still here')
})

const often: PlanCompaction = (entries, at) => planCompaction(entries, at, 4)

test('[SEA12] two devices that compact at once put nothing again; what was compacted and then erased comes back', async () => {
  await using couple = await startCouple()
  const [annas, bens] = [ownedDocumentClock(), ownedDocumentClock()]
  await using anna = couple.anna({ plan: often, clock: annas })
  await using ben = couple.ben({ plan: often, clock: bens })
  await anna.document.whenLoaded
  await ben.document.whenLoaded
  let added = 0
  anna.rest.outer.getArray(OUTER_ROOT).observe(event => {
    for (const item of event.changes.added) added += item.content.getLength()
  })
  for (let round = 0; round < 4; round++) {
    for (const [device, clock, word] of [
      [anna, annas, 'a'],
      [ben, bens, 'b'],
    ] as const) {
      for (let edit = 0; edit < 6; edit++) {
        device.type(word)
        clock.advance(100)
      }
    }
    await Promise.all([anna, ben].map(device => device.until(() => device.words().length === 12 * (round + 1))))
    annas.advance(IDLE_MS)
    bens.advance(IDLE_MS)
    await Promise.all([anna, ben].map(device => device.until(() => ['kept', 'both'].includes(device.document.status().saved))))
  }
  expect(added, '48 typed, and at most one merged for each three typed').toBeLessThanOrEqual(64)
  await using hostile = openDocument(couple.server.url, couple.couple.b)
  await eraseAll(hostile)
  await using fresh = await couple.further('b')
  await fresh.until(() => fresh.words() === anna.words())
  expect(fresh.words().length).toBe(48)
})

test('[SEA12] entries whose words rest in others are not put again; what nothing else says is', () => {
  const cipher = newCipher()
  const inner = new Y.Doc()
  const outer = new OuterDocument(cipher, 'here', inner, ownedDocumentClock(), () => {})
  const text = inner.getText('words')
  inner.on('update', update => outer.push('single', update))
  text.insert(0, 'one two')
  text.delete(0, 4)
  text.insert(3, '!')
  const [first, second, third] = outer.entries()
  if (!first || !second || !third) throw new Error('three were typed')
  outer.push('snapshot', Y.encodeStateAsUpdate(inner))
  outer.remove([first, second])
  outer.restoreErased()
  expect(outer.entries().length, 'the snapshot says it').toBe(2)
  outer.remove(outer.entries().filter(entry => entry.kind === 'snapshot'))
  expect(outer.isErased).toBe(true)
  outer.restoreErased()
  expect([outer.entries().length, outer.isErased]).toEqual([2, false])
  const fresh = new Y.Doc()
  Y.applyUpdate(fresh, Y.mergeUpdates(outer.updatesOf(outer.entries())))
  expect(fresh.getText('words').toString()).toBe('two!')
  const [typed, deleted] = [first, second].map(entry => coverageOf(outer.updatesOf([entry])[0] ?? new Uint8Array([0, 0])))
  if (!typed || !deleted) throw new Error('both were opened')
  expect([within(deleted, typed), within(typed, merged([deleted, typed])), within(typed, merged([]))]).toEqual([
    false,
    true,
    false,
  ])
})
