import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Agreement } from '../client/documents/agreement.ts'
import { fieldLimits, MOST_CLAUSES, MOST_READ, soundPause, starterPause } from '../client/documents/agreement-view.ts'
import { draftWordings } from '../client/documents/draft-wording.ts'
import { seedStarters } from '../client/documents/starters.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { editor, openTwo, type } from './support/joined-agreements.ts'
import { startCouple } from './support/sealed-couple.ts'
import { seed } from './support/seed.ts'

test('[SEA1] both write in one clause of the agreement at once, over the server, and a fresh device reads the same', async () => {
  await using couple = await startCouple()
  await using anna = couple.anna()
  await using ben = couple.ben()
  await anna.document.whenLoaded
  seedStarters(anna.document.inner, starterTexts)
  using annas = new Agreement(anna.document.inner)
  using bens = new Agreement(ben.document.inner)
  const word = (agreement: Agreement) => agreement.snapshot().signals[0]?.texts.word ?? ''
  await ben.until(() => word(bens) === 'Lighthouse')
  for (const letter of 'old ') annas.textOf('starter-signal-1', 'word')?.insert(0, letter)
  for (const letter of ' hill') bens.textOf('starter-signal-1', 'word')?.insert(word(bens).length, letter)
  const length = 'dlo Lighthouse hill'.length
  await anna.until(() => word(annas).length === length)
  await ben.until(() => word(bens).length === length)
  expect(word(annas)).toBe(word(bens))
  await using third = await couple.further('b')
  using thirds = new Agreement(third.document.inner)
  await third.until(() => word(thirds) === word(annas))
  expect(thirds.snapshot()).toEqual(annas.snapshot())
})

test('[AGD1] nonsense in the place of clauses, texts and minutes reads as a bounded view', () => {
  const { a, b, meet } = openTwo()
  seedStarters(a.doc, starterTexts)
  const clauses = b.doc.getMap<unknown>('clauses')
  const clause = (fields: Record<string, unknown>) => new Y.Map<unknown>(Object.entries(fields))
  b.doc.transact(() => {
    clauses.set('text', 'not a clause')
    clauses.set('list', new Y.Array())
    clauses.set('kindless', clause({ order: 'a0' }))
    clauses.set('odd-kind', clause({ kind: 'contract', order: 'a0' }))
    clauses.set('x'.repeat(100), clause({ kind: 'phrase', order: 'a0' }))
    clauses.set('flat', clause({ kind: 'phrase', order: 7, phrase: 'flat text', starter: 'yes' }))
    clauses.set('long', clause({ kind: 'signal', order: 'a4', word: new Y.Text('w'.repeat(1_000_000)), seat: 'c' }))
    for (let count = 0; count < 10_000; count++)
      clauses.set(`many-${count}`, clause({ kind: 'activity', order: '!', activity: new Y.Text('walk') }))
    for (const [field, value] of Object.entries({ shortest: -5, usual: 'long', longest: Number.NaN }))
      b.doc.getMap('pause').set(field, value)
  })
  meet()
  const view = a.agreement.snapshot()
  expect(view.activities).toHaveLength(MOST_READ)
  expect(view.activities.slice(0, 3).map(one => one.id)).toEqual([1, 2, 3].map(one => `starter-activity-${one}`))
  expect(view.phrases.at(-1)).toMatchObject({ id: 'flat', starter: false, texts: { phrase: '' } })
  expect(view.signals.find(one => one.id === 'long')?.texts.word).toHaveLength(fieldLimits.word)
  expect(view.leftOut).toBe(5 + 10_003 - MOST_READ)
  expect(view.pause.shortest).toBeGreaterThanOrEqual(20)
  expect(a.agreement.textOf('flat', 'phrase')).toBe(null)
  expect([a.agreement.removeClause('text'), a.agreement.moveClause('kindless', 0)]).toEqual([false, false])
})

test('[AGD1] what both added while apart is all read, also where it is more than one page adds, on both the same', () => {
  const { a, b, meet } = openTwo()
  for (const { agreement } of [a, b])
    for (let count = 0; count < MOST_CLAUSES; count++) agreement.addClause('phrase', null, { phrase: `${count}` })
  meet()
  const [mine, theirs] = [a.agreement.snapshot(), b.agreement.snapshot()]
  expect(mine.phrases).toHaveLength(2 * MOST_CLAUSES)
  expect(mine.leftOut).toBe(0)
  expect(theirs).toEqual(mine)
})

