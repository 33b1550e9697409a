import { z } from 'zod/mini'
import { canonicalOf } from './canonical-text.ts'
import { type ClauseField, clauseFields, fieldLimits, PAUSE_CEILING_MINUTES, PAUSE_FLOOR_MINUTES } from './clause.ts'
import { Seat } from './ids.ts'

/** No text of a wording is longer, UTF-16 units. */
const MOST_TEXT = Math.max(...Object.values(fieldLimits))

/** What a clause means: its place, and whether it was a starter, are not in it. */
export type Wording =
  | {
      readonly kind: 'signal'
      readonly word: string
      readonly emoji: string
      readonly gesture: string
      readonly meaning: string
      readonly helps: string
      readonly answer1: string
      readonly answer2: string
    }
  | { readonly kind: 'activity'; readonly activity: string }
  | { readonly kind: 'phrase'; readonly phrase: string }
  /** Whose promise it is, is part of what it means. */
  | { readonly kind: 'promise'; readonly seat: Seat; readonly when: string; readonly say: string }
  /** Minutes, as `PauseMinutes`. */
  | { readonly kind: 'pause'; readonly shortest: number; readonly usual: number; readonly longest: number }
export type WordingOf<K extends Wording['kind']> = Extract<Wording, { kind: K }>

/** The one form of a wording that is signed: fixed-order JSON of canonical texts. */
export const canonicalWording = (wording: Wording): string => JSON.stringify(canonical(wording))

/** Null for what is not the canonical form of a wording, to the byte. */
export const readWording = (text: string): Wording | null => {
  const wording = soundWording(parsed(text))
  return wording && canonicalWording(wording) === text ? wording : null
}

/** A wording as it came in an event. Null unless every text of it is canonical already and its minutes can stand together. */
export const soundWording = (found: unknown): Wording | null => {
  const { data } = Found.safeParse(found)
  if (!data) return null
  const wording = canonical(data)
  const before = new Map<string, unknown>(Object.entries(data))
  return Object.entries(wording).every(([field, value]) => before.get(field) === value) ? wording : null
}

/** A text as it can be signed: what cannot be seen is gone, and it is no longer than its field. */
export const canonicalText = (text: string, field: ClauseField): string => canonicalOf(text, fieldLimits[field])

/** What `canonical` gave: frozen, and the same when it is asked of again. */
const canonicalOnes = new WeakSet<Wording>()

/** The same, with every text of it canonical. */
export const canonical = (wording: Wording): Wording => {
  if (canonicalOnes.has(wording)) return wording
  const made = Object.freeze(withCanonicalTexts(wording))
  canonicalOnes.add(made)
  return made
}

const withCanonicalTexts = (wording: Wording): Wording => {
  switch (wording.kind) {
    case 'signal':
      return { kind: 'signal', ...texts(clauseFields.signal, wording) }
    case 'activity':
      return { kind: 'activity', ...texts(clauseFields.activity, wording) }
    case 'phrase':
      return { kind: 'phrase', ...texts(clauseFields.phrase, wording) }
    case 'promise':
      return { kind: 'promise', seat: wording.seat, ...texts(clauseFields.promise, wording) }
    case 'pause': {
      const { shortest, usual, longest } = wording
      return { kind: 'pause', shortest, usual, longest }
    }
  }
}

const texts = <F extends ClauseField>(fields: readonly F[], from: Record<F, string>): Record<F, string> =>
  Object.fromEntries(fields.map(field => [field, canonicalText(from[field], field)])) as Record<F, string>

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const Text = z.string().check(z.maxLength(MOST_TEXT))
const Minutes = z.int().check(z.minimum(PAUSE_FLOOR_MINUTES), z.maximum(PAUSE_CEILING_MINUTES), z.multipleOf(5))
const Found = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('signal'),
    word: Text,
    emoji: Text,
    gesture: Text,
    meaning: Text,
    helps: Text,
    answer1: Text,
    answer2: Text,
  }),
  z.object({ kind: z.literal('activity'), activity: Text }),
  z.object({ kind: z.literal('phrase'), phrase: Text }),
  z.object({ kind: z.literal('promise'), seat: Seat, when: Text, say: Text }),
  z
    .object({ kind: z.literal('pause'), shortest: Minutes, usual: Minutes, longest: Minutes })
    .check(z.refine(({ shortest, usual, longest }) => shortest <= usual && usual <= longest)),
])
