import type { Seat } from '../../shared/ids.ts'
import { canonicalText, type Wording } from '../../shared/wording.ts'
import { type AgreementView, type ClauseField, type ClauseKind, type ClauseView, clauseFields } from './agreement-view.ts'
import { isEmojiText } from './emoji-text.ts'

/**
 * What a clause says, apart from its id and place. Unlike a `Wording` it may be a beginning: a promise of nobody's yet, a signal
 * without a word.
 */
export interface ClauseWords {
  readonly kind: ClauseKind
  readonly seat: Seat | null
  readonly texts: Readonly<Partial<Record<ClauseField, string>>>
}

export const wordsOf = ({ kind, seat, texts }: ClauseView): ClauseWords => plain({ kind, seat, texts })

/** Of what was signed: it is canonical already. Null for the minutes of a pause. */
export const wordsOfWording = (wording: Wording): ClauseWords | null => {
  if (wording.kind === 'pause') return null
  if (wording.kind === 'promise') {
    const { kind, seat, ...texts } = wording
    return { kind, seat, texts }
  }
  const { kind, ...texts } = wording
  return { kind, seat: null, texts }
}

/** With each text in its canonical form, as it would be signed; what stands in an emoji's place and is none is left out. */
export const plain = ({ kind, seat, texts }: ClauseWords): ClauseWords => ({
  kind,
  seat: kind === 'promise' ? seat : null,
  texts: Object.fromEntries(clauseFields[kind].map(field => [field, plainText(texts[field] ?? '', field)])),
})

const plainText = (text: string, field: ClauseField): string => {
  const plain = canonicalText(text, field)
  return field === 'emoji' && !isEmojiText(plain) ? '' : plain
}

/** Whose promise it is alone says nothing. */
export const saysNothing = ({ texts }: ClauseWords): boolean => Object.values(texts).every(text => text === '')

/** The same for the same words. */
export const keyOf = ({ kind, seat, texts }: ClauseWords): string =>
  JSON.stringify([kind, seat, ...clauseFields[kind].map(field => texts[field] ?? '')])

/** Each wording once, in the order in which it comes first. */
export const eachOnce = (all: readonly ClauseWords[]): ClauseWords[] =>
  [...new Map(all.toReversed().map(words => [keyOf(words), words])).values()].toReversed()

/** Everything in the draft, by kind and place. */
export const clausesOfView = ({ signals, activities, phrases, promises }: AgreementView): readonly ClauseView[] => [
  ...signals,
  ...activities,
  ...phrases,
  ...promises,
]
