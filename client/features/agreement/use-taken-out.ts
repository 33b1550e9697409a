import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { ClauseView } from '../../documents/agreement-view.ts'
import { byOrder } from '../../documents/clauses.ts'
import type { Loss } from '../../documents/lost-words.ts'
import { clauseElementId } from './clause-card.tsx'
import { clauseTitle } from './clause-title.ts'
import { type CaretPlace, caretIn } from './write-on.ts'
import type { Writing } from './writing.ts'

export interface TakenOut {
  id: string
  title: string
  place: number
  /** It went without leaving anything to show again: this is what is known of it. */
  loss: Loss | null
  /** Somebody was in it as all of it went. */
  hadFocus: boolean
  /** Somebody was writing in it, here. */
  caret: CaretPlace | null
}

const NOBODY = { hadFocus: false, caret: null }
const focusIn = (id: string): Pick<TakenOut, 'hadFocus' | 'caret'> => ({
  hadFocus: document.getElementById(clauseElementId(id))?.contains(document.activeElement) ?? false,
  caret: caretIn(id),
})

const NONE: readonly TakenOut[] = []
const NOTHING: readonly ClauseView[] = []

/**
 * What the partner took out while one looked, and what one had written in while one was elsewhere: nothing vanishes without a word.
 * `own`: what was removed here. `isHere`: whether a clause that is gone stood in this list. What comes back leaves it by itself.
 */
export const useTakenOut = (
  clauses: readonly ClauseView[],
  own: string | undefined,
  writing: Writing | null,
  isHere: (clause: ClauseView) => boolean,
): [readonly TakenOut[], (one: TakenOut) => void] => {
  const agreement = writing?.agreement
  const removals = writing?.together.removals
  const [before, setBefore] = useState(clauses)
  const [takenOut, setTakenOut] = useState(NONE)
  const subscribe = useCallback((changed: () => void) => removals?.subscribe(changed) ?? (() => undefined), [removals])
  const untold = useSyncExternalStore(subscribe, () => removals?.untold() ?? NOTHING)
  const here = new Set(clauses.map(({ id }) => id))
  if (before !== clauses) {
    const known = new Set(takenOut.map(({ loss }) => loss))
    const gone = before.flatMap((clause, place): TakenOut[] => {
      const { id } = clause
      const isGone = !here.has(id)
      const losses = agreement?.lostWords(id).filter(loss => !known.has(loss)) ?? []
      if (losses.length > 0)
        return losses.map(loss => ({ id, title: clauseTitle(loss.clause), place, loss, ...(isGone ? focusIn(id) : NOBODY) }))
      return isGone && id !== own && agreement?.isTakenOutByOther(id)
        ? [{ id, title: clauseTitle(clause), place, loss: null, ...focusIn(id) }]
        : []
    })
    const still = takenOut.filter(({ id, loss }) => (loss ? agreement?.lostWords(id).includes(loss) : !here.has(id)))
    if (gone.length > 0 || still.length < takenOut.length) setTakenOut([...still, ...gone])
    setBefore(clauses)
  } else {
    const isTold = new Set([...here, ...takenOut.map(({ id }) => id)])
    const news = untold.filter(clause => !isTold.has(clause.id) && isHere(clause))
    if (news.length > 0) setTakenOut([...takenOut, ...news.map(clause => asTakenOut(clause, clauses))])
  }
  useEffect(() => {
    removals?.told(takenOut.flatMap(({ id, loss }) => (loss ? [] : id)))
  }, [removals, takenOut])
  return [takenOut, gone => setTakenOut(takenOut.filter(one => one !== gone))]
}

/** Where it stood. */
const asTakenOut = (clause: ClauseView, clauses: readonly ClauseView[]): TakenOut => ({
  id: clause.id,
  title: clauseTitle(clause),
  place: clauses.filter(one => byOrder(one, clause) < 0).length,
  loss: null,
  ...NOBODY,
})
