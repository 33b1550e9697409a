import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ClauseView } from '../client/documents/agreement-view.ts'
import { isSameEmoji, isSameText } from '../client/documents/alike.ts'
import { checksOf, looksLike, mayBeAgreedTo } from '../client/documents/checks.ts'
import { heldSignals } from '../client/documents/held-signals.ts'
import { findRights } from '../client/documents/rights-words.ts'
import { whyNotYet } from '../client/features/agreement/why-not-yet.ts'
import { drafting } from '../client/i18n/en/drafting.ts'
import { rightsWords } from '../client/i18n/en/rights-words.ts'
import { translate } from '../client/i18n/translate.ts'
import type { Seat } from '../shared/ids.ts'
import type { Wording } from '../shared/wording.ts'
import { clauseOf, signalOf, viewOf } from './support/clause-views.ts'
import { seed } from './support/seed.ts'
import { bothGiven, given, recorded, version, withdrawn } from './support/statements.ts'

const find = findRights(rightsWords)
const kindsOf = (clause: ClauseView, signals: ClauseView<'signal'>[] = []) =>
  checksOf(clause, viewOf({ signals }), find).map(({ kind }) => kind)

test('[CHK1] a signal needs a word, an emoji or a gesture, something of which can be seen', () => {
  const enough = [{ word: 'Owl' }, { emoji: '🦉' }, { gesture: 'A wink' }]
  for (const texts of enough) {
    expect(kindsOf(signalOf(texts))).toEqual([])
    expect(mayBeAgreedTo(signalOf(texts), viewOf({}))).toEqual({ ok: true })
  }
  const nothing = [
    { meaning: 'Stay near' },
    { word: ' \n', helps: 'Tea' },
    { word: '\u3164\u200b', gesture: '\u202e', answer1: 'Yes' },
  ]
  for (const texts of nothing) {
    expect(kindsOf(signalOf(texts))).toEqual(['says-nothing'])
    expect(mayBeAgreedTo(signalOf(texts), viewOf({}))).toEqual({ ok: false, reason: 'says-nothing' })
  }
  // As new as this one, it is left alone; yet there is nothing to agree to.
  expect(kindsOf(signalOf({}))).toEqual([])
  for (const kind of ['signal', 'activity', 'phrase', 'promise'] as const)
    expect(mayBeAgreedTo(clauseOf(kind, {}), viewOf({}))).toEqual({ ok: false, reason: 'nothing-written' })
})

type Same = (one: string, other: string) => boolean

/** Pairs that this comparison takes for the other of what they are. */
const mistaken = (same: Same, pairs: readonly [string, string, boolean][]) =>
  pairs.filter(([one, other, alike]) => same(one, other) !== alike || same(other, one) !== alike)

const words: [string, string, boolean][] = [
  ['Lighthouse', ' lighthouse ', true],
  ['Lighthouse', 'ＬＩＧＨＴＨＯＵＳＥ', true],
  ['Lighthouse', 'Light\u200bhouse', true],
  ['Straße', 'STRASSE', true],
  ['é', 'e\u0301', true],
  ['Σίσυφος', 'ΣΊΣΥΦΟΣ', true],
  ['two  words', 'Two words', true],
  ['Lighthouse', 'Light house', false],
  ['', '', false],
  [' ', '\u3164', false],
]
const emoji: [string, string, boolean][] = [
  ['✋', '✋🏽', true],
  ['❄️', '❄', true],
  ['🫂 ', '🫂', true],
  ['👋🏻', '👋🏿', true],
  ['🌙', '🌛', false],
  ['🌙🌙', '🌙', false],
  ['', '', false],
]

test('[CHK2] words are the same whatever their case, width, spaces and unseen signs; emoji whatever their shade', () => {
  expect(mistaken(isSameText, words)).toEqual([])
  expect(mistaken(isSameEmoji, emoji)).toEqual([])
  const byLetter: Same = (one, other) => one !== '' && one === other
  expect(mistaken(byLetter, words).length).toBeGreaterThan(5)
  expect(mistaken(byLetter, emoji).length).toBeGreaterThan(3)
  const byFold: Same = (one, other) => one.normalize('NFKC').trim().toLowerCase() === other.normalize('NFKC').trim().toLowerCase()
  expect(mistaken(byFold, words).length).toBeGreaterThan(0)
})

test('[CHK2] two signals with the same word or emoji are told of on both, and neither may be agreed to before one changes', () => {
  const owl = signalOf({ word: 'Owl', emoji: '🦉' }, 'one')
  const other = signalOf({ word: 'OWL ', emoji: '🌙' }, 'two')
  const moon = signalOf({ word: 'Moon', emoji: '🌙' }, 'three')
  const view = viewOf({ signals: [owl, other, moon] })
  expect(looksLike(owl, view)).toEqual({ as: other, by: 'word' })
  expect(looksLike(other, view)).toEqual({ as: owl, by: 'word' })
  expect(looksLike(moon, view)).toEqual({ as: other, by: 'emoji' })
  for (const clause of [owl, other, moon]) {
    expect(kindsOf(clause, [...view.signals])).toEqual(['looks-alike'])
    expect(mayBeAgreedTo(clause, view)).toMatchObject({ ok: false, reason: 'looks-alike' })
  }
  const changed = viewOf({ signals: [owl, signalOf({ word: 'Wren', emoji: '🐦' }, 'two'), moon] })
  for (const clause of changed.signals) expect(mayBeAgreedTo(clause, changed)).toEqual({ ok: true })
  expect(looksLike(clauseOf('phrase', { phrase: 'Owl' }), view)).toBe(null)
})

