import type { z } from 'zod/mini'
import { canonicalOf } from '../../shared/canonical-text.ts'
import { AgreementFile, listOf, wordsInFile } from './agreement-file.ts'
import { type ClauseField, type ClauseKind, clauseFields, clauseKinds, fieldLimits, type PauseMinutes } from './agreement-view.ts'
import { type ClauseWords, eachOnce, plain, saysNothing } from './clause-words.ts'
import { repeatedName } from './repeated-name.ts'

/** Bytes. The fullest agreement in any script is smaller. */
export const MOST_FILE_BYTES = 4_000_000

/** A place in a file: `['signals', 2, 'word']`. */
export type FilePlace = readonly (string | number)[]

/** Nothing that belongs in a file lies deeper. */
const MOST_STEPS = 3

/** What is wrong with a file. Nothing of it is taken then. */
export type FileProblem =
  | { code: 'too-large' | 'not-text' | 'not-ours' | 'other-version' }
  | { code: 'not-json'; line: string | null }
  | {
      code: 'missing' | 'twice' | 'unknown' | 'not-words' | 'not-a-list' | 'not-a-number' | 'not-a-group' | 'no-seat' | 'no-words'
      place: FilePlace
    }
  | { code: 'too-long' | 'too-many' | 'minutes-low' | 'minutes-high' | 'minutes-step'; place: FilePlace; limit: number }
  | { code: 'minutes-order'; place: FilePlace }

export interface ReadFile {
  clauses: readonly ClauseWords[]
  pause: PauseMinutes
  /** Texts from which spaces or what cannot be seen was taken out. */
  tidied: number
  /** Clauses that say what another one of the file says. */
  repeated: number
}

export type FileReading = { ok: true; file: ReadFile } | { ok: false; problem: FileProblem }

/** How browsers end their complaint of JSON, some of them. */
const PLACE_IN_JSON = /line (\d+) column \d+(?: of the JSON data|\))$/

const refused = (problem: FileProblem): FileReading => ({ ok: false, problem })

/** Takes a file apart, whatever it holds. Never throws, and believes nothing. */
export const readAgreementFile = (bytes: Uint8Array): FileReading => {
  if (bytes.length > MOST_FILE_BYTES) return refused({ code: 'too-large' })
  let [text, found]: [string, unknown] = ['', null]
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    found = JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) return refused({ code: 'not-text' })
    return refused({ code: 'not-json', line: PLACE_IN_JSON.exec(error.message)?.[1] ?? null })
  }
  const { format, version } = Object(found)
  if (format !== 'holdfast-agreement') return refused({ code: 'not-ours' })
  if (version !== 1) return refused({ code: 'other-version' })
  const parsed = AgreementFile.safeParse(found)
  if (!parsed.success) return refused(problemOf(parsed.error.issues[0], found))
  const twice = repeatedName(text)
  return twice ? refused({ code: 'twice', place: twice.slice(0, MOST_STEPS) }) : readWords(parsed.data)
}

const readWords = (file: AgreementFile): FileReading => {
  const { shortest, usual, longest } = file.pause
  if (shortest > usual || usual > longest) return refused({ code: 'minutes-order', place: ['pause'] })
  const raw = wordsInFile(file)
  const all = raw.map(plain)
  for (const kind of clauseKinds) {
    const ofKind = raw.filter(one => one.kind === kind)
    for (const [at, words] of ofKind.map(plain).entries()) {
      if (saysNothing(words)) return refused({ code: 'no-words', place: [listOf[kind], at] })
      // Some letters take more room once they are put together with their marks.
      const long = fieldsOf(kind).find(field => wholeLength(ofKind[at]?.texts[field]) > fieldLimits[field])
      if (long) return refused({ code: 'too-long', place: placeOf(kind, at, long), limit: fieldLimits[long] })
    }
  }
  const clauses = eachOnce(all)
  const tidied = raw.flatMap(({ texts }, at) => Object.entries(texts).filter(([field, text]) => textAt(all[at], field) !== text))
  return {
    ok: true,
    file: { clauses, pause: { shortest, usual, longest }, tidied: tidied.length, repeated: all.length - clauses.length },
  }
}

const wholeLength = (text = ''): number => canonicalOf(text, Infinity).length

const fieldsOf = (kind: ClauseKind): readonly ClauseField[] => clauseFields[kind]

const textAt = (words: ClauseWords | undefined, field: string): string | undefined =>
  Object.entries(words?.texts ?? {}).find(([name]) => name === field)?.[1]

const placeOf = (kind: ClauseKind, at: number, field: ClauseField): FilePlace => {
  switch (kind) {
    case 'signal':
    case 'promise':
      return [listOf[kind], at, field]
    case 'activity':
    case 'phrase':
      return [listOf[kind], at]
  }
}

const problemOf = (issue: z.core.$ZodIssue | undefined, found: unknown): FileProblem => {
  const place = (issue?.path ?? []).map(step => (typeof step === 'number' ? step : String(step)))
  switch (issue?.code) {
    case 'unrecognized_keys':
      return { code: 'unknown', place: [...place, ...issue.keys.slice(0, 1)] }
    case 'too_big':
      return { code: tooBig(issue.origin), place, limit: Number(issue.maximum) }
    case 'too_small':
      return { code: 'minutes-low', place, limit: Number(issue.minimum) }
    case 'not_multiple_of':
      return { code: 'minutes-step', place, limit: issue.divisor }
    case 'invalid_type':
      return { code: isThere(found, place) ? notA(issue.expected) : 'missing', place }
    default:
      return { code: 'no-seat', place }
  }
}

const tooBig = (origin: string): 'too-long' | 'too-many' | 'minutes-high' =>
  origin === 'string' ? 'too-long' : origin === 'array' ? 'too-many' : 'minutes-high'

const notA = (expected: string): 'not-words' | 'not-a-list' | 'not-a-group' | 'not-a-number' =>
  expected === 'string'
    ? 'not-words'
    : expected === 'array'
      ? 'not-a-list'
      : expected === 'object'
        ? 'not-a-group'
        : 'not-a-number'

const isThere = (found: unknown, place: FilePlace): boolean => {
  let at = found
  for (const step of place)
    at = typeof at === 'object' && at !== null && Object.hasOwn(at, step) ? Reflect.get(at, step) : undefined
  return at !== undefined
}
