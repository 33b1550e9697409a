import type { Instant } from '../../shared/ids.ts'
import type { ChangedWords } from './clause-change.ts'

/** One's own change of a clause, from its first letter until it has rested. */
export interface Burst {
  /** The id of its note. */
  id: string
  /** What the other seat had noted when it began. */
  saw: string | null
  lastAt: Instant
  /** As one's own last letter left it: what comes from elsewhere until it has rested is not one's own wording. */
  words: ChangedWords | null
  /** What stood in each field before its first letter there. */
  was: ChangedWords
  /** Its earliest letter since which nothing came from the partner's device. Null: there is none. */
  unheardSince: Instant | null
  /** The partner was away for a part of it, or did not get it. */
  apart: boolean
  /** When it was last noted. Null: not yet. */
  notedAt: Instant | null
  /** Its words are others than in its note. */
  isNew: boolean
  cancel: () => void
}

export const beginBurst = (begun: Pick<Burst, 'saw' | 'lastAt' | 'cancel'>): Burst => ({
  ...begun,
  id: newNoteId(),
  words: null,
  was: {},
  unheardSince: null,
  apart: false,
  notedAt: null,
  isNew: true,
})

export const newNoteId = (): string => crypto.getRandomValues(new Uint32Array(2)).join('-')
