import { expect, test } from 'vitest'
import { closeCodes } from '../shared/documents.ts'
import { faultyStore } from './support/broken-documents.ts'
import { openDocument } from './support/document-client.ts'
import { startDocumentProxy } from './support/document-proxy.ts'
import { memoryRest } from './support/memory-rest.ts'
import { ownedDocumentClock } from './support/owned-document-clock.ts'
import { startCouple } from './support/sealed-couple.ts'

test('[SEA5] kept is said only of what the server said it keeps', async () => {
  await using couple = await startCouple()
  await using wire = await startDocumentProxy(couple.server.url)
  await using anna = couple.anna({ url: wire.url })
  await anna.document.whenLoaded
  wire.holdVectors(true)
  anna.type('on its way')
  await using ben = couple.ben()
  await ben.until(() => ben.words() === 'on its way')
  expect(anna.document.status().saved, 'stored and relayed, but nobody has said so').toBe('saving')
  wire.holdVectors(false)
  anna.type('!')
  await anna.until(() => anna.document.status().saved === 'kept')
})

test('[SEA5] a server that cannot store closes the socket: nothing is called kept, and all is delivered when it can', async () => {
  const faults: ReturnType<typeof faultyStore>[] = []
  const wrap = (store: Parameters<typeof faultyStore>[0]) => {
    const faulty = faultyStore(store)
    faults.push(faulty)
    return faulty.store
  }
  await using couple = await startCouple({ wrap })
  const clock = ownedDocumentClock()
  await using anna = couple.anna({ clock })
  await anna.document.whenLoaded
  faults[0]?.next('fail')
  anna.type('kept by nobody yet')
  await anna.until(() => anna.document.status().refused === 'not-stored')
  expect(anna.document.status()).toMatchObject({ saved: 'here', connection: 'offline' })
  faults[0]?.next('none')
  clock.advance(60_000)
  await anna.until(() => anna.document.status().saved === 'kept')
  expect(anna.document.status().refused).toBe(null)
})

test('[SEA19] what goes nowhere and cannot be written on this device either is said to be in this page alone, until it is written', async () => {
  await using couple = await startCouple()
  const clock = ownedDocumentClock()
  await using anna = couple.anna({ clock })
  await anna.document.whenLoaded
  anna.type('kept')
  await anna.until(() => anna.document.status().saved === 'kept')
  anna.document.setOffline(true)
  anna.rest.fill(true)
  anna.type(' and this')
  clock.advance(1_000)
  await anna.until(() => anna.document.status().saved === 'page')
  anna.rest.fill(false)
  clock.advance(5_000)
  await anna.until(() => anna.document.status().saved === 'here')
})

test('[SEA7] without a network everything is on this device, and there again after a reload', async () => {
  await using couple = await startCouple()
  const rest = memoryRest()
  {
    await using anna = couple.anna({ rest })
    anna.type('kept ')
    await anna.until(() => anna.document.status().saved === 'kept')
    anna.document.setOffline(true)
    rest.hold()
    anna.type('and here')
    expect(anna.document.status().saved, 'not written yet').toBe('saving')
    rest.release()
    await anna.until(() => anna.document.status().saved === 'here')
  }
  await using again = couple.anna({ rest, url: 'http://127.0.0.1:9' })
  await again.document.whenLoaded
  expect(again.words()).toBe('kept and here')
  await again.until(() => again.document.status().saved === 'here')
  await again[Symbol.asyncDispose]()
  await using online = couple.anna({ rest })
  await online.until(() => online.document.status().saved === 'kept')
})

test('[SEA8] a refused update stays on the device, is tried again ever later, and arrives when it may', async () => {
  await using couple = await startCouple()
  await using wire = await startDocumentProxy(couple.server.url)
  const clock = ownedDocumentClock()
  await using anna = couple.anna({ url: wire.url, clock })
  await anna.document.whenLoaded
  wire.refuse(3, 'too-many')
  anna.type('not lost')
  for (const wait of [500, 1_000, 2_000]) {
    await anna.until(() => anna.document.status().refused === 'too-many' && wire.connections === 0)
    expect(anna.document.status().saved).toBe('here')
    clock.advance(wait - 1)
    expect(wire.connections).toBe(0)
    clock.advance(1)
    await wire.connected()
  }
  await anna.until(() => anna.document.status().saved === 'kept')
  expect(anna.document.status().refused).toBe(null)
  await using ben = couple.ben()
  await ben.until(() => ben.words() === 'not lost')
})

test('[SEA8] a device whose access has ended stops asking, says so, and keeps what it has', async () => {
  await using couple = await startCouple()
  await using wire = await startDocumentProxy(couple.server.url)
  const clock = ownedDocumentClock()
  await using anna = couple.anna({ url: wire.url, clock })
  await anna.document.whenLoaded
  wire.refuse(1, 'access-ended')
  anna.type('mine')
  await anna.until(() => anna.document.status().refused === 'access-ended')
  clock.advance(3_600_000)
  // Whoever asked would be here before this one.
  await using ben = couple.ben({ url: wire.url })
  await ben.document.whenLoaded
  expect(wire.accepted).toBe(2)
  expect([anna.words(), anna.document.status().saved, anna.document.status().connection]).toEqual(['mine', 'here', 'offline'])
})

