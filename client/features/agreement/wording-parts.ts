import { type ClauseField, clauseFields } from '../../../shared/clause.ts'
import type { Seat } from '../../../shared/ids.ts'
import { type DiffPart, wordDiff } from '../../../shared/word-diff.ts'
import type { Wording } from '../../../shared/wording.ts'
import type { ClauseView, PauseMinutes } from '../../documents/agreement-view.ts'

/** Everything of a clause that means something and is shown: its texts, its minutes, whose promise it is. */
export type PartName = ClauseField | 'seat' | 'shortest' | 'usual' | 'longest'
export type WordingParts = ReadonlyMap<PartName, string>

/** How a seat is called; null is nobody. */
export type SeatName = (seat: Seat | null) => string

export const wordingParts = (wording: Wording, nameOf: SeatName): WordingParts => {
  switch (wording.kind) {
    case 'signal':
      return textParts(clauseFields.signal, wording)
    case 'activity':
      return textParts(clauseFields.activity, wording)
    case 'phrase':
      return textParts(clauseFields.phrase, wording)
    case 'promise':
      return new Map([['seat', nameOf(wording.seat)], ...textParts(clauseFields.promise, wording)])
    case 'pause':
      return minuteParts(wording)
  }
}

/** The same of a draft, also of one that cannot be agreed to as it is. */
export const draftParts = (clause: ClauseView, nameOf: SeatName): WordingParts => {
  const texts = textParts<ClauseField>(clauseFields[clause.kind], clause.texts)
  return clause.kind === 'promise' ? new Map([['seat', nameOf(clause.seat)], ...texts]) : texts
}

export const minuteParts = ({ shortest, usual, longest }: PauseMinutes): WordingParts =>
  new Map<PartName, string>([
    ['shortest', String(shortest)],
    ['usual', String(usual)],
    ['longest', String(longest)],
  ])

/** Whether a clause says several things, which are told apart by their names. */
export const hasParts = ({ kind }: Wording): boolean => kind !== 'phrase' && kind !== 'activity'

export interface PartChange {
  part: PartName
  words: readonly DiffPart[]
}

/** What is another in the newer wording, part by part. Words of texts are told apart; a name or a number is another as a whole. */
export const changedParts = (before: WordingParts, now: WordingParts): PartChange[] =>
  [...new Set([...now.keys(), ...before.keys()])].flatMap(part => {
    const [older, newer] = [plain(before.get(part)), plain(now.get(part))]
    if (older === newer) return []
    return [{ part, words: isWhole(part) ? whole(older, newer) : wordDiff(older, newer) }]
  })

export const textParts = <F extends ClauseField>(fields: readonly F[], texts: Partial<Record<F, string>>): WordingParts =>
  new Map<PartName, string>(fields.map(field => [field, texts[field] ?? '']))

const plain = (text = ''): string => text.normalize().replace(/\s+/gu, ' ').trim()

const isWhole = (part: PartName): boolean =>
  part === 'seat' || part === 'emoji' || part === 'shortest' || part === 'usual' || part === 'longest'

const whole = (older: string, newer: string): DiffPart[] => [
  ...(older ? [{ kind: 'removed', text: older } as const] : []),
  ...(newer ? [{ kind: 'added', text: newer } as const] : []),
]
