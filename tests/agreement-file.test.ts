import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { AgreementFile, fileOf, fileText } from '../client/documents/agreement-file.ts'
import { starterPause } from '../client/documents/agreement-view.ts'
import { readAgreementFile } from '../client/documents/read-agreement-file.ts'
import { starterTexts } from '../client/i18n/en/starters.ts'
import { anyDraft, bringIn, bytes, exported, oddText, openDraft, readSound, startersFile } from './support/drafts.ts'
import { CONTROL_SEED, seed } from './support/seed.ts'

const schema = JSON.parse(readFileSync('client/public/agreement.schema.json', 'utf8'))

test('[TAK7] the file of the starters is these very bytes, in their order, without a name or an id', () => {
  const text = startersFile()
  expect(
    text.startsWith('{\n  "format": "holdfast-agreement",\n  "version": 1,\n  "signals": [\n    {\n      "word": "Lighthouse",'),
  ).toBe(true)
  expect(text.endsWith('\n}\n')).toBe(true)
  const file = JSON.parse(text)
  expect(Object.keys(file)).toEqual(['format', 'version', 'signals', 'pause', 'activities', 'phrases', 'promises'])
  expect(file.activities).toEqual(starterTexts.activities)
  expect(file.promises).toEqual(starterTexts.promises)
  expect(file.pause).toEqual(starterPause)
  expect(text).not.toMatch(/starter|[0-9a-f]{8}-/)
})

test('[TAK7] export, import into any other draft, export gives the same bytes, whatever was written', () => {
  fc.assert(
    fc.property(anyDraft, anyDraft, fc.boolean(), (one, other, empty) => {
      using from = openDraft(one.clauses, one.pause)
      using to = openDraft(empty ? [] : other.clauses, other.pause)
      const first = exported(from)
      bringIn(to, first, 'same', true)
      expect(exported(to)).toBe(first)
      bringIn(to, first)
      expect(exported(to), 'nothing was missing').toBe(first)
    }),
    { seed, numRuns: 150 },
  )
})

test('[TAK7] a file that kept the letters as they were typed would not come back the same', () => {
  const asTyped = (clauses: Parameters<typeof openDraft>[0]) => {
    using draft = openDraft(clauses)
    const view = draft.agreement.snapshot()
    return fileText({ ...fileOf(view), phrases: view.phrases.map(({ texts }) => texts.phrase) })
  }
  const comesBack = (phrase: string) => {
    const first = asTyped([{ kind: 'phrase', seat: null, texts: { phrase } }])
    const reading = readAgreementFile(bytes(first))
    if (!reading.ok) return false
    using to = openDraft()
    bringIn(to, first, 'same', true)
    return exported(to) === first
  }
  const { failed } = fc.check(
    fc.property(oddText(12), phrase => comesBack(`I am ${phrase}`)),
    { seed: CONTROL_SEED },
  )
  expect(failed).toBe(true)
})

test('[TAK7] words that stand there twice are in the file once, and what says nothing yet is not in it', () => {
  const phrase = (text: string, seat: 'a' | 'b' | null = null) => ({ kind: 'phrase' as const, seat, texts: { phrase: text } })
  const say = (seat: 'a' | 'b' | null) => ({ kind: 'promise' as const, seat, texts: { say: 'I wait.' } })
  using draft = openDraft([
    phrase('One'),
    phrase(''),
    phrase(' One\n'),
    phrase('\u202e'),
    phrase('Two'),
    say('a'),
    say('b'),
    say(null),
  ])
  const file = fileOf(draft.agreement.snapshot())
  expect(file.phrases).toEqual(['One', 'Two'])
  expect(file.promises.map(({ seat }) => seat)).toEqual(['a', 'b', null])
})

/** What people read is no part of what is checked. */
const bare = (found: unknown): unknown => {
  if (Array.isArray(found)) return found.map(bare)
  if (typeof found !== 'object' || found === null) return found
  return Object.fromEntries(
    Object.entries(found)
      .filter(([key, value]) => !(['title', 'description', '$id'].includes(key) && typeof value === 'string'))
      .map(([key, value]) => [key, bare(value)]),
  )
}

test('[TAK8] the published schema is the one files are read by', () => {
  expect(bare(schema)).toEqual(z.toJSONSchema(AgreementFile))
  const looser = z.strictObject({ ...AgreementFile.shape, phrases: z.array(z.string()) })
  expect(bare(schema), 'a longer phrase would be noticed').not.toEqual(z.toJSONSchema(looser))
})

test('[TAK8] what is exported fits the published schema, and the file in the documentation is read', () => {
  const published = z.fromJSONSchema(schema)
  fc.assert(
    fc.property(anyDraft, ({ clauses, pause }) => {
      using draft = openDraft(clauses, pause)
      expect(published.safeParse(JSON.parse(exported(draft))).success).toBe(true)
    }),
    { seed, numRuns: 30 },
  )
  expect(published.safeParse({ ...JSON.parse(startersFile()), names: ['Mei'] }).success).toBe(false)
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/AGREEMENT-FILE.md', 'utf8')) ?? []
  expect(readSound(example).clauses).toHaveLength(4)
})
