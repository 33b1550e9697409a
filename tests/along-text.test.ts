import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { expect, test } from 'vitest'
import type { AgreementView } from '../client/documents/agreement-view.ts'
import { clauseTitle, wordingTitle } from '../client/features/agreement/clause-title.ts'
import { cardSections } from '../client/features/along/card-content.ts'
import { escapeMarkdown, markdownOf } from '../client/features/along/markdown.ts'
import { type Paper, paperOf } from '../client/features/along/paper-content.ts'
import { type Taken, takenFromDraft, takenFromVersion, takenOf } from '../client/features/along/taken.ts'
import { agreement } from '../client/i18n/en/agreement.ts'
import { along } from '../client/i18n/en/along.ts'
import { type Gaps, translate } from '../client/i18n/translate.ts'
import { signalOf } from './support/clause-views.ts'
import { anyDraft, openDraft } from './support/drafts.ts'
import { draftOf, one, two } from './support/phrase-drafts.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'
import { bothGiven, recorded, version, withdrawn } from './support/statements.ts'

const surroundings = {
  names: { a: 'Mei', b: 'Jonas' },
  t: (key: string, gaps?: Gaps) => translate(along, key, gaps),
  agreement: (key: string, gaps?: Gaps) => translate(agreement, key, gaps),
}
const paper = (taken: Taken): Paper => paperOf(taken, surroundings)
const part = ({ parts }: Paper, id: string) => parts.find(one => one.id === id)
const at = Date.UTC(2026, 2, 3, 12)

test('[TAK2] of a version in force its clauses are on paper, in its order, with its number and day; of a draft that it is one', () => {
  const taken = takenFromVersion({ kind: 'in-force', number: 2, at, unsent: false, left: 0 }, [
    { kind: 'phrase', phrase: 'We are okay' },
    { kind: 'signal', word: 'Anchor', emoji: '⚓', gesture: '', meaning: 'Hold me', helps: '', answer1: 'Yes', answer2: '' },
    { kind: 'phrase', phrase: 'I am here' },
    { kind: 'promise', seat: 'b', when: '', say: 'I wait.' },
    { kind: 'pause', shortest: 20, usual: 45, longest: 120 },
  ])
  const sheet = paper(taken)
  expect(sheet.standing).toMatch(/^In force: version 2, .*2026$/)
  expect(sheet.isDraft).toBe(false)
  const lines = (id: string) => part(sheet, id)?.entries.map(({ head, lines: all }) => [head, ...all.map(({ text }) => text)])
  expect(lines('coming-back')).toEqual([
    [null, 'We are okay'],
    [null, 'I am here'],
  ])
  expect(lines('signals')).toEqual([['⚓ Anchor', 'Hold me', 'Yes']])
  expect(lines('says-b')).toEqual([[null, 'I wait.']])
  expect(lines('pauses')).toEqual([[null, 'At least 20 minutes, usually 45 minutes, at most 2 hours.']])
  expect(lines('says-a')).toEqual([])
  using draft = openDraft()
  const drafted = paper(takenFromDraft(draft.agreement.snapshot()))
  expect([drafted.standing, drafted.isDraft]).toEqual(['Draft, not agreed yet', true])
  const standing = (unsent: boolean, left: number) => ({ kind: 'in-force', number: 3, at, unsent, left }) as const
  expect(paper(takenFromVersion(standing(true, 0), [])).standing).toMatch(/^In force here, not sent yet: version 3,/)
  // What was withdrawn since is missing from all three, and each says so.
  const less = takenFromVersion(standing(false, 2), [])
  expect(paper(less).standing).toMatch(/^In force: version 3, .*2026, less 2 clauses withdrawn since$/)
  expect(markdownOf(paper(less))).toMatch(/version 3, .*, less 2 clauses/)
})

test('[TAK2] until all that was signed is checked nothing is offered, and then what is in force, less what was withdrawn', () => {
  const put = (...more: Parameters<typeof recorded>) =>
    recorded(...bothGiven('p', one), ...bothGiven('q', two), version('a', ['p', one], ['q', two]), ...more)
  // The second version is not checked yet.
  const checking = { ...put(), unverified: true }
  const view = draftOf(['p', 'I am here'])
  expect(takenOf(checking, false, view)).toBeNull()
  expect(takenOf(recorded(), false, view)).toBeNull()
  expect(takenOf(recorded(), true, view)?.standing).toEqual({ kind: 'draft' })
  const { standing, phrases } = takenOf(put(withdrawn('b', 'q')), true, view) ?? expect.unreachable()
  expect([standing, phrases]).toMatchObject([{ number: 1, left: 1 }, ['I am here']])
})

