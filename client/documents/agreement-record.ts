import { type FoldedAgreement, foldAgreement, type HeldClause, type Press, type Version } from '../../shared/agreement-record.ts'
import type { ClauseQuestions } from '../../shared/clause-questions.ts'
import { type Ended, endedIn } from '../../shared/ended.ts'
import type { Seat } from '../../shared/ids.ts'
import { NO_WITHDRAWALS, type Withdrawal } from '../../shared/withdrawal.ts'
import type { Reading } from './verified-statements.ts'

export type { HeldClause, Version } from '../../shared/agreement-record.ts'
export type { Question, Reply } from '../../shared/clause-questions.ts'

/** What both signed, as far as this device could verify it. Immutable; a new one takes its place when something changes. */
export interface AgreementRecord {
  /** Oldest first, as they were put in force. */
  readonly versions: readonly Version[]
  /** The newest version, less what either withdrew since. Null before the first. */
  readonly inForce: { readonly number: number; readonly clauses: readonly HeldClause[] } | null
  /** Null before a seat pressed "Put in force" for the first time. */
  lastPress(seat: Seat): Press | null
  /** Whether a seat's assent to exactly this wording stands. */
  holds(seat: Seat, clauseId: string, hash: string): boolean
  /** The wording that both agreed to last, as far as neither withdrew it. */
  ours(clauseId: string): HeldClause | null
  /** The wording that this seat agreed to and the other has not, so far. `since`: when it did. */
  waiting(seat: Seat, clauseId: string): HeldClause | null
  /** Who no longer agrees to what both held of it: at most one of each seat, the earlier one first. */
  withdrawals(clauseId: string): readonly Withdrawal[]
  /** Of every clause what is ours, else what this seat alone agreed to. */
  agreedBy(seat: Seat): readonly HeldClause[]
  /** The newest of each seat; `earlier` counts the others. */
  questionsOf(clauseId: string): ClauseQuestions
  /** Signatures are still being checked: what is missing may yet come. */
  readonly unverified: boolean
  /** What is certain all the while. */
  readonly sure: SurePart
}

/** What the signatures that are known to hold come to by themselves: a partner who sends wrong ones without end keeps nothing of it back. */
export interface SurePart {
  /** As of `AgreementRecord`. */
  waiting(seat: Seat, clauseId: string): HeldClause | null
  ours(clauseId: string): HeldClause | null
  readonly inForce: AgreementRecord['inForce']
  /** What has left force since somebody withdrew it, whatever may yet come. */
  ended(): readonly Ended[]
  /** Every event of the log before this place is checked. */
  readonly to: number
  /** The last place in the log. */
  readonly newest: number
}

/** Before any signature is known to hold. */
export const NOTHING_SURE = { sure: [], sureTo: 0, newest: 0 }

/** What screens ask of a fold. */
export const recordOf = (
  { clauses, versions, inForce, lastPresses, questionsOf }: FoldedAgreement,
  unverified: boolean,
  known: Pick<Reading, 'sure' | 'sureTo' | 'newest'> = NOTHING_SURE,
): AgreementRecord => ({
  versions,
  inForce,
  lastPress: seat => lastPresses[seat],
  holds: (seat, clauseId, hash) => {
    const { ours, waiting } = clauses.get(clauseId) ?? {}
    return ours?.hash === hash || waiting?.[seat]?.hash === hash
  },
  ours: clauseId => clauses.get(clauseId)?.ours ?? null,
  waiting: (seat, clauseId) => clauses.get(clauseId)?.waiting[seat] ?? null,
  withdrawals: clauseId => {
    const { a, b } = clauses.get(clauseId)?.withdrawals ?? NO_WITHDRAWALS
    return [a, b].filter(one => one !== null).sort((one, other) => one.at - other.at)
  },
  agreedBy: seat => [...clauses.values()].flatMap(({ ours, waiting }) => ours ?? waiting[seat] ?? []),
  questionsOf,
  unverified,
  sure: surePart(known),
})

/** Reckoned when it is asked for: a draw of all clauses needs none of it. */
const surePart = ({ sure, sureTo, newest }: Pick<Reading, 'sure' | 'sureTo' | 'newest'>): SurePart => {
  let folded: FoldedAgreement | null = null
  const fold = () => {
    folded ??= foldAgreement(sure)
    return folded
  }
  return {
    waiting: (seat, clauseId) => fold().clauses.get(clauseId)?.waiting[seat] ?? null,
    ours: clauseId => fold().clauses.get(clauseId)?.ours ?? null,
    get inForce() {
      return fold().inForce
    },
    ended: () => endedIn(sure),
    to: sureTo,
    newest,
  }
}

/** Before anything is known. */
export const emptyRecord: AgreementRecord = recordOf(foldAgreement([]), true)
