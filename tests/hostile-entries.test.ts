import { expect, test, vi } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { DocumentClock } from '../client/sync/document-clock.ts'
import { Holdings } from '../client/sync/holdings.ts'
import type { DocumentCipher } from '../client/sync/outer-document.ts'
import { OuterDocument } from '../client/sync/outer-document.ts'
import { SealedAwareness } from '../client/sync/sealed-awareness.ts'
import { OUTER_ROOT } from '../shared/documents.ts'
import { openDocument } from './support/document-client.ts'
import { memoryRest } from './support/memory-rest.ts'
import { ownedDocumentClock } from './support/owned-document-clock.ts'
import { startCouple } from './support/sealed-couple.ts'
import { newCipher } from './support/sealed-device.ts'

const nested = (): Uint8Array => {
  const doc = new Y.Doc()
  let at = doc.getMap<unknown>('clauses')
  doc.transact(() => {
    for (let level = 0; level < 3_000; level++) at = at.set('in', new Y.Map<unknown>())
  })
  return Y.encodeStateAsUpdate(doc)
}
const said = (words: string): Uint8Array => {
  const doc = new Y.Doc()
  doc.getText('words').insert(0, words)
  return Y.encodeStateAsUpdate(doc)
}
const entry = (update: Uint8Array): Uint8Array => new Uint8Array([0, ...update])

test('[SEA13] what no page of ours writes is left out and counted alike on every device, and both go on writing', async () => {
  await using couple = await startCouple()
  await using anna = couple.anna()
  anna.type('before ')
  await using hostile = openDocument(couple.server.url, couple.couple.b)
  await hostile.until(() => hostile.provider.synced)
  const entries = hostile.doc.getArray<Uint8Array>(OUTER_ROOT)
  entries.push([nested(), said('and '), nested()].map(update => couple.cipher.seal(couple.documentContext, entry(update))))
  await anna.until(() => anna.document.status().unopened === 2 && anna.words().includes('and '))
  anna.type('after')
  await anna.until(() => anna.document.status().saved === 'kept')
  expect(anna.document.inner.getMap('clauses').size).toBe(0)
  await using fresh = await couple.further('b')
  await fresh.until(() => fresh.words() === anna.words())
  expect([fresh.document.status().unopened, fresh.words().includes('after')]).toEqual([2, true])
})

/** Time that passes with every look at it, and turns that only the test gives. */
const busyClock = () => {
  let at = 0
  const turns: (() => void)[] = []
  const clock: DocumentClock = {
    now: () => at++,
    after: () => () => undefined,
    soon: run => {
      turns.push(run)
      return () => undefined
    },
  }
  return { clock, turns }
}

/** A device that gets all of these entries at once. */
const openWith = (cipher: DocumentCipher, clock: DocumentClock, updates: Uint8Array[]) => {
  const inner = new Y.Doc()
  const outer = new OuterDocument(cipher, 'here', inner, clock, () => undefined)
  const from = new Y.Doc()
  from.getArray(OUTER_ROOT).push(updates.map(update => cipher.seal('here', entry(update))))
  Y.applyUpdate(outer.doc, Y.encodeStateAsUpdate(from), 'elsewhere')
  return { inner, outer, words: () => inner.getText('words').toString() }
}

test('[SEA14] what piles up is applied in slices with the page’s turn between them, and comes to the same as at once', () => {
  const cipher = newCipher()
  const long = said('long '.repeat(40_000))
  const updates = [...Array.from({ length: 500 }, (_, at) => said(`${at} `)), long, nested(), ...[1, 2, 3].map(() => nested())]
  const { clock, turns } = busyClock()
  const sliced = openWith(cipher, clock, updates)
  const atOnce = openWith(cipher, ownedDocumentClock(), updates)
  expect([sliced.outer.isOpening, atOnce.outer.isOpening], 'one has had enough, for the other no time passes').toEqual([
    true,
    false,
  ])
  expect(sliced.words().length).toBeLessThan(atOnce.words().length)
  const [{ client, clock: first } = { client: 0, clock: 0 }] = sliced.outer.entries().map(({ id }) => id)
  expect(sliced.outer.firstUnopened(new Set([client])).get(client), 'what waits is not held').toBeGreaterThan(first)
  let given = 0
  for (let turn = turns.shift(); turn; turn = turns.shift()) {
    turn()
    given++
  }
  expect(given).toBeGreaterThan(50)
  expect([sliced.outer.isOpening, sliced.outer.unopened, atOnce.outer.unopened]).toEqual([false, 4, 4])
  expect(sliced.words()).toBe(atOnce.words())
  expect(Y.encodeStateVector(sliced.inner)).toEqual(Y.encodeStateVector(atOnce.inner))
  expect(sliced.outer.entries().length).toBe(501)
})

