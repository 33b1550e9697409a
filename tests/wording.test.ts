import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { entryOf, wordingHash } from '../client/keys/wording-hash.ts'
import { emojiOffered } from '../scripts/emoji-data.ts'
import { canonicalOf, seenOf } from '../shared/canonical-text.ts'
import { type ClauseField, clauseFields, fieldLimits } from '../shared/clause.ts'
import { canonicalText, canonicalWording, readWording, soundWording, type Wording } from '../shared/wording.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

/** Draw nothing, or turn what stands beside them. */
const UNSEEN = [
  '\u0000',
  '\u0007',
  '\u007f',
  '\u009f',
  '\u00ad',
  '\u034f',
  '\u061c',
  '\u115f',
  '\u17b4',
  '\u180e',
  '\u200b',
  '\u200c',
  '\u200d',
  '\u200e',
  '\u202e',
  '\u2060',
  '\u2066',
  '\u2069',
  '\u3164',
  '\ufe00',
  '\ufe0e',
  '\ufe0f',
  '\ufeff',
  '\uffa0',
  '\ufff9',
  '\ue000',
  '\u{1d173}',
  '\u{e0001}',
  '\u{e0041}',
  '\u{e007f}',
  '\u{e0100}',
  '\u{f0000}',
  '\u{1fffe}',
  '\u{16fe4}',
  '\u{1107f}',
  '\u2d7f',
  '\u17d2',
  '\u20e3',
]
const ALIVE = [
  'e',
  '\u0301',
  '\u0327',
  '\u{1d15e}',
  '\ufb2c',
  '\u1100',
  '\u1161',
  '\u11a8',
  '🧑',
  '🏽',
  '🏴',
  '❤',
  '🤝',
  '♀',
  '👩',
  '👧',
  '⭐',
  'ក',
  'ⵣ',
  '1',
  '\u20e3',
  'ب',
  'न',
  '्',
  '🇩',
  ' ',
  '\t',
  '\n',
  '\u3000',
  '\ud83d',
  '\udd25',
  '"',
  '\\',
  '\u2800',
]

const text = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...UNSEEN, ...ALIVE)), { maxLength: 40 })
  .map(parts => parts.join(''))
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

/** Blocks of the scripts that join, whatever of them a release of Unicode has filled. */
const JOINS = String.raw`[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ua840-\ua8ff\ufb50-\ufdff\ufe70-\ufefe\u{10d00}-\u{10d3f}\u{11000}-\u{11fff}\u{1e900}-\u{1e95f}\p{M}]`
/** Where exactly one is seen, the vectors say. */
const BESIDE_JOINING = new RegExp(`(?<=${JOINS})[\\u200c\\u200d]|\\u200d(?=${JOINS})`, 'gu')

/** Draw nothing by themselves, though no property of Unicode says so. */
const STACKS = String.raw`[\u1039\u17d2\u1a60\u2d7f\uaaf6\u{10a3f}\u{1107f}\u{11133}\u{113d0}\u{1193e}\u{11a47}\u{11a99}\u{11d45}\u{11d97}\u{11f42}]`
const STACKED = new RegExp(String.raw`(?<=[\p{L}\p{M}\p{N}])${STACKS}(?=[\p{L}\p{M}\p{N}])`, 'gu')
const STACKS_ALONE = new RegExp(STACKS, 'u')

/** By the properties of Unicode, as a test may: nothing that has no look of its own, but where it belongs to an emoji or a script that joins. */
const unseenIn = (canonical: string): string[] => {
  const shown = canonical
    .replace(/\p{RGI_Emoji}/gv, '')
    .replace(BESIDE_JOINING, '')
    .replace(STACKED, '')
  return [...shown].filter(
    one =>
      /\u20e3|\u{16fe4}|[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u2800\ufff9-\ufffb]/u.test(one) ||
      STACKS_ALONE.test(one) ||
      /[^\S \u1680]/u.test(one),
  )
}

