import { type ClauseField, clauseFields, fieldLimits } from './clause.ts'
import type { Seat } from './ids.ts'

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
  const found = parsed(text)
  const wording = found === null ? null : wordingFrom(found)
  return wording && canonicalWording(wording) === text ? wording : null
}

/** A text as it can be signed: what cannot be seen is gone, and it is no longer than its field. */
export const canonicalText = (text: string, field: ClauseField): string => tidy(cut(tidy(text), fieldLimits[field]))

/** The same, with every text of it canonical. */
export const canonical = (wording: Wording): Wording => {
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

const tidy = (text: string): string => text.toWellFormed().normalize('NFC').replace(/\s+/gu, ' ').trim()

const cut = (text: string, most: number): string =>
  text.length <= most ? text : text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const wordingFrom = (_found: unknown): Wording | null => null
