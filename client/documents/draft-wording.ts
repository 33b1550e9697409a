import { isPlainlySpaced, seenOf } from '../../shared/canonical-text.ts'
import { type ClauseField, clauseFields, fieldLimits, PAUSE_CLAUSE_ID } from '../../shared/clause.ts'
import { canonical, canonicalText, type Wording } from '../../shared/wording.ts'
import type { AgreementView, ClauseView, PauseMinutes } from './agreement-view.ts'
import { isEmojiText } from './emoji-text.ts'

/** Why a text cannot be signed as it stands: what is seen would not be what is signed. */
export interface Unfit {
  field: ClauseField
  why: 'too-long' | 'hidden-signs' | 'wide-gaps' | 'no-emoji'
}

/** The draft of a clause as it would be signed. `wording` is null when it cannot be, and `unfit` or `missing` say why. */
export interface DraftWording {
  clauseId: string
  wording: Wording | null
  unfit: readonly Unfit[]
  /** Nothing is said yet that could be agreed to; of a promise, or nobody's. */
  missing: 'words' | 'seat' | null
}

const drafts = new WeakMap<ClauseView, DraftWording>()

/** What agreeing to this clause would sign. The same value for the same clause. */
export const draftWording = (clause: ClauseView): DraftWording => {
  const known = drafts.get(clause) ?? readDraft(clause)
  drafts.set(clause, known)
  return known
}

const readDraft = (clause: ClauseView): DraftWording => {
  const texts: Partial<Record<ClauseField, string>> = clause.texts
  const fields: readonly ClauseField[] = clauseFields[clause.kind]
  const unfit = fields.flatMap(field => {
    const why = clause.cut?.includes(field) ? 'too-long' : whyUnfit(texts[field] ?? '', field)
    return why ? [{ field, why } as const] : []
  })
  const wording = wordingOf(clause)
  const missing = wording === null ? 'seat' : saysNothing(wording) ? 'words' : null
  return { clauseId: clause.id, wording: unfit.length > 0 || missing ? null : wording && canonical(wording), unfit, missing }
}

/** The minutes of the draft: these can always be signed. */
export const draftPause = ({ shortest, usual, longest }: PauseMinutes): DraftWording => ({
  clauseId: PAUSE_CLAUSE_ID,
  wording: { kind: 'pause', shortest, usual, longest },
  unfit: [],
  missing: null,
})

/** Every clause of the draft in the order in which it is shown: signals, the pause, what is done in it, phrases, promises. */
export const draftWordings = (view: AgreementView): readonly DraftWording[] => [
  ...view.signals.map(draftWording),
  draftPause(view.pause),
  ...view.activities.map(draftWording),
  ...view.phrases.map(draftWording),
  ...view.promises.map(draftWording),
]

/** Ids of all of them, in the same order. */
export const draftIds = ({ signals, activities, phrases, promises }: AgreementView): readonly string[] => [
  ...signals.map(({ id }) => id),
  PAUSE_CLAUSE_ID,
  ...[...activities, ...phrases, ...promises].map(({ id }) => id),
]

const whyUnfit = (text: string, field: ClauseField): Unfit['why'] | null => {
  const seen = seenOf(text)
  if (seen.length > fieldLimits[field]) return 'too-long'
  if (canonicalText(text, field) !== seen) return 'hidden-signs'
  if (!isPlainlySpaced(text)) return 'wide-gaps'
  return field === 'emoji' && !isEmojiText(seen) ? 'no-emoji' : null
}

const wordingOf = (clause: ClauseView): Wording | null => {
  switch (clause.kind) {
    case 'signal':
      return { kind: 'signal', ...clause.texts }
    case 'activity':
      return { kind: 'activity', ...clause.texts }
    case 'phrase':
      return { kind: 'phrase', ...clause.texts }
    case 'promise':
      return clause.seat && { kind: 'promise', seat: clause.seat, ...clause.texts }
  }
}

const saysNothing = (wording: Wording): boolean => {
  switch (wording.kind) {
    case 'signal':
      return `${wording.word}${wording.emoji}${wording.gesture}`.trim() === ''
    case 'activity':
      return wording.activity.trim() === ''
    case 'phrase':
      return wording.phrase.trim() === ''
    case 'promise':
      return wording.say.trim() === ''
    case 'pause':
      return false
  }
}