test('[AGD1] names that mean something to a program are names like others, and places and minutes out of all bounds are mended', () => {
  const { a, b, meet } = openTwo()
  const ids = ['__proto__', 'constructor', 'toString', 'clauses', 'valueOf']
  const [low, high] = ['A'.repeat(61), 'z'.repeat(61)]
  for (const [at, id] of ids.entries()) {
    const clause = new Y.Map<unknown>([
      ['kind', 'phrase'],
      ['order', [low, high, '', 'a0', '~'][at]],
      ['phrase', new Y.Text(id)],
    ])
    b.doc.getMap('clauses').set(id, clause)
  }
  // The pause rule's own name, and none: no clause has these.
  for (const id of ['pause', '']) b.doc.getMap('clauses').set(id, new Y.Map<unknown>([['kind', 'phrase']]))
  for (const minutes of [Number.POSITIVE_INFINITY, Number.NaN, -0, 1e308]) b.doc.getMap('pause').set('longest', minutes)
  b.doc.getMap('pause').set('__proto__', 1)
  meet()
  expect(a.agreement.snapshot().phrases.map(one => one.texts.phrase)).toEqual(
    b.agreement.snapshot().phrases.map(one => one.texts.phrase),
  )
  expect(new Set(a.agreement.snapshot().phrases.map(one => one.id))).toEqual(new Set(ids))
  expect(a.agreement.snapshot().leftOut).toBe(2)
  expect(a.agreement.snapshot().pause.longest).toBe(1_440)
  const added = a.agreement.addClause('phrase')
  for (const id of ids) expect([a.agreement.moveClause(id, 0), a.agreement.removeClause(id)]).toEqual([true, true])
  expect(a.agreement.snapshot().phrases.map(one => one.id)).toEqual([added])
  draftWordings(a.agreement.snapshot())
})

const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('signal', 'activity', 'phrase', 'promise', 'a', 'b'),
  fc.array(fc.string()),
)
const fieldNames = ['kind', 'order', 'starter', 'removed', 'seat', 'word', 'activity', 'phrase', 'when', 'say']
const junkClause = fc.dictionary(
  fc.constantFrom(...fieldNames),
  fc.oneof(
    junk,
    fc.string().map(text => ({ text })),
  ),
)

test('[AGD1] no content makes reading or writing the agreement throw', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ maxLength: 5 }), fc.oneof(junk, junkClause)),
      fc.dictionary(fc.string(), junk),
      (found, minutes) => {
        const doc = new Y.Doc()
        for (const [id, value] of Object.entries(found)) doc.getMap('clauses').set(id, asShared(value))
        for (const [field, value] of Object.entries(minutes)) doc.getMap('pause').set(field, value)
        using agreement = new Agreement(doc)
        const id = agreement.addClause('phrase')
        agreement.moveClause(id, 0)
        for (const one of Object.keys(found)) agreement.moveClause(one, 1)
        const view = agreement.snapshot()
        expect(view.phrases.some(phrase => phrase.id === id)).toBe(true)
        draftWordings(view)
      },
    ),
    { seed, numRuns: 200 },
  )
})
const asShared = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return new Y.Map(Object.entries(value).map(([key, one]) => [key, isText(one) ? new Y.Text(one.text) : one]))
}
const isText = (value: unknown): value is { text: string } => typeof value === 'object' && value !== null && 'text' in value

test('[AGD2] starters are seeded once, the same on two devices that do it at once, and words typed into them are kept', () => {
  const { a, b, meet } = openTwo()
  expect([seedStarters(a.doc, starterTexts), seedStarters(a.doc, starterTexts)]).toEqual([true, false])
  seedStarters(b.doc, starterTexts)
  type(a.agreement, 'starter-phrase-1', 'phrase', 'Anna: ')
  type(b.agreement, 'starter-phrase-1', 'phrase', 'Ben: ')
  meet()
  const { signals, activities, phrases, promises, pause } = a.agreement.snapshot()
  expect([signals, activities, phrases, promises].map(list => list.length)).toEqual([3, 3, 4, 2])
  expect(phrases[0]?.texts.phrase).toMatch(/^(Anna: Ben: |Ben: Anna: )I am here$/)
  expect(phrases.map(one => one.starter)).toEqual([false, true, true, true])
  expect([pause, promises.map(one => one.seat)]).toEqual([starterPause, ['a', 'b']])
  expect(b.agreement.snapshot()).toEqual(a.agreement.snapshot())
  expect(seedStarters(b.doc, { ...starterTexts, phrases: ['Other words'] }), 'nor in other words').toBe(false)
})

