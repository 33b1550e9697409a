import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AgreementFile } from '../client/documents/agreement-file.ts'
import { fieldLimits, MOST_READ } from '../client/documents/agreement-view.ts'
import { type FileProblem, MOST_FILE_BYTES, readAgreementFile } from '../client/documents/read-agreement-file.ts'
import { bytes, exported, openDraft, readSound, startersFile } from './support/drafts.ts'
import { seed } from './support/seed.ts'

const sound = () => JSON.parse(startersFile())
const problemOf = (text: string): FileProblem | null => {
  const reading = readAgreementFile(bytes(text))
  return reading.ok ? null : reading.problem
}
const changed = (change: (file: ReturnType<typeof sound>) => unknown): string => {
  const file = sound()
  return JSON.stringify(change(file) ?? file)
}

test.each<[string, string, FileProblem]>([
  ['nothing', '', { code: 'not-json', line: null }],
  ['the end is missing', startersFile().slice(0, -40), { code: 'not-json', line: '58' }],
  ['NaN', startersFile().replace('25', 'NaN'), { code: 'not-json', line: null }],
  ['half a million open brackets', '['.repeat(500_000), { code: 'not-json', line: null }],
  ['deep nesting', '['.repeat(400_000) + ']'.repeat(400_000), { code: 'not-ours' }],
  ['null', 'null', { code: 'not-ours' }],
  ['another format', '{"format":"note"}', { code: 'not-ours' }],
  ['format behind a prototype', '{"__proto__":{"format":"holdfast-agreement"}}', { code: 'not-ours' }],
  ['a later version', changed(file => ({ ...file, version: 2 })), { code: 'other-version' }],
  ['a prototype key', startersFile().replace('{', '{"__proto__":{"x":1},'), { code: 'unknown', place: ['__proto__'] }],
  [
    'a prototype key in a signal',
    startersFile().replace('"word"', '"__proto__":1,"word"'),
    { code: 'unknown', place: ['signals', 0, '__proto__'] },
  ],
  ['a constructor', changed(file => ({ ...file, constructor: 'x' })), { code: 'unknown', place: ['constructor'] }],
  ['a list is missing', changed(({ phrases: _, ...file }) => file), { code: 'missing', place: ['phrases'] }],
  [
    'a field is missing',
    changed(file => {
      delete file.signals[1].helps
    }),
    { code: 'missing', place: ['signals', 1, 'helps'] },
  ],
  [
    'a name given twice',
    startersFile().replace('"phrases":', '"phrases": [], "phrases":'),
    { code: 'twice', place: ['phrases'] },
  ],
  [
    'a field given twice',
    startersFile().replace('"word": "Feather"', '"word": "Anvil", "w\\u006frd": "Feather"'),
    { code: 'twice', place: ['signals', 1, 'word'] },
  ],
  ['no list', changed(file => ({ ...file, phrases: 'I am here' })), { code: 'not-a-list', place: ['phrases'] }],
  [
    'no text',
    changed(file => {
      file.activities[1] = { toString: 'x' }
    }),
    { code: 'not-words', place: ['activities', 1] },
  ],
  [
    'no group',
    changed(file => {
      file.signals[0] = ['Lighthouse']
    }),
    { code: 'not-a-group', place: ['signals', 0] },
  ],
  [
    'too long',
    changed(file => {
      file.signals[2].word = 'w'.repeat(81)
    }),
    { code: 'too-long', place: ['signals', 2, 'word'], limit: 80 },
  ],
  [
    'too long once it is put together',
    changed(file => {
      file.phrases[1] = '\ufb2c'.repeat(200)
    }),
    { code: 'too-long', place: ['phrases', 1], limit: 400 },
  ],
  [
    'too many',
    changed(file => {
      file.phrases = Array.from({ length: MOST_READ + 1 }, (_, at) => `${at}`)
    }),
    { code: 'too-many', place: ['phrases'], limit: MOST_READ },
  ],
  [
    'nothing said',
    changed(file => {
      file.phrases[3] = ' \u200b\n'
    }),
    { code: 'no-words', place: ['phrases', 3] },
  ],
  [
    'a signal that says nothing',
    changed(file => {
      file.signals[0] = Object.fromEntries(Object.keys(file.signals[0]).map(key => [key, '']))
    }),
    { code: 'no-words', place: ['signals', 0] },
  ],
  [
    'a third seat',
    changed(file => {
      file.promises[1].seat = 'c'
    }),
    { code: 'no-seat', place: ['promises', 1, 'seat'] },
  ],
  ['endless minutes', startersFile().replace('240', '1e999'), { code: 'not-a-number', place: ['pause', 'longest'] }],
  ['half a minute', startersFile().replace('25', '25.5'), { code: 'not-a-number', place: ['pause', 'usual'] }],
  ['under the floor', startersFile().replace('20,', '15,'), { code: 'minutes-low', place: ['pause', 'shortest'], limit: 20 }],
  ['over a day', startersFile().replace('240', '1445'), { code: 'minutes-high', place: ['pause', 'longest'], limit: 1_440 }],
  ['odd minutes', startersFile().replace('25', '26'), { code: 'minutes-step', place: ['pause', 'usual'], limit: 5 }],
  ['minutes out of order', startersFile().replace('25', '300'), { code: 'minutes-order', place: ['pause'] }],
])('[TAK9] a file with %s is refused, and what is wrong is named with its place', (_, text, problem) => {
  expect(problemOf(text)).toEqual(problem)
  expect(Reflect.get({}, 'x')).toBe(undefined)
})

