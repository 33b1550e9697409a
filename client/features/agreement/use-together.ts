import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { ClauseChange } from '../../documents/clause-change.ts'
import type { WordingParts } from './wording-parts.ts'
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

/** Whether this person has just changed a clause, so that their yes to the words before is about to be over. */
export const useIsLeaving = (clauseId: string): boolean => {
  const movedOn = useWriting()?.movedOn
  const subscribe = useCallback((changed: () => void) => movedOn?.subscribe(clauseId, changed) ?? nothing(), [movedOn, clauseId])
  return useSyncExternalStore(subscribe, () => movedOn?.isLeaving(clauseId) ?? false)
}

/** Words have come to rest so long after their last letter, ms. */
const RESTED_MS = 4_000

/** Whether the partner writes in a clause just now: their caret may rest there for long. */
export const useIsMoving = (clauseId: string, parts: WordingParts): boolean => {
  const isThere = useIsPartnerAt(clauseId)
  const words = JSON.stringify([...parts.values()])
  const [rested, setRested] = useState(words)
  useEffect(() => {
    if (words === rested) return
    const timer = setTimeout(() => setRested(words), RESTED_MS)
    return () => clearTimeout(timer)
  }, [words, rested])
  return isThere && words !== rested
}