test('[CHK2] however signals are written: looking alike goes both ways, and none looks like itself', () => {
  const texts = fc.record({
    word: fc.constantFrom('', ' ', 'Owl', 'owl', 'ｏｗｌ', 'Moon', 'moon\u200b'),
    emoji: fc.constantFrom('', '✋', '✋🏿', '🌙'),
  })
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 6 }), all => {
      const signals = all.map((one, at) => signalOf(one, String(at)))
      const view = viewOf({ signals })
      for (const signal of signals) {
        const alike = looksLike(signal, view)
        expect(alike?.as.id).not.toBe(signal.id)
        if (alike) expect(looksLike(alike.as, view)).not.toBe(null)
        const pair = signals.some(
          one =>
            one !== signal && (isSameText(one.texts.word, signal.texts.word) || isSameEmoji(one.texts.emoji, signal.texts.emoji)),
        )
        expect(alike !== null).toBe(pair)
      }
    }),
    { seed, numRuns: 300 },
  )
})

test('[CHK3] rights that a clause touches are named in one notice, whichever of its texts speaks of them, and keep nobody from agreeing', () => {
  const promise = clauseOf('promise', { when: 'When you may not leave', say: 'You show me your phone.' })
  expect(checksOf(promise, viewOf({}), find)).toEqual([{ kind: 'rights', rights: ['private', 'leave'] }])
  expect(mayBeAgreedTo(promise, viewOf({}))).toEqual({ ok: true })
  expect(kindsOf(clauseOf('activity', { activity: 'No pauses after ten' }))).toEqual(['rights'])
  expect(kindsOf(clauseOf('activity', { activity: 'No chores after ten' }))).toEqual([])
})

test('[CHK3] a clause that may not be agreed to yet says what it lacks, and names the signal it looks like', () => {
  const why = (clause: ClauseView, signals: ClauseView<'signal'>[] = []) => {
    const outcome = mayBeAgreedTo(clause, viewOf({ signals }))
    return outcome.ok ? null : whyNotYet(outcome, (key, gaps) => translate(drafting, key, gaps))
  }
  const owl = signalOf({ word: 'Owl', emoji: '🦉' }, 'one')
  expect(why(clauseOf('phrase', { phrase: ' ' }))).toBe('There is nothing to agree to yet.')
  expect(why(signalOf({ meaning: 'Stay' }))).toBe('A signal first needs a word, an emoji or a gesture.')
  expect(why(signalOf({ word: 'owl' }), [owl])).toBe('It has the same word as “Owl”. One of the two changes first.')
  expect(why(signalOf({ emoji: '🦉' }), [owl])).toBe('It has the same emoji as “Owl”. One of the two changes first.')
  const nameless = signalOf({ emoji: '🌙' }, 'two')
  expect(why(signalOf({ emoji: '🌙' }), [nameless])).toContain('another signal')
  expect(why(owl, [owl])).toBe(null)
})

const wordingOf = (word: string): Wording => {
  const { kind, texts } = signalOf({ word })
  return { kind, ...texts }
}

test('[CHK3] a twin that only stands in the draft, or that only the partner agreed to, keeps nobody from agreeing', () => {
  const owl = wordingOf('Owl')
  const mine = signalOf({ word: 'owl' }, 'mine')
  const may = (seat: Seat, ...said: Parameters<typeof recorded>) => mayBeAgreedTo(mine, heldSignals(recorded(...said), seat)).ok
  expect(looksLike(mine, viewOf({ signals: [mine, signalOf({ word: 'Owl' }, 'twin')] })), 'a notice is due').not.toBe(null)
  expect(may('a')).toBe(true)
  expect(may('a', given('b', 'twin', owl))).toBe(true)
  // What one holds oneself, or both do, must change first, whatever its draft says meanwhile; so must what is still in force.
  expect(may('a', given('a', 'twin', owl))).toBe(false)
  expect(may('a', ...bothGiven('twin', owl))).toBe(false)
  expect(may('b', ...bothGiven('twin', owl))).toBe(false)
  expect(may('a', ...bothGiven('twin', wordingOf('Fox')), given('a', 'twin', owl))).toBe(false)
  expect(may('b', ...bothGiven('twin', wordingOf('Fox')), given('a', 'twin', owl))).toBe(true)
  expect(may('a', ...bothGiven('twin', owl), version('a', ['twin', owl]), ...bothGiven('twin', wordingOf('Fox')))).toBe(false)
  expect(may('a', ...bothGiven('twin', owl), withdrawn('b', 'twin'), withdrawn('a', 'twin'))).toBe(true)
  // It is no twin of itself, in whatever words.
  expect(may('a', ...bothGiven('mine', owl))).toBe(true)
})
