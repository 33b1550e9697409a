import { useMemo } from 'react'
import { otherSeat } from '../../../shared/ids.ts'
import type { HeldClause } from '../../documents/agreement-record.ts'
import type { Standing } from '../../documents/standing.ts'
import { useCouple } from './couple.ts'
import type { HeldAgainst } from './older-words.ts'
import { usePartLabels } from './part-labels.ts'
import { useClauseChange } from './use-together.ts'
import { wordingParts } from './wording-parts.ts'

/**
 * The words that the draft is held against, and whose change it is: of whoever agreed to it, else of whoever wrote in it last.
 * `earlier`: what one agreed to alone before the draft was changed.
 * Null when there is nothing to hold it against.
 */
export const useHeldAgainst = (clauseId: string, { kind, ours }: Standing, earlier: HeldClause | null): HeldAgainst | null => {
  const { mySeat } = useCouple()
  const { nameOf } = usePartLabels()
  const last = useClauseChange(clauseId)?.last?.seat ?? null
  const wording = kind === 'ours' ? null : (ours ?? earlier)?.wording
  const by = kind === 'you-agree' ? mySeat : kind === 'partner-agrees' ? otherSeat(mySeat) : last
  return useMemo(() => (wording ? { parts: wordingParts(wording, nameOf), by } : null), [wording, nameOf, by])
}
