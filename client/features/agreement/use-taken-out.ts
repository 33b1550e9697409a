import { useState } from 'react'
import type { Agreement } from '../../documents/agreement.ts'
import type { ClauseView } from '../../documents/agreement-view.ts'
import { clauseTitle } from './clause-title.ts'

export interface TakenOut {
  id: string
  title: string
  place: number
}

const NONE: readonly TakenOut[] = []

/**
 * What the partner took out while one looked: nothing vanishes under one's hands without a word. `own`: what was removed here.
 * What comes back leaves the list by itself.
 */
export const useTakenOut = (
  clauses: readonly ClauseView[],
  own: string | undefined,
  agreement: Agreement | undefined,
): [readonly TakenOut[], (id: string) => void] => {
  const [before, setBefore] = useState(clauses)
  const [takenOut, setTakenOut] = useState(NONE)
  if (before !== clauses) {
    const here = new Set(clauses.map(({ id }) => id))
    const gone = before.flatMap((clause, place) =>
      here.has(clause.id) || clause.id === own || !agreement?.isTakenOutByOther(clause.id)
        ? []
        : [{ id: clause.id, title: clauseTitle(clause), place }],
    )
    const still = takenOut.filter(({ id }) => !here.has(id))
    if (gone.length > 0 || still.length < takenOut.length) setTakenOut([...still, ...gone])
    setBefore(clauses)
  }
  return [takenOut, id => setTakenOut(takenOut.filter(one => one.id !== id))]
}