test('[SEA8] a server that does not know a device is asked again, after 15 s at most, and keeps what it has once it does', async () => {
  await using couple = await startCouple()
  const waits: number[] = []
  const owned = ownedDocumentClock()
  const after: typeof owned.after = (ms, run) => {
    waits.push(ms)
    return owned.after(ms, run)
  }
  const known = await couple.forget(couple.couple.a.token)
  await using anna = couple.anna({ clock: { ...owned, after } })
  anna.type('mine')
  await anna.until(() => anna.document.status().refused === 'wrong-token')
  const asksAgain = () => {
    owned.advance(15_000)
    return waits
  }
  await expect.poll(asksAgain).toContain(15_000)
  expect(waits).toEqual(expect.arrayContaining([500, 1_000, 2_000, 4_000, 8_000]))
  expect(waits).not.toContain(16_000)
  expect(anna.document.status()).toMatchObject({ saved: 'here', connection: 'offline', refused: 'wrong-token' })
  await known()
  owned.advance(15_000)
  await anna.until(() => anna.document.status().saved === 'kept')
  expect(anna.document.status().refused).toBe(null)
})

test('[SEA9] a document no page needs stays connected until all is kept, then ends; one page opens it once', async () => {
  await using couple = await startCouple()
  await using wire = await startDocumentProxy(couple.server.url)
  const rest = memoryRest()
  const page = couple.anna({ url: wire.url, rest })
  const other = couple.anna({ url: wire.url, rest })
  expect(other.document.inner).toBe(page.document.inner)
  await page.document.whenLoaded
  expect(wire.accepted).toBe(1)
  wire.holdVectors(true)
  page.type('last words')
  await page.document.close()
  await other.document.close()
  expect(wire.connections, 'nobody has said that it is kept').toBe(1)
  wire.holdVectors(false)
  wire.cut(false)
  // The cut one has gone, it has come again, and it ends by itself.
  await wire.idle()
  await wire.connected()
  await wire.idle()
  await using ben = couple.ben()
  await ben.until(() => ben.words() === 'last words')
})

test('[SEA10] carets reach the partner with colours of their own theme; nonsense in their place is left out', async () => {
  await using couple = await startCouple()
  await using anna = couple.anna()
  await using ben = couple.ben()
  await anna.document.whenLoaded
  const text = anna.document.inner.getText('words')
  text.insert(0, 'words')
  const { client, clock } = text._start?.id ?? { client: 0, clock: 0 }
  const place = { item: { client, clock }, assoc: 0 }
  anna.document.awareness.setLocalState({
    user: { name: 'Anna', color: 'url(https://elsewhere.example)' },
    cursor: { anchor: place, head: place },
    field: 'word',
    clauseId: 'one',
  })
  const seen = () => [...ben.document.awareness.getStates()].find(([id]) => id === anna.document.inner.clientID)?.[1]
  await ben.until(() => seen()?.['field'] === 'word')
  expect(seen()).toMatchObject({
    user: { name: 'Anna', seat: 'a', color: 'var(--a)' },
    cursor: { anchor: place },
    clauseId: 'one',
  })
  anna.document.awareness.setLocalState({ user: { name: 'Anna' }, cursor: { anchor: { tname: 'x' }, head: place }, field: 7 })
  await ben.until(() => seen()?.['clauseId'] === undefined)
  expect(seen()).toMatchObject({ cursor: null, field: null })
  await anna[Symbol.asyncDispose]()
  await ben.until(() => seen() === undefined)
})

test('[SEA10] awareness that was not sealed for this document is nobody', async () => {
  await using couple = await startCouple()
  await using anna = couple.anna()
  await using hostile = openDocument(couple.server.url, couple.couple.b)
  await hostile.until(() => hostile.provider.synced)
  for (const state of [{ s: 'AAAA' }, { s: 7 }, { user: { name: 'Ben' } }, { s: 'A'.repeat(5_000) }]) {
    hostile.provider.awareness.setLocalState(state)
  }
  hostile.push('an entry')
  await anna.until(() => anna.document.status().unopened === 1)
  expect([...anna.document.awareness.getStates().keys()]).toEqual([anna.document.awareness.clientID])
})

test('[SEA11] hours of typing without a network arrive in parts below the limit of a message', { timeout: 60_000 }, async () => {
  await using couple = await startCouple()
  await using wire = await startDocumentProxy(couple.server.url)
  const clock = ownedDocumentClock()
  await using anna = couple.anna({ url: wire.url, clock })
  await anna.document.whenLoaded
  anna.document.setOffline(true)
  const page = 'x'.repeat(2_000)
  for (let edit = 0; edit < 700; edit++) {
    anna.type(page)
    clock.advance(40)
  }
  anna.document.setOffline(false)
  await anna.until(() => anna.document.status().saved === 'kept')
  const largest = wire.frames.reduce((most, frame) => Math.max(most, frame.length), 0)
  expect(wire.sent).toBeGreaterThan(1_400_000)
  expect(largest).toBeLessThan(300_000)
  expect(Object.keys(closeCodes)).not.toContain(anna.document.status().refused)
  await using ben = couple.ben()
  await ben.until(() => ben.words().length === 1_400_000)
})
