import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emojiOffered } from '../scripts/emoji-data.ts'
import { canonicalOf, seenOf } from '../shared/canonical-text.ts'
import { canonicalText } from '../shared/wording.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'
import { text } from './support/unseen-letters.ts'

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
