import { clausesOf } from './agreement-reading.ts'
import type { AgreementView, ClauseField, ClauseKind, ClauseView, clauseFields } from './agreement-view.ts'
import { isSameEmoji, isSameText } from './alike.ts'

/** The moments that drafts of the library are meant for, in the order in which they are offered. */
export const situations = ['flooded', 'heated', 'after', 'distant', 'others', 'bed', 'reunion', 'night'] as const
export type Situation = (typeof situations)[number]

/** A draft to be made one's own: when it may help, and the texts of a clause of its kind. */
export type LibraryItem<K extends ClauseKind = ClauseKind> = {
  readonly situations: readonly Situation[]
} & Readonly<Record<(typeof clauseFields)[K][number], string>>

/** The library in one language. */
export type Library = { readonly [K in ClauseKind]: readonly LibraryItem<K>[] }

/** What a draft is known by. */
const mainField = { signal: 'word', activity: 'activity', phrase: 'phrase', promise: 'say' } as const

export const mainTextOf = (kind: ClauseKind, texts: Partial<Record<ClauseField, string>>): string => texts[mainField[kind]] ?? ''

/**
 * The clause of the agreement that already says what this draft says. A signal of another word but the same emoji is found, too:
 * the two would be mistaken for each other. A promise is only one's own.
 */
export const alreadyThere = (
  kind: ClauseKind,
  item: Partial<Record<ClauseField, string>>,
  view: AgreementView,
  mySeat: 'a' | 'b',
): { clause: ClauseView; by: 'text' | 'emoji' } | null => {
  const mine = clausesOf(view, kind).filter(({ seat }) => kind !== 'promise' || seat === mySeat)
  const same = mine.find(clause => isSameText(mainTextOf(kind, clause.texts), mainTextOf(kind, item)))
  if (same) return { clause: same, by: 'text' }
  const alike = view.signals.find(({ texts }) => isSameEmoji(texts.emoji, item.emoji ?? ''))
  return alike ? { clause: alike, by: 'emoji' } : null
}
