import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { seed } from './support/seed.ts'
import { A_WHILE, openOne, openTwo, PHRASE } from './support/two-agreements.ts'

/** What rests on a device: every update of its document up to now, as a page that ends at once leaves it. */
const resting = (doc: Y.Doc) => {
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  return updates
}

test('[WTG6] what is written apart is noted in the very update of its first letter, and the page may end after any', () => {
  const words = ', now'
  for (let kept = 1; kept <= words.length; kept++) {
    const { a, b, clock, meet } = openTwo()
    const before = Y.encodeStateAsUpdate(b.doc)
    const updates = resting(b.doc)
    a.type(' by you')
    clock.advance(A_WHILE)
    const ends: number[] = []
    for (const letter of words.slice(0, kept)) {
      ends.push(updates.length)
      b.type(letter)
      clock.advance(240)
    }
    const lastLetter = (ends.at(-1) ?? 0) + 1
    // The page is gone: another one begins with what rests, and no timer of the first runs on.
    const again = openOne('b', clock)
    for (const update of [before, ...updates.slice(0, lastLetter)]) Y.applyUpdate(again.doc, update)
    Y.applyUpdate(again.doc, Y.encodeStateAsUpdate(a.doc))
    expect(again.phrase()).toMatch(/by you.*,|,.*by you/)
    const { apart, last } = again.changes.of(PHRASE)
    expect(apart?.theirs).toEqual({ phrase: 'I am here by you' })
    expect(apart?.mine.phrase).toMatch(/^I am here,/)
    expect(last?.seat).toBe('b')
    // Where the page lives on, all of it stands in the hint.
    clock.advance(A_WHILE)
    meet()
    expect(a.changes.of(PHRASE).apart?.theirs).toEqual({ phrase: `I am here${words.slice(0, kept)}` })
  }
})

test('[WTG6] the control: without the update that holds the note, the wordings stand together without a word', () => {
  const { a, b, clock } = openTwo()
  const before = Y.encodeStateAsUpdate(b.doc)
  const updates = resting(b.doc)
  b.at.partner = 'has-all'
  a.type(' by you')
  b.type(',')
  clock.advance(1_200)
  const again = openOne('b', clock)
  for (const update of [before, ...updates, Y.encodeStateAsUpdate(a.doc)]) Y.applyUpdate(again.doc, update)
  expect(again.changes.of(PHRASE).apart).toBe(null)
})

test('[WTG4] what is written apart is noted at most twice a second while it is written, and not again once it rests', () => {
  const { a, clock } = openTwo()
  let notes = 0
  a.notes().observe(() => notes++)
  for (const letter of 'x'.repeat(100)) {
    a.type(letter)
    clock.advance(50)
  }
  expect(notes).toBeGreaterThan(8)
  expect(notes).toBeLessThanOrEqual(12)
  clock.advance(500)
  const rested = notes
  expect(a.notes().get(`${PHRASE}:a`)).toMatchObject({ words: { phrase: `I am here${'x'.repeat(100)}` } })
  clock.advance(A_WHILE)
  expect(notes).toBe(rested)
})

test('[WTG6] a gap of four seconds, of which only one phone knows: both are told', () => {
  const { a, b, clock, meet } = openTwo()
  // Nobody has told Mei's page that Jonas's is gone; his has no network and knows it.
  a.at.partner = 'here'
  a.type(' by you')
  clock.advance(1_500)
  b.type(', now')
  clock.advance(2_500)
  for (const one of [a, b]) Object.assign(one.at, { partner: 'has-all', heardAt: one.now() })
  meet()
  clock.advance(A_WHILE)
  meet()
  expect(a.changes.of(PHRASE).apart).toMatchObject({ mine: { phrase: 'I am here by you' }, theirs: { phrase: 'I am here, now' } })
  expect(b.changes.of(PHRASE).apart).not.toBe(null)
})

/** Both write in one clause, each over a way of so many ms; what a page sends is also the sign that it is there. Whether either was told. */
const writeOverSlowWay = (wayMs: number, beginsAfterMs: number, letters: readonly [number, number], isHeard = true): boolean => {
  const { a, b, clock } = openTwo()
  const two = [a, b] as const
  const send = (from: typeof a, to: typeof a) => {
    const update = Y.encodeStateAsUpdate(from.doc)
    clock.after(wayMs, () => {
      Y.applyUpdate(to.doc, update, 'met')
      if (isHeard) to.at.heardAt = to.now()
    })
  }
  for (const one of two) one.at.partner = 'here'
  a.doc.on('update', (_update: Uint8Array, origin: unknown) => origin !== 'met' && send(a, b))
  b.doc.on('update', (_update: Uint8Array, origin: unknown) => origin !== 'met' && send(b, a))
  let wasTold = false
  for (const one of two)
    one.changes.subscribe(PHRASE, () => {
      wasTold ||= one.changes.of(PHRASE).apart !== null
    })
  for (const [seat, one] of two.entries())
    for (let letter = 0; letter < (letters[seat] ?? 0); letter++)
      clock.after(1 + seat * beginsAfterMs + letter * 150, () => one.type('x'))
  clock.advance(A_WHILE * 2)
  return wasTold
}

test('[WTG6] two who write at once in one clause over a slow but living connection see no hint', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 700 }),
      fc.integer({ min: 0, max: 3_000 }),
      fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 })),
      (way, begins, letters) => !writeOverSlowWay(way, begins, letters),
    ),
    { seed, numRuns: 100 },
  )
})

test('[WTG6] the control: where what comes from the partner is no sign of them, two who write at once are told', () => {
  expect(writeOverSlowWay(400, 300, [20, 20], false)).toBe(true)
})
