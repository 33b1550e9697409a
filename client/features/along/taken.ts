import type { Instant, Seat } from '../../../shared/ids.ts'
import type { Wording } from '../../../shared/wording.ts'
import type { AgreementRecord } from '../../documents/agreement-record.ts'
import type { AgreementView, ClauseField, ClauseKind, ClauseView, PauseMinutes } from '../../documents/agreement-view.ts'
import { type ClauseWords, clausesOfView, saysNothing, wordsOf, wordsOfWording } from '../../documents/clause-words.ts'
import { leftSince } from '../../documents/standing.ts'

/**
 * Whether the words hold, and since when; or that nobody has agreed to them yet. `left`: so many clauses of the version are in force
 * no longer, since one of the two withdrew them.
 */
export type Standing = { kind: 'draft' } | { kind: 'in-force'; number: number; at: Instant; unsent: boolean; left: number }

export type TakenSignal = ClauseView<'signal'>['texts']
export interface TakenPromise {
  seat: Seat | null
  when: string
  say: string
}

/** What goes on paper, on the card and into the text: each text as it is or would be signed, nothing that is still empty. */
export interface Taken {
  standing: Standing
  signals: readonly TakenSignal[]
  /** Null where no agreed version says how long a pause is. */
  pause: PauseMinutes | null
  activities: readonly string[]
  phrases: readonly string[]
  promises: readonly TakenPromise[]
}

/** What is in force, or the draft while nothing is. Null until all that was signed is `known`, and while neither is there. */
export const takenOf = (record: AgreementRecord, known: boolean, view: AgreementView | null): Taken | null => {
  if (!known) return null
  const { inForce, versions } = record
  const version = versions.at(-1)
  if (!inForce || !version) return record.unverified || !view ? null : takenFromDraft(view)
  const { number, at, unsent } = version
  return takenFromVersion(
    { kind: 'in-force', number, at, unsent, left: leftSince(record).length },
    inForce.clauses.map(({ wording }) => wording),
  )
}

/** The draft as it stands, for as long as nothing is in force. */
export const takenFromDraft = (view: AgreementView): Taken =>
  takenFrom({ kind: 'draft' }, clausesOfView(view).map(wordsOf), view.pause)

/** What both agreed to, in the order in which they put it in force. */
export const takenFromVersion = (standing: Standing, clauses: readonly Wording[]): Taken => {
  const pause = clauses.find(wording => wording.kind === 'pause') ?? null
  const words = clauses.map(wordsOfWording).filter(one => one !== null)
  return takenFrom(standing, words, pause)
}

const takenFrom = (standing: Standing, clauses: readonly ClauseWords[], pause: PauseMinutes | null): Taken => {
  const written = clauses.filter(words => !saysNothing(words))
  const of = (kind: ClauseKind) => written.filter(words => words.kind === kind)
  const text = ({ texts }: ClauseWords, field: ClauseField) => texts[field] ?? ''
  return {
    standing,
    pause,
    signals: of('signal').map(words => ({
      word: text(words, 'word'),
      emoji: text(words, 'emoji'),
      gesture: text(words, 'gesture'),
      meaning: text(words, 'meaning'),
      helps: text(words, 'helps'),
      answer1: text(words, 'answer1'),
      answer2: text(words, 'answer2'),
    })),
    activities: of('activity').map(words => text(words, 'activity')),
    phrases: of('phrase').map(words => text(words, 'phrase')),
    promises: of('promise').map(words => ({ seat: words.seat, when: text(words, 'when'), say: text(words, 'say') })),
  }
}
