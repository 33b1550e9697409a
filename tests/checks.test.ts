import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ClauseView } from '../client/documents/agreement-view.ts'
import { foldText, isSameEmoji, isSameText } from '../client/documents/alike.ts'
import { alikeInForce, type Check, checksOf, looksLike, mayBeAgreedTo, stillDue } from '../client/documents/checks.ts'
import { heldSignals } from '../client/documents/held-signals.ts'
import { findRights, type Right } from '../client/documents/rights-words.ts'
import { entriesToPutInForce } from '../client/documents/standing.ts'
import { rightsWords } from '../client/i18n/en/rights-words.ts'
import { canonical, type Wording } from '../shared/wording.ts'
import { clauseOf, signalOf, viewOf } from './support/clause-views.ts'
import { seed } from './support/seed.ts'
import { bothGiven, given, recorded, version, withdrawn } from './support/statements.ts'

const signal = (word: string, emoji = ''): Wording =>
  canonical({ kind: 'signal', word, emoji, gesture: '', meaning: '', helps: '', answer1: '', answer2: '' })
const find = findRights(rightsWords)
const kindsOf = (clause: ClauseView, signals: ClauseView<'signal'>[] = []) =>
  checksOf(clause, viewOf({ signals }), find).map(({ kind }) => kind)