test('[TAK2] a signal without a word is called by its gesture, which is said to be one, then by its emoji, on paper, on a card and on the page', () => {
  const bare = { kind: 'signal', word: '', meaning: '', helps: '', answer1: '', answer2: '' } as const
  const signals = [
    { ...bare, emoji: '🌙', gesture: 'Two taps', meaning: 'Near' },
    { ...bare, emoji: '🦉', gesture: '' },
    { ...bare, emoji: '', gesture: 'Wave twice', meaning: 'Hold me.' },
  ]
  const taken = takenFromVersion({ kind: 'in-force', number: 2, at, unsent: false, left: 0 }, signals)
  const entries = part(paper(taken), 'signals')?.entries
  expect(entries?.map(({ head, headLabel, lines }) => [headLabel, head, ...lines.map(({ text }) => text)])).toEqual([
    ['Gesture', '🌙 Two taps', 'Near'],
    [undefined, '🦉'],
    ['Gesture', 'Wave twice', 'Hold me.'],
  ])
  expect(markdownOf(paper(taken))).toContain('### 🦉\n\n### Gesture: Wave twice\n\n- Meaning: Hold me.\n')
  const [card] = cardSections(taken, { signals: 'Signals', phrases: 'Phrases' })
  expect(card?.items.map(item => item.map(({ text }) => text))).toEqual([
    ['🌙 Two taps', 'Near'],
    ['🦉'],
    ['Wave twice', 'Hold me.'],
  ])
  expect(signals.map(wordingTitle)).toEqual(['Two taps', '🦉', 'Wave twice'])
  expect(signals.map(({ kind: _, ...texts }) => clauseTitle(signalOf(texts)))).toEqual(['Two taps', '🦉', 'Wave twice'])
})

test('[TAK2] where no agreed version says how long a pause is, nothing is said of it', () => {
  const sheet = paper(takenFromVersion({ kind: 'in-force', number: 1, at, unsent: false, left: 0 }, []))
  expect(part(sheet, 'pauses')?.entries).toEqual([])
  expect(markdownOf(sheet)).toContain('## Pauses\n\nNothing in force.')
})

test('[TAK3] the rights stand on top, both names and all of what was written below, promises by whose they are', () => {
  fc.assert(
    fc.property(anyDraft, ({ clauses, pause }) => {
      using draft = openDraft(clauses, pause)
      const sheet = paper(takenFromDraft(draft.agreement.snapshot()))
      expect(sheet.names).toBe('Mei and Jonas')
      expect(sheet.parts[0]?.entries.map(({ lines: [line] }) => line?.text)).toEqual([
        'Either may pause.',
        'Either may leave. At once, alone.',
        "Nobody may demand the other's journal, phone, place or body.",
        'No clause can waive these.',
      ])
      expect(wordsOn(sheet)).toEqual(wordsWritten(takenFromDraft(draft.agreement.snapshot())))
    }),
    { seed, numRuns: 100 },
  )
})

const wordsOn = ({ parts }: Paper): string[] =>
  parts
    .flatMap(({ entries }) =>
      entries.flatMap(({ head, lines }) => [head ?? '', ...lines.flatMap(({ text, ours }) => (ours ? text : ''))]),
    )
    .filter(text => text !== '' && text !== along.paper.wordless)
    .sort()
const wordsWritten = ({ signals, activities, phrases, promises }: Taken): string[] =>
  [
    ...signals.flatMap(({ emoji, word, meaning, gesture, helps, answer1, answer2 }) => [
      [emoji, word || gesture].filter(Boolean).join(' '),
      meaning,
      word ? gesture : '',
      helps,
      [answer1, answer2].filter(Boolean).join(' / '),
    ]),
    ...activities,
    ...phrases,
    ...promises.flatMap(({ when, say }) => [when, say]),
  ]
    .filter(Boolean)
    .sort()

/** As a reader with every habit shows it: tables, struck words, HTML, and links out of bare addresses. */
const reader = new MarkdownIt({ html: true, linkify: true })
const STRUCTURE = /^(heading|paragraph|bullet_list|list_item)_(open|close)$|^inline$/

