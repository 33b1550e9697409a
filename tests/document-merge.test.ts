import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { filterUpdate } from '../server/features/document-filter.ts'
import { type DocumentWorks, documentWorks } from '../server/features/document-merge.ts'
import { applyChange, emptyState } from '../server/features/document-state.ts'
import { anyUpdate } from './support/any-update.ts'
import { OuterAuthor, rawUpdateOf } from './support/outer-author.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

/** Rows as the filter lets them into a log. */
const anyLog = fc.array(anyUpdate, { maxLength: 14 }).map(updates => {
  const state = emptyState()
  const rows: Uint8Array[] = []
  for (const { sections, deletes, resync } of updates) {
    const filtered = filterUpdate(state, rawUpdateOf(sections, deletes), { seat: 'a', resync, behind: false })
    if (!filtered.ok || !filtered.update) continue
    rows.push(filtered.update)
    applyChange(state, filtered.change)
  }
  return { rows, state }
})

const docOf = (updates: Uint8Array[]): Y.Doc => {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

/** All that Yjs knows of a document, deleted entries included, without their content. */
const wholeOf = (doc: Y.Doc) => {
  const items: string[] = []
  for (let item = doc.getArray('s')._start; item; item = item.right) {
    for (let clock = 0; clock < item.length; clock++) {
      items.push(`${item.id.client} ${item.id.clock + clock} ${item.deleted ? 'deleted' : 'there'}`)
    }
  }
  return { items, texts: doc.getArray('s').toJSON(), waits: doc.store.pendingStructs ?? doc.store.pendingDs }
}

const givesTheSame = (fold: DocumentWorks['fold']) =>
  fc.property(anyLog, fc.nat(), ({ rows, state }, cut) => {
    const expected = wholeOf(docOf(rows))
    const folded = fold(rows, 'alone')
    if (rows.length < 2) expect(folded).toBe(null)
    const row = folded?.bytes ?? rows[0]
    if (!row) return
    expect(wholeOf(docOf([row]))).toEqual(expected)
    const summary = documentWorks.summarise([row])
    expect({ vector: summary.vector, deletes: summary.deletes }).toEqual({ vector: state.vector, deletes: state.deletes })
    // The newest rows alone, then all together.
    const older = rows.slice(0, cut % rows.length)
    const newest = fold(rows.slice(older.length), 'behind others')
    const parts = newest ? [...older, newest.bytes] : rows
    expect(wholeOf(docOf(parts))).toEqual(expected)
    const again = fold(parts, 'alone')
    if (again) expect(wholeOf(docOf([again.bytes]))).toEqual(expected)
  })

test('[DOC12] whatever log there is: folded whole or in parts it is the same document, to the last deleted entry', () => {
  fc.assert(givesTheSame(documentWorks.fold), { seed, numRuns: 2_000 })
  const forgetful: DocumentWorks['fold'] = (rows, place) => documentWorks.fold(rows.slice(1), place)
  expect(() => fc.assert(givesTheSame(forgetful), { seed: CONTROL_SEED, numRuns: 200 })).toThrow()
})

test('[DOC12] the order of rows does not matter, and a device that knows a part is given the rest', () => {
  const property = fc.property(anyLog, fc.nat(), fc.infiniteStream(fc.nat()), ({ rows }, known, random) => {
    const expected = wholeOf(docOf(rows))
    const shuffled = rows.map(row => ({ row, at: random.next().value as number })).toSorted((one, other) => one.at - other.at)
    const device = docOf(rows.slice(0, known % (rows.length + 1)))
    Y.applyUpdate(
      device,
      documentWorks.missing(
        shuffled.map(({ row }) => row),
        Y.encodeStateVector(device),
      ),
    )
    expect(wholeOf(device)).toEqual(expected)
  })
  fc.assert(property, { seed, numRuns: 1_000 })
})

test('[DOC12] two clients of one seat that wrote in turns are stored whole by one update', () => {
  const phone = new OuterAuthor(1)
  const laptop = new OuterAuthor(2)
  for (let turn = 0; turn < 50; turn++) {
    Y.applyUpdate(laptop.doc, phone.push(`phone ${turn}`))
    Y.applyUpdate(phone.doc, laptop.push(`laptop ${turn}`))
  }
  const all = Y.encodeStateAsUpdate(phone.doc)
  const filtered = filterUpdate(emptyState(), all, { seat: 'a', resync: true, behind: false })
  expect(filtered).toMatchObject({ ok: true, whole: true, entries: 100 })
  expect(documentWorks.summarise([all]).rows).toEqual([{ entries: 100, state: 'whole' }])
})

test('[DOC12] a fold keeps nothing of what was deleted, in one run for each that was typed in one go', () => {
  const author = new OuterAuthor(1)
  const rows = [...Array(20).keys()].map(count => author.push(`secret ${count}`))
  rows.push(author.compact('all of it'))
  const folded = documentWorks.fold(rows, 'alone')
  expect(Buffer.from(folded?.bytes ?? []).toString('latin1')).not.toContain('secret')
  expect(folded?.entries).toBe(2)
  expect(docOf([folded?.bytes ?? new Uint8Array()]).getArray('s').length).toBe(1)
})

test('[DOC19] a damaged row is passed over, what builds on it counts as not stored, and what devices bring again makes it whole', () => {
  const property = fc.property(anyLog, fc.nat(), fc.uint8Array({ maxLength: 9 }), ({ rows }, place, garbage) => {
    const at = place % Math.max(rows.length, 1)
    const damaged = rows.map((row, index) => (index === at ? garbage : row))
    const summary = documentWorks.summarise(damaged)
    const left = docOf([documentWorks.missing(damaged, new Uint8Array([0]))])
    expect(wholeOf(left).waits).toBe(null)
    expect(Y.decodeStateVector(Y.encodeStateVector(left))).toEqual(summary.vector)
    const folded = documentWorks.fold(damaged, 'alone')
    const kept = folded ? [...damaged.filter((_, index) => folded.rows[index]?.state !== 'whole'), folded.bytes] : damaged
    // A device that has everything answers the state vector.
    const state = { ...emptyState(), vector: summary.vector, deletes: summary.deletes }
    const device = Y.diffUpdate(Y.mergeUpdates(rows.length > 0 ? rows : [new Uint8Array([0, 0])]), vectorOf(summary.vector))
    const brought = filterUpdate(state, device, { seat: 'a', resync: true, behind: false })
    const whole = [...kept, ...(brought.ok && brought.update ? [brought.update] : [])]
    expect(wholeOf(docOf([documentWorks.missing(whole, new Uint8Array([0]))]))).toEqual(wholeOf(docOf(rows)))
  })
  fc.assert(property, { seed, numRuns: 1_000 })
})

const vectorOf = (vector: Map<number, number>): Uint8Array => Uint8Array.from([vector.size, ...[...vector].flat()])