const holdsFor = (form: (text: string) => string) =>
  fc.property(text, drawn => {
    const once = form(drawn)
    expect(form(once)).toBe(once)
    expect(once.normalize('NFC')).toBe(once)
    expect(once.isWellFormed()).toBe(true)
    expect(unseenIn(once), JSON.stringify(once)).toEqual([])
    expect(once).not.toMatch(/^ | $/)
    expect(once).not.toContain('  ')
  })

test('[WRD1] the canonical text is NFC, one line, without anything unseen, and canonical again', () => {
  fc.assert(
    holdsFor(drawn => canonicalOf(drawn, 80)),
    { seed, numRuns: 20_000 },
  )
  const broken = {
    'NFC after cutting': (drawn: string) => canonicalOf(drawn, 80).normalize('NFD').slice(0, 80),
    'variation selectors anywhere': (drawn: string) => `${canonicalOf(drawn, 80)}\ufe01`,
    'no care for direction': (drawn: string) => seenOf(drawn.toWellFormed()),
  }
  for (const [name, form] of Object.entries(broken))
    expect(fc.check(holdsFor(form), { seed: CONTROL_SEED, numRuns: 2_000 }).failed, name).toBe(true)
})

test('[WRD1] words stay as they are: emoji of every make, Persian, Hindi, Hebrew, Chinese', () => {
  const kept = [
    'I’m flooded. Stay near.',
    '👩‍👩‍👧',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '❤️',
    '❤️‍🔥',
    '👍🏽',
    '🧑🏾‍🤝‍🧑🏻',
    '1️⃣',
    '🇩🇪',
    '☎️',
    'ខ្មែរ',
    'မ္မ',
    'ⵜ⵿ⵔ',
    'نمی‌خواهم',
    'क्‍ष',
    'שלום',
    '灯台',
    '★',
    '\u1680a\u1680b\u1680',
    '\u1680',
  ]
  for (const words of kept) expect(canonicalOf(words, 80), words).toBe(words)
  const removed: [string, string][] = [
    ['Lan\u200dtern', 'Lantern'],
    ['Lantern\ufe0f', 'Lantern'],
    ['\u202eLantern', 'Lantern'],
    ['Lantern\u{e0041}\u{e007f}', 'Lantern'],
    ['🏴\u{e0078}\u{e0079}\u{e007f}', '🏴'],
    ['❤\ufe0f\ufe0f', '❤\ufe0f'],
    ['❤\ufe01', '❤'],
    ['🐶\u200d', '🐶'],
    ['🐶\u200d🐱', '🐶🐱'],
    ['🐶\ufe0f', '🐶'],
    ['⭐\ufe0f', '⭐'],
    ['☎\ufe0e', '☎'],
    ['🏳\u200d🌈', '🏳🌈'],
    ['👩\u200d👩\u200d👩', '👩👩👩'],
    ['👨\u200d👩\u200d👧🏽', '👨👩👧🏽'],
    ['1\u20e3', '1'],
    ['Lantern\u{16fe4}', 'Lantern'],
    ['Lantern\u{1107f}', 'Lantern'],
    ['Lan\u17d2tern\u2d7f', 'Lantern'],
    ['a\ufeffb', 'ab'],
    ['a\u{1d159}b', 'ab'],
    ['\u0301\u200d', ''],
    ['Z\u0301\u0302\u0303\u0304\u0305\u0306', '\u0179\u0302\u0303\u0304\u0305'],
  ]
  for (const [words, canonical] of removed) expect(canonicalOf(words, 80), JSON.stringify(words)).toBe(canonical)
})