test('[TAK9] bytes that are no text, and more of them than any agreement has, are refused unread', () => {
  expect(readAgreementFile(new Uint8Array([0xff, 0xfe, 0x7b]))).toEqual({ ok: false, problem: { code: 'not-text' } })
  const huge = bytes(`${startersFile()}${' '.repeat(MOST_FILE_BYTES)}`)
  expect(readAgreementFile(huge)).toEqual({ ok: false, problem: { code: 'too-large' } })
  expect(readAgreementFile(bytes(`${startersFile()}${' '.repeat(100)}`)).ok).toBe(true)
})

test('[TAK9] the fullest agreement in a script of long letters is small enough to come back', () => {
  const full = (length: number) => '灯'.repeat(length)
  const many = <T>(one: (at: string) => T) => Array.from({ length: MOST_READ }, (_, at) => one(String(at).padStart(3, '0')))
  using draft = openDraft([
    ...many(at => ({
      kind: 'signal' as const,
      seat: null,
      texts: {
        word: at + full(77),
        emoji: full(32),
        gesture: full(200),
        meaning: full(400),
        helps: full(400),
        answer1: full(200),
        answer2: full(200),
      },
    })),
    ...many(at => ({ kind: 'activity' as const, seat: null, texts: { activity: at + full(197) } })),
    ...many(at => ({ kind: 'phrase' as const, seat: null, texts: { phrase: at + full(fieldLimits.phrase - 3) } })),
    ...many(at => ({ kind: 'promise' as const, seat: 'a' as const, texts: { when: at + full(397), say: full(1_000) } })),
  ])
  const text = exported(draft)
  expect(bytes(text).length).toBeLessThan(MOST_FILE_BYTES)
  expect(readSound(text).clauses).toHaveLength(4 * MOST_READ)
})

test('[TAK9] whatever JSON is in it, reading never throws, and what it takes has the form of the schema', () => {
  const holding = fc.record({ key: fc.constantFrom(...Object.keys(sound())), value: fc.jsonValue({ maxDepth: 4 }) })
  fc.assert(
    fc.property(
      fc.oneof(
        fc.jsonValue(),
        fc
          .array(holding, { maxLength: 3 })
          .map(all => ({ ...sound(), ...Object.fromEntries(all.map(({ key, value }) => [key, value])) })),
      ),
      value => {
        const reading = readAgreementFile(bytes(JSON.stringify(value)))
        expect(reading.ok).toBe(AgreementFile.safeParse(value).success && problemOf(JSON.stringify(value)) === null)
      },
    ),
    { seed, numRuns: 300 },
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), noise => {
      expect(readAgreementFile(noise).ok).toBe(false)
    }),
    { seed },
  )
})

test('[TAK9] marks of direction and what cannot be seen are taken out of what is read, and counted; the same clause twice comes once', () => {
  const text = changed(file => {
    file.phrases = ['I am\u202e here', 'I am here', 'We are okay', ' We  are okay ', 'e\u0301', 'Take it\u200b slow', '👩‍🚀 up']
  })
  const { clauses, tidied, repeated } = readSound(text)
  const phrases = clauses.flatMap(({ texts }) => texts.phrase ?? [])
  expect(phrases).toEqual(['I am here', 'We are okay', '\u00e9', 'Take it slow', '👩‍🚀 up'])
  expect([tidied, repeated]).toEqual([4, 2])
  expect(readSound(startersFile())).toMatchObject({ tidied: 0, repeated: 0 })
})