test('[AGD2] undoing the first touch makes it a starter again; the partner reading it does not', () => {
  const { a, b, meet } = openTwo()
  a.agreement.undoManager.addTrackedOrigin(editor)
  seedStarters(a.doc, starterTexts)
  meet()
  const starter = () => a.agreement.snapshot().phrases[0]?.starter
  type(a.agreement, 'starter-phrase-1', 'phrase', 'Yes, ')
  expect(starter()).toBe(false)
  a.agreement.undo()
  expect([starter(), a.agreement.snapshot().phrases[0]?.texts.phrase]).toEqual([true, 'I am here'])
  meet()
  expect(b.agreement.snapshot().phrases[0]?.starter).toBe(true)
})

test('[WTG3] a letter leaves every other clause and every other list the same object', () => {
  const { a } = openTwo()
  seedStarters(a.doc, starterTexts)
  const before = a.agreement.snapshot()
  type(a.agreement, 'starter-phrase-2', 'phrase', '!')
  const now = a.agreement.snapshot()
  expect(now.phrases.map((phrase, place) => phrase === before.phrases[place])).toEqual([true, false, true, true])
  expect([now.signals, now.activities, now.promises, now.pause].map(list => Object.values(before).includes(list))).toEqual([
    true,
    true,
    true,
    true,
  ])
  a.agreement.setPauseMinutes({ usual: 40 })
  expect(a.agreement.snapshot().phrases).toBe(now.phrases)
})

test('[WTG3] whatever is done, what was read clause by clause is what is read of the whole', () => {
  const Deed = fc.record({
    what: fc.constantFrom('add', 'type', 'move', 'remove', 'undo', 'kind', 'drop', 'look'),
    at: fc.nat(9),
  })
  fc.assert(
    fc.property(fc.array(Deed, { maxLength: 40, size: 'max' }), deeds => {
      const { a } = openTwo()
      seedStarters(a.doc, starterTexts)
      const clauses = a.doc.getMap<Y.Map<unknown>>('clauses')
      for (const { what, at } of deeds) {
        const id = [...clauses.keys()][at] ?? ''
        if (what === 'add') a.agreement.addClause('phrase')
        if (what === 'type') type(a.agreement, id, 'phrase', 'words ')
        if (what === 'move') a.agreement.moveClause(id, at % 4)
        if (what === 'remove') a.agreement.removeClause(id)
        if (what === 'undo') a.agreement.undo()
        if (what === 'kind') clauses.get(id)?.set('kind', at % 2 ? 'phrase' : 'nonsense')
        if (what === 'drop') clauses.delete(id)
        if (what === 'look') a.agreement.snapshot()
      }
      using anew = new Agreement(a.doc)
      expect(a.agreement.snapshot()).toEqual(anew.snapshot())
    }),
    { seed, numRuns: 200 },
  )
})

test('[AGR21] however many clauses crowd the first places, those that one agreed to are read, and all stand in their order', () => {
  const { a } = openTwo()
  seedStarters(a.doc, starterTexts)
  const own = a.agreement.snapshot().phrases.map(({ id }) => id)
  const clauses = a.doc.getMap<unknown>('clauses')
  a.doc.transact(() => {
    for (let at = 0; at < MOST_READ + 10; at++)
      clauses.set(
        `crowd-${at}`,
        new Y.Map<unknown>([
          ['kind', 'phrase'],
          ['order', 'A0'],
          ['phrase', new Y.Text(`Crowd ${at}`)],
        ]),
      )
  })
  const read = () => a.agreement.snapshot().phrases.map(({ id }) => id)
  expect(
    read().filter(id => own.includes(id)),
    'before anything is known of them',
  ).toEqual([])
  let told = 0
  a.agreement.subscribe(() => told++)
  a.agreement.readFirst(new Set(own.slice(0, 2)))
  expect(read()).toHaveLength(MOST_READ)
  expect(read().slice(-2)).toEqual(own.slice(0, 2))
  expect(a.agreement.snapshot().leftOut).toBe(10 + own.length)
  a.agreement.readFirst(new Set(own.slice(0, 2)))
  expect(told).toBe(1)
  // A letter in one of them leaves it so.
  type(a.agreement, own[0] ?? '', 'phrase', 'words ')
  expect(read().slice(-2)).toEqual(own.slice(0, 2))
})