test('[WRD1] of emoji spelled with joiners and selectors those of the standard stay, and no others', () => {
  const listed = emojiOffered('en').flatMap(([emoji, , , , skins]) => [emoji, ...(skins ?? [])])
  const spelled = listed.filter(one => /[\u200d\ufe0f]/.test(one))
  expect(spelled.length).toBeGreaterThan(1_000)
  for (const one of spelled) expect(canonicalOf(one, 80), one).toBe(seenOf(one))
  // Nor does any other join of their parts.
  const parts = [...new Set(spelled.flatMap(one => one.split('\u200d')))]
  const isListed = (text: string) => /^\p{RGI_Emoji}$/v.test(text)
  const join = fc.array(fc.constantFrom(...parts), { minLength: 2, maxLength: 4 }).map(some => some.join('\u200d'))
  const stays = (form: (text: string) => string) =>
    fc.property(join, one => {
      expect(form(one) === one && !isListed(one)).toBe(false)
    })
  fc.assert(
    stays(one => canonicalOf(one, 80)),
    { seed, numRuns: 20_000 },
  )
  expect(
    fc.check(
      stays(one => one),
      { seed: CONTROL_SEED, numRuns: 100 },
    ).failed,
  ).toBe(true)
})

test('[WRD4] a selector that changes nothing is as a blank of another kind: not seen, not signed, and no reason against agreeing', () => {
  for (const [typed, signed] of [
    ['⭐\ufe0f', '⭐'],
    ['☔\ufe0f', '☔'],
    ['❤\ufe0f', '❤\ufe0f'],
  ] as const)
    expect([seenOf(typed), canonicalOf(typed, 80)]).toEqual([signed, signed])
  expect(seenOf('☎\ufe0e')).not.toBe(canonicalOf('☎\ufe0e', 80))
})

test('[WRD1] no text is longer than its field once it is canonical, also where NFC makes it longer', () => {
  const long = '\u{1d15e}'.repeat(40)
  expect([long.length, long.normalize('NFC').length]).toEqual([80, 160])
  expect(canonicalText(long, 'word').length).toBeLessThanOrEqual(80)
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 30 }), (drawn, most) => canonicalOf(drawn, most).length <= most),
    { seed, numRuns: 5_000 },
  )
  const cutFirst = (drawn: string, most: number) => canonicalOf(drawn.slice(0, most), Number.POSITIVE_INFINITY)
  const unguarded = fc.property(text, fc.integer({ min: 0, max: 30 }), (drawn, most) => cutFirst(drawn, most).length <= most)
  expect(fc.check(unguarded, { seed: CONTROL_SEED, numRuns: 20_000 }).failed, 'cut before NFC').toBe(true)
})

test('[WRD2] a wording reads back from its canonical form, and from nothing else', () => {
  const readsBack = (read: typeof readWording) =>
    fc.property(wording, fc.nat(), fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }), (drawn, at, noise) => {
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

test('[WRD1] a joiner that changes nothing makes no other text, and one that is seen stays: between all letters of the scripts that join', () => {
  const [both, before, none] = ['بسهیگ', 'اردو', 'ء'].map(letters => [...letters])
  const looksOf = (joiner: string, one: string, other: string): boolean =>
    canonicalOf(`${one}${joiner}${other}`, 80).includes(joiner)
  for (const one of [...(both ?? []), ...(before ?? []), ...(none ?? [])])
    for (const other of [...(both ?? []), ...(before ?? []), ...(none ?? [])]) {
      const [joinsOn, isJoined] = [both?.includes(one), !none?.includes(other)]
      expect(looksOf('\u200c', one, other), `${one} ${other}`).toBe(joinsOn && isJoined)
      expect(looksOf('\u200d', one, other), `${one} ${other}`).toBe(joinsOn !== isJoined)
      // What changes nothing is no hidden sign: nobody is kept from agreeing by it.
      for (const joiner of ['\u200c', '\u200d'])
        expect(seenOf(`${one}${joiner}${other}`)).toBe(canonicalOf(`${one}${joiner}${other}`, 80))
    }
  expect(seenOf('Lan\u200dtern')).not.toBe(canonicalOf('Lan\u200dtern', 80))
})

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
