import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { filterUpdate } from '../server/features/document-filter.ts'
import { documentWorks } from '../server/features/document-merge.ts'
import { unpackWalks } from '../server/features/document-packed.ts'
import { applyChange, emptyState } from '../server/features/document-state.ts'
import { admit, arrivalsOf, arrive } from '../server/features/document-walks.ts'
import { documentRules } from '../server/features/documents.ts'
import { updateMessage } from '../server/transport/documents-wire.ts'
import { closeCodes, OUTER_ROOT } from '../shared/documents.ts'
import { openRaw } from './support/document-client.ts'
import { startDocuments } from './support/document-server.ts'
import { OuterAuthor, type RawStruct, rawUpdate, rawUpdateOf } from './support/outer-author.ts'
import { addCouple } from './support/relay-server.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'
import { stepsOf } from './support/yjs-steps.ts'

/** What the server would count of updates, one after the other, and what it takes in. */
const counted = (updates: Uint8Array[], most = documentRules.maxSteps) => {
  const state = emptyState()
  const stored: Uint8Array[] = []
  let refused = 0
  for (const bytes of updates) {
    const filtered = filterUpdate(state, bytes, { seat: 'a', resync: true, behind: false })
    if (!filtered.ok) throw new Error(filtered.code)
    if (!filtered.update) continue
    const arrivals = arrivalsOf(state.walks, filtered.sections)
    const walks = admit(state.walks, arrivals, most)
    if (!walks) {
      refused++
      continue
    }
    if (walks === state.walks) arrive(walks, arrivals)
    else state.walks = walks
    applyChange(state, filtered.change)
    stored.push(filtered.update)
  }
  return { stored, refused, steps: state.walks.steps }
}

const heads = (count: number): RawStruct[] => Array.from({ length: count }, () => ({ kind: 'entry', text: '' }))
/** A low client at the head, and a high one that waits for all of it and is at the head too: each walks over all. */
const tangle = (count: number): Uint8Array =>
  rawUpdateOf(
    [
      { client: 2 ** 31, clock: 0, structs: [{ kind: 'entry', text: '', origin: [1, count - 1] }, ...heads(count)] },
      { client: 1, clock: 0, structs: heads(count) },
    ],
    [],
  )
/** Pages by the thousand, each with one entry at the head, the highest last. */
const pages = (count: number): Uint8Array[] => Array.from({ length: count }, (_, client) => rawUpdate(client + 1, 0, heads(1)))

test('[DOC24] entries that make every page walk over all others are refused before they are stored', async () => {
  const outcome = async (maxSteps: number) => {
    await using server = await startDocuments({ rules: { ...documentRules, maxSteps } })
    const couple = await addCouple(server.store)
    await using raw = openRaw(server.url, couple.a)
    await raw.until(() => raw.frames.length > 0)
    raw.send(updateMessage(tangle(1_500)))
    raw.send(new Uint8Array([0, 0, 1, 0]))
    await raw.until(() => raw.ended !== null || raw.frames.some(frame => frame[0] === 0 && frame[1] === 1))
    return { code: raw.ended?.code ?? null, rows: (await server.rowsOf(couple.spaceId)).length }
  }
  expect(await outcome(documentRules.maxSteps)).toEqual({ code: closeCodes['too-large'], rows: 0 })
  expect(await outcome(Number.POSITIVE_INFINITY)).toEqual({ code: null, rows: 1 })
})

test('[DOC24] an entry that names its right neighbour is refused: no page of this app puts one before another', async () => {
  await using server = await startDocuments()
  const couple = await addCouple(server.store)
  await using raw = openRaw(server.url, couple.a)
  await raw.until(() => raw.frames.length > 0)
  raw.send(updateMessage(rawUpdate(1, 0, [...heads(1), { kind: 'entry', text: '', rightOrigin: [1, 0] }])))
  await raw.until(() => raw.ended !== null)
  expect(raw.ended?.code).toBe(closeCodes['foreign-content'])
  expect(await server.rowsOf(couple.spaceId)).toEqual([])
})

test('[DOC24] many pages at the head, and few that lie before a long text to come, stay below the bound on every page', () => {
  const most = 50_000
  const chain: RawStruct[] = Array.from({ length: 400 }, (_, clock) => ({
    kind: 'entry',
    text: '',
    ...(clock > 0 && { origin: [1, clock - 1] as [number, number] }),
  }))
  // The last waits for the whole text, so that a fresh page has the text before it comes to the others.
  const after = rawUpdate(2 ** 31, 0, [{ kind: 'entry', text: '', origin: [1, 399] }])
  const few = pages(200).map((_, page) => rawUpdate(page + 2, 0, heads(1)))
  for (const updates of [pages(800), pages(800).reverse(), [...few, rawUpdate(1, 0, chain), after]]) {
    const { stored, refused } = counted(updates, most)
    expect(stepsOf(documentWorks.missing(stored, new Uint8Array([0])))).toBeLessThanOrEqual(most)
    expect(refused).toBeLessThan(updates.length)
    if (updates.length === 202) expect(stepsOf(Y.mergeUpdates(updates))).toBeGreaterThan(most)
  }
  expect(counted([...few, rawUpdate(1, 0, chain), after], most).refused).toBeGreaterThan(0)
})