test('[AGD4] minutes that cannot stand together are refused by the name of the field, and nothing changes', () => {
  const { a } = openTwo()
  const set = (change: Parameters<Agreement['setPauseMinutes']>[0]) => a.agreement.setPauseMinutes(change)
  expect(set({ usual: 43 })).toEqual({ ok: true })
  expect(a.agreement.snapshot().pause).toEqual({ shortest: 20, usual: 45, longest: 240 })
  expect(set({ shortest: 15 })).toEqual({ ok: false, field: 'shortest', code: 'too-short' })
  expect(set({ shortest: Number.NaN })).toEqual({ ok: false, field: 'shortest', code: 'too-short' })
  expect(set({ longest: 1_441 })).toEqual({ ok: false, field: 'longest', code: 'too-long' })
  expect(set({ shortest: 50 })).toEqual({ ok: false, field: 'shortest', code: 'out-of-order' })
  expect(set({ longest: 40 })).toEqual({ ok: false, field: 'longest', code: 'out-of-order' })
  expect(a.agreement.snapshot().pause).toEqual({ shortest: 20, usual: 45, longest: 240 })
  a.agreement.undo()
  expect(a.agreement.snapshot().pause).toEqual(starterPause)
})

test('[AGD4] two changes that meet still hold, and so does whatever is found', () => {
  const { a, b, meet } = openTwo()
  a.agreement.setPauseMinutes({ shortest: 60, usual: 90 })
  b.agreement.setPauseMinutes({ usual: 30, longest: 45 })
  meet()
  expect(a.agreement.snapshot()).toEqual(b.agreement.snapshot())
  fc.assert(
    fc.property(junk, junk, junk, (...found) => {
      const [shortest, usual, longest] = found
      const pause = soundPause({ shortest, usual, longest })
      expect(
        20 <= pause.shortest && pause.shortest <= pause.usual && pause.usual <= pause.longest && pause.longest <= 1_440,
      ).toBe(true)
    }),
    { seed },
  )
})

test('[AGD5] moves made at once give the same order on both, also where two clauses got the same place', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(5), fc.nat(5), fc.boolean()), { maxLength: 20 }), moves => {
      const { a, b, meet } = openTwo()
      seedStarters(a.doc, starterTexts)
      meet()
      for (const [annas, from, to, met] of moves) {
        const { agreement } = annas ? a : b
        const list = agreement.snapshot().phrases
        const moved = list[from % list.length]
        agreement.moveClause(moved?.id ?? '', to % list.length)
        if (!met) agreement.addClause('phrase')
        else meet()
        if (met && moved) expect(a.agreement.snapshot().phrases.map(one => one.id)).toContain(moved.id)
      }
      meet()
      expect(a.agreement.snapshot()).toEqual(b.agreement.snapshot())
    }),
    { seed, numRuns: 50 },
  )
  const { a } = openTwo()
  const [one, two, three] = [a.agreement.addClause('phrase'), a.agreement.addClause('phrase'), a.agreement.addClause('phrase')]
  a.agreement.moveClause(three, 0)
  expect(a.agreement.snapshot().phrases.map(phrase => phrase.id)).toEqual([three, one, two])
  a.agreement.moveClause(three, 1)
  expect(a.agreement.snapshot().phrases.map(phrase => phrase.id)).toEqual([one, three, two])
})

test('[AGD5] a removed clause comes back with what the partner wrote in it meanwhile; unchanged clauses stay the same objects', () => {
  const { a, b, meet } = openTwo()
  seedStarters(a.doc, starterTexts)
  meet()
  const before = a.agreement.snapshot()
  a.agreement.removeClause('starter-phrase-2')
  type(b.agreement, 'starter-phrase-2', 'phrase', 'Truly: ')
  meet()
  expect(b.agreement.snapshot().phrases.map(one => one.texts.phrase)).toEqual(['I am here', 'Take it slow', "I won't leave"])
  expect(a.agreement.snapshot().phrases[0]).toBe(before.phrases[0])
  expect(a.agreement.snapshot()).toBe(a.agreement.snapshot())
  a.agreement.undo()
  expect(a.agreement.snapshot().phrases[1]?.texts.phrase).toBe('Truly: We are okay')
})
