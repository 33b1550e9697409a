import { useCallback, useSyncExternalStore } from 'react'
import type { ClauseChange } from '../../documents/clause-change.ts'
import { useWriting } from './writing.ts'

const nothing = () => () => undefined

/** Who changed a clause last, and what both changed while apart. Null until the document is open. */
export const useClauseChange = (clauseId: string): ClauseChange | null => {
  const changes = useWriting()?.together.changes
  const subscribe = useCallback((changed: () => void) => changes?.subscribe(clauseId, changed) ?? nothing(), [changes, clauseId])
  return useSyncExternalStore(subscribe, () => changes?.of(clauseId) ?? null)
}

/** Whether the partner's caret stands in a clause. */
export const useIsPartnerAt = (clauseId: string): boolean => {
  const partnerAt = useWriting()?.together.partnerAt
  const subscribe = useCallback(
    (changed: () => void) => partnerAt?.subscribe(clauseId, changed) ?? nothing(),
    [partnerAt, clauseId],
  )
  return useSyncExternalStore(subscribe, () => partnerAt?.at === clauseId)
}