/** Entries on whatever is there, by clients of any order. */
const anyEntries = fc.array(
  fc.record({ client: fc.integer({ min: 1, max: 6 }), on: fc.nat(), own: fc.boolean(), run: fc.integer({ min: 1, max: 4 }) }),
  { maxLength: 60 },
)
const entriesOf = (made: { client: number; on: number; own: boolean; run: number }[]): Uint8Array[] => {
  const ids: [number, number][] = []
  const clocks = new Map<number, number>()
  return made.map(({ client, on, own, run }) => {
    const clock = clocks.get(client) ?? 0
    const place = on % (ids.length + 1)
    const origin: [number, number] | undefined = own && clock > 0 ? [client, clock - 1] : ids[place]
    const structs = Array.from({ length: run }, (_, index): RawStruct => {
      const onto: [number, number] | undefined = index === 0 ? origin : [client, clock + index - 1]
      ids.push([client, clock + index])
      return { kind: 'entry', text: '', ...(onto && { origin: onto }) }
    })
    clocks.set(client, clock + run)
    return rawUpdate(client, clock, structs)
  })
}

const countsEnough = (share: number) =>
  fc.property(anyEntries, fc.infiniteStream(fc.nat()), (made, shuffle) => {
    const updates = entriesOf(made)
    if (updates.length === 0) return
    const { steps } = counted(updates)
    const exact = documentWorks.summarise(updates).walks.steps
    expect(exact).toBeLessThanOrEqual(steps)
    const whole = documentWorks.missing(updates, new Uint8Array([0]))
    expect(stepsOf(whole)).toBeLessThanOrEqual(exact * share + made.length)
    const keyed = updates.map(update => ({ update, key: shuffle.next().value ?? 0 }))
    const anyhow = keyed.sort((left, right) => left.key - right.key).map(({ update }) => update)
    expect(stepsOf(...anyhow)).toBeLessThanOrEqual(exact * share + 4 * made.length)
  })

test('[DOC24] whatever order entries come in: Yjs takes no more steps than were counted, but one for each', () => {
  fc.assert(countsEnough(1), { seed, numRuns: 400 })
  expect(() => fc.assert(countsEnough(0), { seed: CONTROL_SEED, numRuns: 200 })).toThrow()
})

/** Pages that write, meet, part, compact and are loaded anew, in any order. */
const anyLives = fc.array(
  fc.record({
    page: fc.nat(3),
    what: fc.constantFrom('push', 'push', 'push', 'sync', 'sync', 'compact', 'reload', 'fold'),
    count: fc.integer({ min: 1, max: 30 }),
  }),
  { minLength: 5, maxLength: 120 },
)

const anyIds = fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 31 }), { minLength: 130, maxLength: 130 })

test('[DOC24] whatever honest pages do, online and off, compacting, reloading, it costs next to nothing', () => {
  fc.assert(
    fc.property(anyLives, anyIds, (lives, ids) => {
      const fresh = (page: number) => new OuterAuthor(ids[page])
      let loaded = 0
      const authors = Array.from({ length: 4 }, () => fresh(loaded++))
      let state = emptyState()
      let rows: Uint8Array[] = []
      const server = new Y.Doc()
      let written = 0
      const sync = (author: OuterAuthor) => {
        const bytes = Y.encodeStateAsUpdate(author.doc, Y.encodeStateVector(server))
        const filtered = filterUpdate(state, bytes, { seat: 'a', resync: true, behind: false })
        if (!filtered.ok) throw new Error(filtered.code)
        expect(filtered.whole).toBe(true)
        if (filtered.update) {
          expect(filtered.sections.flatMap(({ entries }) => entries).some(({ rightOrigin }) => rightOrigin)).toBe(false)
          const arrivals = arrivalsOf(state.walks, filtered.sections)
          const walks = admit(state.walks, arrivals, 5_000 + 8 * written)
          if (!walks) throw new Error('refused')
          if (walks === state.walks) arrive(walks, arrivals)
          else state.walks = walks
          applyChange(state, filtered.change)
          rows.push(filtered.update)
          Y.applyUpdate(server, filtered.update)
        }
        Y.applyUpdate(author.doc, Y.encodeStateAsUpdate(server, Y.encodeStateVector(author.doc)))
      }
      for (const { page, what, count } of lives) {
        const author = authors[page]
        if (!author) continue
        if (what === 'push') for (let made = 0; made < count; made++) author.push('x')
        if (what === 'push') written += count
        if (what === 'compact' && author.doc.getArray(OUTER_ROOT).length > 1) author.compact('all')
        if (what === 'sync') sync(author)
        if (what === 'reload') {
          const next = fresh(loaded++)
          Y.applyUpdate(next.doc, Y.encodeStateAsUpdate(author.doc))
          authors[page] = next
        }
        if (what === 'fold' && rows.length > 1) {
          const folded = documentWorks.fold(rows, 'alone')
          if (folded) rows = [folded.bytes]
          const { vector, deletes, walks } = documentWorks.summarise(rows)
          state = { ...state, vector, deletes, walks: unpackWalks(walks) }
        }
      }
      for (const author of authors) sync(author)
    }),
    { seed, numRuns: 120 },
  )
})
