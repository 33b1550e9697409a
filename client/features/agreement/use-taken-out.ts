import { useState } from 'react'
import type { Agreement } from '../../documents/agreement.ts'
import type { ClauseView } from '../../documents/agreement-view.ts'
import { clauseElementId } from './clause-card.tsx'
import { clauseTitle } from './clause-title.ts'

export interface TakenOut {
  id: string
  title: string
  place: number
  /** It went without leaving anything to show again. */
  isLost: boolean
  /** Somebody was in it as all of it went. */
  hadFocus: boolean
}

const hasFocus = (id: string): boolean => document.getElementById(clauseElementId(id))?.contains(document.activeElement) ?? false

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
    const known = new Set(takenOut.flatMap(({ id, isLost }) => (isLost ? [id] : [])))
    const gone = before.flatMap((clause, place) => {
      const { id } = clause
      const lost = known.has(id) ? null : agreement?.lostWords(id)
      if (lost) return [{ id, title: clauseTitle(lost), place, isLost: true, hadFocus: !here.has(id) && hasFocus(id) }]
      return !here.has(id) && id !== own && agreement?.isTakenOutByOther(id)
        ? [{ id, title: clauseTitle(clause), place, isLost: false, hadFocus: hasFocus(id) }]
        : []
    })
    const still = takenOut.filter(({ id, isLost }) => (isLost ? agreement?.lostWords(id) : !here.has(id)))
    if (gone.length > 0 || still.length < takenOut.length) setTakenOut([...still, ...gone])
    setBefore(clauses)
  }
  return [takenOut, id => setTakenOut(takenOut.filter(one => one.id !== id))]
}
