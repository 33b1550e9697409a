import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { entryOf, wordingHash } from '../client/keys/wording-hash.ts'
import { type ClauseField, clauseFields, fieldLimits } from '../shared/clause.ts'
import { canonicalText, canonicalWording, readWording, soundWording, type Wording } from '../shared/wording.ts'
import { anyCharacter } from './support/any-character.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'
import { text } from './support/unseen-letters.ts'

const minutes = fc
  .tuple(fc.integer({ min: 4, max: 288 }), fc.integer({ min: 4, max: 288 }), fc.integer({ min: 4, max: 288 }))
  .map(all => {
    const [shortest = 20, usual = 25, longest = 240] = all.sort((one, other) => one - other).map(five => five * 5)
    return { kind: 'pause' as const, shortest, usual, longest }
  })
const wording: fc.Arbitrary<Wording> = fc.oneof(
  fc.record({
    kind: fc.constant('signal' as const),
    word: text,
    emoji: text,
    gesture: text,
    meaning: text,
    helps: text,
    answer1: text,
    answer2: text,
  }),
  fc.record({ kind: fc.constant('activity' as const), activity: text }),
  fc.record({ kind: fc.constant('phrase' as const), phrase: text }),
  fc.record({ kind: fc.constant('promise' as const), seat: fc.constantFrom('a' as const, 'b' as const), when: text, say: text }),
  minutes,
)

test('[WRD2] a wording reads back from its canonical form, and from nothing else', () => {
  const readsBack = (read: typeof readWording) =>
    fc.property(wording, fc.nat(), fc.string({ unit: anyCharacter, minLength: 1, maxLength: 3 }), (drawn, at, noise) => {
      const form = canonicalWording(drawn)
      const back = read(form)
      if (!back) throw new Error('not read')
      expect(canonicalWording(back)).toBe(form)
      const place = at % form.length
      const other = form.slice(0, place) + noise + form.slice(place)
      const found = read(other)
      if (found) expect(canonicalWording(found)).toBe(other)
    })
  fc.assert(readsBack(readWording), { seed, numRuns: 3_000 })
  const lenient = (form: string) => {
    try {
      return soundWording(JSON.parse(form))
    } catch {
      return null
    }
  }
  expect(fc.check(readsBack(lenient), { seed: CONTROL_SEED, numRuns: 20_000 }).failed, 'read without looking at the bytes').toBe(
    true,
  )
})

test('[WRD2] nothing that arrives in place of a wording is taken for one, or makes reading throw', () => {
  const odd: unknown[] = [
    { kind: 'phrase', phrase: 'a  b' },
    { kind: 'phrase', phrase: 'a\u200db' },
    { kind: 'phrase', phrase: 'x'.repeat(fieldLimits.phrase + 1) },
    { kind: 'phrase', phrase: 'e\u0301' },
    { kind: 'phrase' },
    { kind: 'promise', seat: 'c', when: '', say: 'x' },
    { kind: 'promise', seat: null, when: '', say: 'x' },
    { kind: 'pause', shortest: 20, usual: 15, longest: 240 },
    { kind: 'pause', shortest: 15, usual: 25, longest: 240 },
    { kind: 'pause', shortest: 20, usual: 26, longest: 240 },
    { kind: 'pause', shortest: 20, usual: 25, longest: 1_445 },
    { kind: 'contract', text: 'x' },
  ]
  for (const one of odd) {
    expect(soundWording(one), JSON.stringify(one)).toBe(null)
    expect(readWording(JSON.stringify(one)), JSON.stringify(one)).toBe(null)
  }
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), found => {
      soundWording(found)
    }),
    { seed, numRuns: 2_000 },
  )
  expect(readWording('{"kind":"phrase","phrase":"x","more":1}'), 'a field more').toBe(null)
  expect(readWording('{"phrase":"x","kind":"phrase"}'), 'another order').toBe(null)
  expect(readWording('{"kind":"phrase","phrase":"\\u0041"}'), 'another spelling of the same letter').toBe(null)
  expect(readWording('{"kind":"phrase","phrase":"A"}')).toEqual({ kind: 'phrase', phrase: 'A' })
})

/** `docs/vectors/wording.json`; not imported, since half characters are in it. */
const vectors: {
  texts: { field: ClauseField; text: string; canonical: string }[]
  wordings: { clauseId: string; wording: Wording; canonical: string; utf8: string; hash: string; entry: string }[]
  refused: string[]
} = JSON.parse(readFileSync(new URL('../docs/vectors/wording.json', import.meta.url), 'utf8'))

test('[WRD3] the canonical form and its hash are these bytes', () => {
  for (const { field, text, canonical } of vectors.texts) expect(canonicalText(text, field), JSON.stringify(text)).toBe(canonical)
  for (const { wording, canonical, utf8, hash, clauseId, entry } of vectors.wordings) {
    expect(canonicalWording(wording)).toBe(canonical)
    expect(Buffer.from(canonical).toString('hex')).toBe(utf8)
    expect(wordingHash(wording)).toBe(hash)
    expect(entryOf(clauseId, hash)).toBe(entry)
    expect(readWording(canonical), canonical).not.toBe(null)
  }
  for (const refused of vectors.refused) expect(readWording(refused), refused).toBe(null)
  expect(new Set(vectors.texts.map(({ field }) => field)).size, 'every field is in them').toBe(
    Object.values(clauseFields).flat().length,
  )
  expect(new Set(vectors.wordings.map(({ wording }) => wording.kind)), 'and every kind').toEqual(
    new Set(['signal', 'activity', 'phrase', 'promise', 'pause']),
  )
})
