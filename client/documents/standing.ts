import type { Instant, Seat } from '../../shared/ids.ts'
import type { Wording } from '../../shared/wording.ts'
import type { AgreementRecord, HeldClause } from './agreement-record.ts'
import type { AgreementView } from './agreement-view.ts'

/**
 * Where a clause of the draft stands. `ours` on all of them: the wording that both agreed to last, whatever the draft says now.
 * `you-agree`, `partner-agrees`: to exactly the draft as it is. `changed`: there is a wording of both, and the draft is another
 * that neither agreed to. `draft` null: it cannot be signed as it is.
 */
export type Standing =
  | { kind: 'being-written'; ours: null }
  | { kind: 'you-agree'; ours: HeldClause | null }
  | { kind: 'partner-agrees'; ours: HeldClause | null }
  | { kind: 'ours'; ours: HeldClause; since: Instant }
  | { kind: 'changed'; ours: HeldClause }

export const standingOf = (_record: AgreementRecord, _mySeat: Seat, _clauseId: string, _draft: Wording | null): Standing => ({
  kind: 'being-written',
  ours: null,
})

/** What "Put in force" names: of every clause of the draft, in order, what is ours; then what is in force and gone from the draft. */
export const entriesToPutInForce = (_record: AgreementRecord, _view: AgreementView): readonly HeldClause[] => []

/** One clause's part of what a new version would change. */
export type Change =
  | { kind: 'added'; now: HeldClause }
  | { kind: 'changed'; before: HeldClause; now: HeldClause }
  | { kind: 'removed'; before: HeldClause }

/** Of two versions, or of what is in force and what would be. */
export const changesBetween = (_before: readonly HeldClause[], _now: readonly HeldClause[]): readonly Change[] => []

/** Empty when putting these in force would change nothing. */
export const whatWouldChange = (record: AgreementRecord, entries: readonly HeldClause[]): readonly Change[] =>
  changesBetween(record.inForce?.clauses ?? [], entries)