test('[SEA14] what is taken out while it waits is never opened; nothing is put again that only waits', async () => {
  const cipher = newCipher()
  const { clock, turns } = busyClock()
  const { outer, words } = openWith(
    cipher,
    clock,
    Array.from({ length: 500 }, () => said('x')),
  )
  outer.doc.transact(() => outer.doc.getArray(OUTER_ROOT).delete(0, 500), 'elsewhere')
  const opened = words().length
  for (let turn = turns.shift(); turn; turn = turns.shift()) turn()
  expect([words().length, outer.isOpening]).toEqual([opened, false])
})

test('[SEA15] while sealing fails nothing is called saved; it is tried again, and nothing that was typed is lost', async () => {
  const whole = newCipher()
  let isBroken = false
  const cipher: DocumentCipher = {
    seal: (where, bytes) => {
      if (isBroken) throw new Error('broken')
      return whole.seal(where, bytes)
    },
    open: whole.open,
  }
  await using couple = await startCouple({ cipher })
  const clock = ownedDocumentClock()
  await using anna = couple.anna({ clock })
  anna.type('one ')
  await anna.until(() => anna.document.status().saved === 'kept')
  isBroken = true
  clock.advance(1_000)
  anna.type('two ')
  clock.advance(1_000)
  anna.type('three')
  clock.advance(1_000)
  expect(anna.document.status().saved).toBe('stuck')
  isBroken = false
  clock.advance(2_000)
  await anna.until(() => anna.document.status().saved === 'kept')
  await using fresh = await couple.further('b')
  await fresh.until(() => fresh.words() === 'one two three')
})

test('[SEA16] of what a partner claims to hold only what there is is remembered, however much is claimed', async () => {
  const cipher = newCipher()
  const [inner, clock] = [new Y.Doc(), ownedDocumentClock()]
  const outer = new OuterDocument(cipher, 'here', inner, clock, () => undefined)
  const own = outer.push('single', said('mine')).id.client
  const rest = memoryRest()
  const sealing = { cipher, context: 'carets' }
  const awareness = new SealedAwareness({ inner, outer: outer.doc }, sealing, 'a', clock, () => undefined)
  const holdings = new Holdings(
    outer,
    rest.open('agreement.0', new Y.Doc(), () => undefined),
    'a',
    awareness,
    clock,
    () => undefined,
  )
  const holds = new Map([[own, 2 ** 40], ...Array.from({ length: 10_000 }, (_, client) => [client, 1] as const)])
  holdings.hear([{ client: 1, inner: 2, seat: 'b', asks: [], holds }])
  expect([...holdings.partner]).toEqual([[own, 1]])
  holdings.close()
  awareness.close()
})

test('[SEA16] however often a partner’s page tells of itself, it is looked at ten times a second, and its newest counts', async () => {
  vi.useFakeTimers()
  const cipher = newCipher()
  let heard = 0
  const [inner, outer, theirs] = [new Y.Doc(), new Y.Doc(), new Awareness(new Y.Doc())]
  const mine = new SealedAwareness({ inner, outer }, { cipher, context: 'carets' }, 'a', ownedDocumentClock(), () => heard++)
  for (let told = 0; told < 5_000; told++) {
    const state = { inner: 7, seat: 'b', presence: { field: `${told}` }, asks: [], holds: [] }
    const sealed = cipher.seal('carets', new TextEncoder().encode(JSON.stringify(state)))
    theirs.setLocalState({ s: Buffer.from(sealed).toString('base64url') })
    applyAwarenessUpdate(mine.outer, encodeAwarenessUpdate(theirs, [theirs.clientID]), 'wire')
  }
  vi.advanceTimersByTime(100)
  expect(heard).toBeLessThan(50)
  expect(mine.inner.getStates().get(7)?.['field']).toBe('4999')
  mine.close()
  theirs.destroy()
  vi.useRealTimers()
})
