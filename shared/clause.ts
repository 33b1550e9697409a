/** The kinds of clause, their texts and how long these may be: shared by the draft, by what is signed and by what is shown. */
export type ClauseKind = 'signal' | 'activity' | 'phrase' | 'promise'
export const clauseKinds: readonly ClauseKind[] = ['signal', 'activity', 'phrase', 'promise']

/** The texts of a clause, by kind. Each is written together, letter by letter. */
export const clauseFields = {
  signal: ['word', 'emoji', 'gesture', 'meaning', 'helps', 'answer1', 'answer2'],
  activity: ['activity'],
  phrase: ['phrase'],
  promise: ['when', 'say'],
} as const
export type ClauseField = (typeof clauseFields)[ClauseKind][number]

/** The most of a text that is shown, signed or sent, UTF-16 units (as the sealed contents of events have it); an editor stops there. */
export const fieldLimits: Record<ClauseField, number> = {
  word: 80,
  emoji: 32,
  gesture: 200,
  meaning: 400,
  helps: 400,
  answer1: 200,
  answer2: 200,
  activity: 200,
  phrase: 400,
  when: 400,
  say: 1_000,
}

/** Ids that this app makes: a UUID, or a starter's fixed one. Anything else under `clauses` was written by something else. */
const CLAUSE_ID = /^[A-Za-z0-9_-]{1,64}$/
/** What the minutes of a pause are agreed to under. No clause has this id. */
export const PAUSE_CLAUSE_ID = 'pause'
export const isClauseId = (id: string): boolean => CLAUSE_ID.test(id) && id !== PAUSE_CLAUSE_ID

/** No pause is shorter or longer, minutes. */
export const PAUSE_FLOOR_MINUTES = 20
export const PAUSE_CEILING_MINUTES = 1_440