test('[CHK1] a signal needs a word, an emoji or a gesture, something of which can be seen', () => {
  const enough = [{ word: 'Owl' }, { emoji: '🦉' }, { gesture: 'A wink' }]
  for (const texts of enough) {
    expect(kindsOf(signalOf(texts))).toEqual([])
    expect(mayBeAgreedTo(signalOf(texts), [])).toEqual({ ok: true })
  }
  const nothing = [
    { meaning: 'Stay near' },
    { word: ' \n', helps: 'Tea' },
    { word: '\u3164\u200b', gesture: '\u202e', answer1: 'Yes' },
  ]
  for (const texts of nothing) {
    expect(kindsOf(signalOf(texts))).toEqual(['says-nothing'])
    expect(mayBeAgreedTo(signalOf(texts), [])).toEqual({ ok: false, reason: 'says-nothing' })
  }
  // As new as this one, it is left alone; yet there is nothing to agree to.
  expect(kindsOf(signalOf({}))).toEqual([])
  for (const kind of ['signal', 'activity', 'phrase', 'promise'] as const)
    expect(mayBeAgreedTo(clauseOf(kind, {}), [])).toEqual({ ok: false, reason: 'nothing-written' })
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
  ['Lighthouse', 'Light house', true],
  ['Word31', 'Word31!', true],
  ['Word31', 'Word 31', true],
  ['Word31', '“Word31”', true],
  ['Word31', '¡Word-31…', true],
  ['Word31', 'Word31\ufe0f', true],
  ['Word31', 'Word 🛑 31', true],
  ['Word31', 'Word13', false],
  ['हिन्दी', 'हिन्दू', false],
  ['Noel', 'Noël', false],
  ['!', '!', true],
  ['!', '?', false],
  ['🦉', '🌙', false],
  ['', '', false],
  [' ', '\u3164', false],
  ['STOP', 'ЅТОР', true],
  ['stop', 'Ѕтор', true],
  ['Coat', 'Сοат', true],
  ['Noël', 'Νоёl', true],
  ['Ива', 'ИВА', true],
  ['Ива', 'Иva', false],
  ['Ива', 'Иba', true],
  ['сова', 'слон', false],
  ['Lighthouse', 'Li\u0307ghthouse', true],
  ['Lighthouse', 'L\u0131\u0307ghthouse', true],
  ['Lighthouse', 'LİGHTHOUSE', true],
  ['Lighthouse', 'Lıghthouse', true],
  ['jam', 'ȷ\u0307am', true],
  ['í', 'i\u0307\u0301', true],
  ['Lighthouse', 'Lighth\u0585use', true],
  ['Lighthouse', 'Liɡhthouse', true],
  ['Lighthouse', 'Lɩghthouse', true],
  ['Lighthouse', 'ʟɪɢʜᴛʜᴏᴜsᴇ', true],
  ['Lighthouse', '𝕷𝖎𝖌𝖍𝖙𝖍𝖔𝖚𝖘𝖊', true],
  ['Lighthouse', 'ꮮꭵꮐꮋꭲꮋⲟᴜꮪꭼ', true],
  ['LIGHTHOUSE', 'ꓡꓲꓖꓧꓔꓧꓳꓴꓢꓰ', true],
  ['love', 'loνe', true],
  ['Love', 'Lσve', true],
  ['house', 'hסuse', true],
  ['ναι', 'ΝΑΙ', true],
  ['Lone', 'Love', false],
  ['z', 'ż', false],
  ['ռոմ', 'նոմ', false],
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

test('[CHK2] words are the same whatever their case, width, spaces, punctuation and unseen signs, and the script of letters drawn alike; emoji whatever their shade', () => {
  expect(mistaken(isSameText, words)).toEqual([])
  expect(mistaken(isSameEmoji, emoji)).toEqual([])
  const withBlanks: Same = (one, other) => foldText(one) !== '' && foldText(one) === foldText(other)
  expect(mistaken(withBlanks, words).length, 'deaf to letters alone').toBeGreaterThan(5)
  const byLetter: Same = (one, other) => one !== '' && one === other
  expect(mistaken(byLetter, words).length).toBeGreaterThan(5)
  expect(mistaken(byLetter, emoji).length).toBeGreaterThan(3)
  const byFold: Same = (one, other) => one.normalize('NFKC').trim().toLowerCase() === other.normalize('NFKC').trim().toLowerCase()
  expect(mistaken(byFold, words).length).toBeGreaterThan(5)
})

/** The letters of languages as they are written today, without capitals. */
const alphabets: Record<string, string> = {
  English: 'abcdefghijklmnopqrstuvwxyz',
  German: 'abcdefghijklmnopqrstuvwxyzäöü',
  Russian: 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
  Ukrainian: 'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
  Serbian: 'абвгдђежзијклљмнњопрстћуфхцчџш',
  Greek: 'αβγδεζηθικλμνξοπρστυφχψωάέήίόύώϊϋΐΰ',
  Armenian: 'աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցփքօֆ',
  Georgian: 'აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ',
  Hebrew: 'אבגדהוזחטיכךלמםנןסעפףצץקרשת',
  Arabic: 'ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى',
  Persian: 'ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی',
  Hindi: 'अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह',
  Japanese: 'あいうえおかがきぎくぐけげこごさしすせそたちつてとなにぬねのはばぱひびぴアイウエオ口日目一二三工土士',
  Chinese: '日月目口一二三工土士王主人入八大太犬',
  Korean: '가각간갇갈감갑값강개거너더러머버서어저',
}
const lettersOf = fc
  .constantFrom(...Object.keys(alphabets))
  .chain(language => {
    const word = fc.array(fc.constantFrom(...(alphabets[language] ?? '')), { minLength: 1, maxLength: 8 })
    return fc.tuple(word, word)
  })
  .map(([one, other]) => [one.join(''), other.join('')] as const)

test('[CHK2] words of one language are alike only when they are the same, and each is alike to itself in capitals', () => {
  const foldsApart = (fold: (letter: string) => string) =>
    Object.entries(alphabets).filter(([, letters]) => new Set([...letters].map(fold)).size < new Set(letters).size)
  expect(foldsApart(foldText)).toEqual([])
  const withoutMarks = (letter: string) => foldText(letter).normalize('NFD').replace(/\p{M}/gu, '')
  expect(foldsApart(withoutMarks).length, 'letters taken for others').toBeGreaterThan(3)
  fc.assert(
    fc.property(lettersOf, ([one, other]) => {
      expect(isSameText(one, other)).toBe(one.toUpperCase() === other.toUpperCase())
      expect(isSameText(one, one.toUpperCase())).toBe(true)
    }),
    { seed, numRuns: 2_000 },
  )
})

test('[CHK2] two signals with the same word or emoji are told of on both, and one of them has to change before both are agreed to', () => {
  const owl = signalOf({ word: 'Owl', emoji: '🦉' }, 'one')
  const other = signalOf({ word: 'OWL ', emoji: '🌙' }, 'two')
  const moon = signalOf({ word: 'Moon', emoji: '🌙' }, 'three')
  const view = viewOf({ signals: [owl, other, moon] })
  expect(looksLike(owl, view)).toEqual({ as: other, by: 'word', held: false })
  expect(looksLike(other, view)).toEqual({ as: owl, by: 'word', held: false })
  expect(looksLike(moon, view)).toEqual({ as: other, by: 'emoji', held: false })
  for (const clause of [owl, other, moon]) {
    expect(kindsOf(clause, [...view.signals])).toEqual(['looks-alike'])
    expect(mayBeAgreedTo(clause, view.signals), 'once the others are agreed to').toMatchObject({
      ok: false,
      reason: 'looks-alike',
    })
  }
  const changed = viewOf({ signals: [owl, signalOf({ word: 'Wren', emoji: '🐦' }, 'two'), moon] })
  for (const clause of changed.signals) expect(mayBeAgreedTo(clause, changed.signals)).toEqual({ ok: true })
  expect(looksLike(clauseOf('phrase', { phrase: 'Owl' }), view)).toBe(null)
})

test('[CHK2] what both hold counts: gone from the draft, written otherwise there, or not in force yet', () => {
  const lighthouse = signal('Lighthouse', '🗼')
  const record = recorded(...bothGiven('one', lighthouse), version('a', ['one', lighthouse]))
  const held = heldSignals(record)
  const fresh = signalOf({ word: 'LIGHTHOUSE' }, 'two')
  const alike = { as: { id: 'one' }, by: 'word', held: true }
  for (const signals of [[fresh], [signalOf({ word: 'Owl' }, 'one'), fresh]]) {
    expect(mayBeAgreedTo(fresh, held)).toMatchObject({ ok: false, ...alike })
    expect(checksOf(fresh, viewOf({ signals, held }), find)).toMatchObject([{ kind: 'looks-alike', ...alike }])
    expect(looksLike(fresh, viewOf({ signals }))).toBe(null)
  }
  const drafted = [signalOf({ word: 'Lighthouse' }, 'one'), fresh]
  expect(looksLike(fresh, viewOf({ signals: drafted, held }))).toMatchObject({ as: { id: 'one' }, held: false })
  expect(looksLike(signalOf({ word: 'Lighthouse' }, 'one'), viewOf({ held })), 'not like itself').toBe(null)
  expect(looksLike(signalOf({ word: 'Fog', emoji: '🗼' }, 'two'), viewOf({ held }))).toMatchObject({ by: 'emoji', held: true })

  const owl = signal('Owl')
  const renamed = recorded(...bothGiven('one', lighthouse), version('a', ['one', lighthouse]), ...bothGiven('one', owl))
  expect(looksLike(fresh, viewOf({ held: heldSignals(renamed) })), 'both moved on from it').toBe(null)
  expect(looksLike(signalOf({ word: 'Owl' }, 'two'), viewOf({ held: heldSignals(renamed) }))).toMatchObject({ held: true })
  const half = recorded(given('a', 'one', owl))
  expect(heldSignals(half), 'one alone holds nothing').toEqual([])
  const left = recorded(...bothGiven('one', lighthouse), version('a', ['one', lighthouse]), withdrawn('b', 'one'))
  expect(looksLike(fresh, viewOf({ held: heldSignals(left) })), 'left force').toBe(null)
})

test('[CHK3] what would bring a second signal of one look into force is named, and what is there already keeps nothing back', () => {
  const [lighthouse, other, owl] = [signal('Lighthouse', '🗼'), signal('lighthouse'), signal('Owl')]
  const record = recorded(...bothGiven('one', lighthouse), version('a', ['one', lighthouse]), ...bothGiven('two', other))
  const entries = entriesToPutInForce(record, viewOf({ signals: [signalOf({ word: 'lighthouse' }, 'two')] }))
  expect(entries.map(({ clauseId }) => clauseId)).toEqual(['two', 'one'])
  expect(alikeInForce(entries, new Set(['two']))).toMatchObject({ one: { id: 'two' }, as: { id: 'one' } })
  expect(alikeInForce(entries, new Set(['three'])), 'both in force before').toBe(null)
  const apart = recorded(...bothGiven('one', lighthouse), ...bothGiven('two', owl))
  const signals = [signalOf({ word: 'Lighthouse' }, 'one'), signalOf({ word: 'Owl' }, 'two')]
  expect(alikeInForce(entriesToPutInForce(apart, viewOf({ signals })), new Set(['one', 'two']))).toBe(null)
})

test('[CHK7] a notice is about what stands there: what is no longer due goes, and nothing comes with it', () => {
  const rights = (...touched: Right[]): Check => ({ kind: 'rights', rights: touched })
  expect(stillDue([rights('leave', 'private')], [rights('private', 'pause')])).toEqual([rights('private')])
  expect(stillDue([rights('leave')], [rights('pause')])).toEqual([])
  expect(stillDue([{ kind: 'says-nothing' }], [])).toEqual([])
  expect(stillDue([], [{ kind: 'says-nothing' }, rights('leave')])).toEqual([])
  expect(stillDue([{ kind: 'says-nothing' }, rights('leave')], [rights('leave')])).toEqual([rights('leave')])
})

test('[CHK2] however signals are written: looking alike goes both ways, and none looks like itself', () => {
  const texts = fc.record({
    word: fc.constantFrom('', ' ', 'Owl', 'owl', 'ｏｗｌ', 'Moon', 'moon\u200b', '“Mo on”', '!'),
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
  expect(mayBeAgreedTo(promise, [])).toEqual({ ok: true })
  expect(kindsOf(clauseOf('activity', { activity: 'No pauses after ten' }))).toEqual(['rights'])
  expect(kindsOf(clauseOf('activity', { activity: 'No chores after ten' }))).toEqual([])
})

test('[CHK3] a clause that may not be agreed to yet says what it lacks, or which signal it looks like and by what', () => {
  const owl = signalOf({ word: 'Owl', emoji: '🦉' }, 'one')
  const alike = { ok: false, reason: 'looks-alike', as: owl, held: true }
  expect(mayBeAgreedTo(clauseOf('phrase', { phrase: ' ' }), [])).toEqual({ ok: false, reason: 'nothing-written' })
  expect(mayBeAgreedTo(signalOf({ meaning: 'Stay' }), [])).toEqual({ ok: false, reason: 'says-nothing' })
  expect(mayBeAgreedTo(signalOf({ word: 'owl' }), [owl])).toEqual({ ...alike, by: 'word' })
  expect(mayBeAgreedTo(signalOf({ emoji: '🦉' }), [owl])).toEqual({ ...alike, by: 'emoji' })
  expect(mayBeAgreedTo(owl, [owl])).toEqual({ ok: true })
})

const wordingOf = (word: string): Wording => {
  const { kind, texts } = signalOf({ word })
  return { kind, ...texts }
}

test('[CHK3] a twin that only stands in the draft, or that only one of them agreed to, keeps nobody from agreeing', () => {
  const owl = wordingOf('Owl')
  const mine = signalOf({ word: 'owl' }, 'mine')
  const may = (...said: Parameters<typeof recorded>) => mayBeAgreedTo(mine, heldSignals(recorded(...said))).ok
  expect(looksLike(mine, viewOf({ signals: [mine, signalOf({ word: 'Owl' }, 'twin')] })), 'a notice is due').not.toBe(null)
  expect(may()).toBe(true)
  expect(may(given('b', 'twin', owl))).toBe(true)
  expect(may(given('a', 'twin', owl))).toBe(true)
  // What both hold must change first, whatever its draft says meanwhile.
  expect(may(...bothGiven('twin', owl))).toBe(false)
  expect(may(...bothGiven('twin', owl), given('a', 'twin', wordingOf('Fox')))).toBe(false)
  expect(may(...bothGiven('twin', wordingOf('Fox')), given('a', 'twin', owl))).toBe(true)
  expect(may(...bothGiven('twin', owl), withdrawn('b', 'twin'))).toBe(true)
  // It is no twin of itself, in whatever words.
  expect(may(...bothGiven('mine', owl))).toBe(true)
})
