import { useState } from 'react'
import type { Agreement } from '../../documents/agreement.ts'
import type { ClauseView } from '../../documents/agreement-view.ts'
import type { Loss } from '../../documents/lost-words.ts'
import { clauseElementId } from './clause-card.tsx'
import { clauseTitle } from './clause-title.ts'

export interface TakenOut {
  id: string
  title: string
  place: number
  /** It went without leaving anything to show again: this is what is known of it. */
  loss: Loss | null
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
): [readonly TakenOut[], (one: TakenOut) => void] => {
  const [before, setBefore] = useState(clauses)
  const [takenOut, setTakenOut] = useState(NONE)
  if (before !== clauses) {
    const here = new Set(clauses.map(({ id }) => id))
    const known = new Set(takenOut.map(({ loss }) => loss))
    const gone = before.flatMap((clause, place): TakenOut[] => {
      const { id } = clause
      const isGone = !here.has(id)
      const losses = agreement?.lostWords(id).filter(loss => !known.has(loss)) ?? []
      if (losses.length > 0)
        return losses.map(loss => ({ id, title: clauseTitle(loss.clause), place, loss, hadFocus: isGone && hasFocus(id) }))
      return isGone && id !== own && agreement?.isTakenOutByOther(id)
        ? [{ id, title: clauseTitle(clause), place, loss: null, hadFocus: hasFocus(id) }]
        : []
    })
    const still = takenOut.filter(({ id, loss }) => (loss ? agreement?.lostWords(id).includes(loss) : !here.has(id)))
    if (gone.length > 0 || still.length < takenOut.length) setTakenOut([...still, ...gone])
    setBefore(clauses)
  }
  return [takenOut, gone => setTakenOut(takenOut.filter(one => one !== gone))]
}