/** The texts that it shows, one by one; and everything that is no plain text in a heading, a line or a list. */
const read = (markdown: string): { texts: string[]; formatted: string[] } => {
  const tokens = reader.parse(markdown, {})
  const inline = tokens.filter(({ type }) => type === 'inline')
  return {
    texts: inline.map(({ children }) => (children ?? []).map(({ content }) => content).join('')),
    formatted: [
      ...tokens.map(({ type }) => type).filter(type => !STRUCTURE.test(type)),
      ...inline.flatMap(({ children }) => (children ?? []).map(({ type }) => type).filter(type => type !== 'text')),
    ],
  }
}
const textsIn = ({ title, names, standing, parts }: Paper): string[] => [
  title,
  names,
  standing,
  ...parts.flatMap(({ title: heading, entries, none }) => [
    heading,
    ...(entries.length === 0 ? [none] : []),
    ...entries.flatMap(({ head, headLabel, lines }) => [
      ...(head === null ? [] : [headLabel ? `${headLabel}: ${head}` : head]),
      ...lines.map(({ label, text }) => (label === null ? text : `${label}: ${text}`)),
    ]),
  ]),
]

const marks = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
  fc.string({ maxLength: 20 }),
  fc
    .array(
      fc.constantFrom(
        '# ',
        '- ',
        '+ ',
        '* ',
        '1. ',
        '1) ',
        '> ',
        '---',
        '===',
        '```',
        '~~',
        '**',
        '_',
        '[x](y)',
        '![i](j)',
        '<b>',
        '<!--',
        '&amp;',
        '&#35;',
        'http://a.bc/',
        'www.a.bc',
        'a@b.cd',
        ':smile:',
        '| a |',
        '\\',
        '\\*',
        '    ',
        'word',
        ' ',
        '$x$',
        '#',
        '-',
      ),
      { maxLength: 6 },
    )
    .map(parts => parts.join('')),
)
const markedDraft = fc
  .record({ word: marks, meaning: marks, phrase: marks, when: marks, say: marks, a: marks })
  .map(({ word, meaning, phrase, when, say, a }) => {
    using draft = openDraft([
      { kind: 'signal', seat: null, texts: { word, meaning, gesture: phrase } },
      { kind: 'phrase', seat: null, texts: { phrase } },
      { kind: 'phrase', seat: null, texts: { phrase: say } },
      { kind: 'promise', seat: 'a', texts: { when, say } },
    ])
    return { view: draft.agreement.snapshot(), name: a }
  })
const sheetOf = ({ view, name }: { view: AgreementView; name: string }) =>
  paperOf(takenFromDraft(view), { ...surroundings, names: { a: name, b: 'Jonas' } })

test('[TAK6] whatever was written, every reader of Markdown shows it letter by letter, and formats none of it', () => {
  fc.assert(
    fc.property(markedDraft, drafted => {
      const sheet = sheetOf(drafted)
      const { texts, formatted } = read(markdownOf(sheet))
      expect(formatted).toEqual([])
      expect(texts).toEqual(
        textsIn(sheet)
          .map(text => text.replace(/\s+/g, ' ').trim())
          .filter(Boolean),
      )
    }),
    { seed, numRuns: 1_000 },
  )
})

test('[TAK6] words put down as they are would format, and the reader shows that', () => {
  const bare = (text: string) => read(`- ${text}\n`)
  for (const text of ['**b**', '# h', '- l', '1. n', '> q', '<b>', '&amp;', 'http://a.bc', '`c`', '---', '~~s~~', '[a](b)']) {
    expect(bare(text).formatted.length > 0 || bare(text).texts[0] !== text, text).toBe(true)
    expect(bare(escapeMarkdown(text)), text).toEqual({ texts: [text], formatted: [] })
  }
  const { failed } = fc.check(
    fc.property(marks, text => {
      expect(bare(text)).toEqual({ texts: [text.trim()], formatted: [] })
    }),
    { seed: CONTROL_SEED },
  )
  expect(failed).toBe(true)
})

test('[TAK6] plain words stay plain to read', () => {
  expect(escapeMarkdown("I'm flooded. Stay near, 5 min. - please!")).toBe("I'm flooded. Stay near, 5 min. - please!")
})
