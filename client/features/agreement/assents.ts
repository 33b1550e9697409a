import { createContext, use, useMemo } from 'react'
import type { Seat } from '../../../shared/ids.ts'
import type { Wording } from '../../../shared/wording.ts'
import type { AgreementRecord } from '../../documents/agreement-record.ts'
import { emptyRecord } from '../../documents/agreement-record.ts'
import type { AgreementView, ClauseView, PauseMinutes } from '../../documents/agreement-view.ts'
import { type DraftWording, draftPause, draftWording } from '../../documents/draft-wording.ts'
import { heldClauses } from '../../documents/held-clauses.ts'
import { type Standing, standingOf } from '../../documents/standing.ts'
import type { AgreementRecordInUse } from '../../documents/use-agreement-record.ts'

/** What both signed, as every clause of the page needs it. */
export interface Assents {
  record: AgreementRecord
  /** What was signed before is read, checked and drawn: from here on a change is news. */
  known: boolean
  /** Null until something can be signed. */
  verbs: AgreementRecordInUse['verbs']
  /** Tells those who listen what has happened. Seen by nobody. */
  say: (text: string) => void
}

export const AssentsContext = createContext<Assents>({
  record: emptyRecord,
  known: false,
  verbs: null,
  say: () => undefined,
})
export const useAssents = (): Assents => use(AssentsContext)

/**
 * What states of clauses say of themselves: nothing until what was signed is read, and aloud only from the first change on:
 * what is read at the start is no news.
 */
export const useTelling = (): { shown: boolean; live: 'off' | undefined } => {
  const { record, known } = useAssents()
  return { shown: known || !record.unverified, live: known ? undefined : 'off' }
}

const drafts = new WeakMap<ClauseView, DraftWording>()

/** What agreeing to a clause would sign. Reckoned once for each state of it. */
export const draftOf = (clause: ClauseView): DraftWording => {
  const known = drafts.get(clause)
  if (known) return known
  const draft = draftWording(clause)
  drafts.set(clause, draft)
  return draft
}

const pauseDrafts = new WeakMap<PauseMinutes, DraftWording>()

/** The same of the pause rule. */
export const pauseDraftOf = (minutes: PauseMinutes): DraftWording => {
  const known = pauseDrafts.get(minutes)
  if (known) return known
  const draft = draftPause(minutes)
  pauseDrafts.set(minutes, draft)
  return draft
}

export const useStanding = (draft: DraftWording, mySeat: Seat): Standing => {
  const { record } = useAssents()
  return useMemo(() => standingOf(record, mySeat, draft.clauseId, draft.wording), [record, mySeat, draft])
}

/** How many clauses of each part of the page both hold, whatever their draft says, and how many of the draft are on the table. */
export interface Tally {
  ours: number
  table: number
}
export type PartOfPage = 'signals' | 'pauses' | 'comingBack' | 'promises'

export type TallyOfPage = Readonly<Record<PartOfPage, Tally>>

export const tallies = (view: AgreementView, record: AgreementRecord, mySeat: Seat): TallyOfPage => {
  const isOurs = (draft: DraftWording) => standingOf(record, mySeat, draft.clauseId, draft.wording).kind === 'ours'
  const tally = (list: readonly DraftWording[], ...kinds: readonly Wording['kind'][]): Tally => ({
    ours: heldClauses(record).filter(({ wording }) => kinds.includes(wording.kind)).length,
    table: list.filter(draft => !isOurs(draft)).length,
  })
  return {
    signals: tally(view.signals.map(draftOf), 'signal'),
    pauses: tally([pauseDraftOf(view.pause), ...view.activities.map(draftOf)], 'pause', 'activity'),
    comingBack: tally(view.phrases.map(draftOf), 'phrase'),
    promises: tally(view.promises.map(draftOf), 'promise'),
  }
}

export const sumOf = (tally: TallyOfPage, of: keyof Tally): number =>
  Object.values(tally).reduce((count, part) => count + part[of], 0)
