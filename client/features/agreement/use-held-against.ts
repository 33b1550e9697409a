import { useMemo } from 'react'
import type { HeldClause } from '../../documents/agreement-record.ts'
import type { Standing } from '../../documents/standing.ts'
import { usePartLabels } from './part-labels.ts'
import { type WordingParts, wordingParts } from './wording-parts.ts'

/** The words that the draft is held against. `earlier`: what one agreed to alone before it was changed. Null: there are none. */
export const useHeldAgainst = ({ kind, ours }: Standing, earlier: HeldClause | null): WordingParts | null => {
  const { nameOf } = usePartLabels()
  const wording = kind === 'ours' ? null : (ours ?? earlier)?.wording
  return useMemo(() => (wording ? wordingParts(wording, nameOf) : null), [wording, nameOf])
}
