import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { Agreement } from '../../documents/agreement.ts'
import type { AgreementRecord } from '../../documents/agreement-record.ts'
import type { ClauseView } from '../../documents/agreement-view.ts'
import { type Check, checksOf, looksLike, type Signals, stillDue } from '../../documents/checks.ts'
import { heldSignals, type SignalLook } from '../../documents/held-signals.ts'
import { findRights } from '../../documents/rights-words.ts'
import { rightsWords } from '../../i18n/en/rights-words.ts'
import { useAssents } from './assents.ts'
import { useWriting } from './writing.ts'

/** Words have settled when nobody has changed them for so long, ms. */
const SETTLED_MS = 1_200

const rightsIn = findRights(rightsWords)

interface Settled {
  agreement: Agreement | null
  /** What was looked at. */
  clause: ClauseView | null
  alike: SignalLook | null
  checks: readonly Check[]
  /** Which of them came just now, to be spoken; null while there was nothing to speak of. */
  spoken: ReadonlySet<Check['kind']> | null
}

const NOT_YET: Settled = { agreement: null, clause: null, alike: null, checks: [], spoken: null }

/**
 * What a kind word is due about in a clause, at once when it is first shown, and after that when its words have settled. What it was
 * about may go before: then it goes, too.
 */
export const useChecks = (clause: ClauseView): Pick<Settled, 'checks' | 'spoken'> => {
  const agreement = useWriting()?.agreement ?? null
  const { record } = useAssents()
  const alike = useLookAlike(clause)
  const [settled, setSettled] = useState(NOT_YET)
  if (agreement && settled.agreement !== agreement)
    setSettled({ agreement, clause, alike, checks: look(clause, agreement, record), spoken: null })
  const isSettled = settled.clause === clause && settled.alike === alike
  useEffect(() => {
    if (!agreement || isSettled) return
    // A region speaks only of what changes in it, so it has to be there before.
    setSettled(before => (before.spoken?.size === 0 ? before : { ...before, spoken: new Set() }))
    const timer = setTimeout(() => {
      const checks = look(clause, agreement, record)
      setSettled(before => ({ agreement, clause, alike, checks, spoken: newIn(checks, before.checks) }))
    }, SETTLED_MS)
    return () => clearTimeout(timer)
  }, [agreement, record, isSettled, clause, alike])
  if (isSettled || !agreement || settled.checks.length === 0) return settled
  return { ...settled, checks: stillDue(settled.checks, look(clause, agreement, record)) }
}

const look = (clause: ClauseView, agreement: Agreement, record: AgreementRecord): readonly Check[] =>
  checksOf(clause, signalsOf(agreement, record), rightsIn)

/** All that a signal could be mistaken for. */
const signalsOf = (agreement: Agreement, record: AgreementRecord): Signals => ({
  signals: agreement.snapshot().signals,
  held: heldSignals(record),
})

const newIn = (checks: readonly Check[], before: readonly Check[]): ReadonlySet<Check['kind']> => {
  const known = new Set(before.map(({ kind }) => kind))
  return new Set(checks.map(({ kind }) => kind).filter(kind => !known.has(kind)))
}

/** The other signal that this one looks like, the same object until it changes: other clauses change all the time. */
const useLookAlike = (clause: ClauseView): SignalLook | null => {
  const agreement = useWriting()?.agreement ?? null
  const { record } = useAssents()
  // No other kind has a look, and every letter would ask all of them.
  const watched = clause.kind === 'signal' ? agreement : null
  const subscribe = useCallback((changed: () => void) => watched?.subscribe(changed) ?? nothing, [watched])
  return useSyncExternalStore(subscribe, () => (watched && looksLike(clause, signalsOf(watched, record))?.as) ?? null)
}

const nothing = () => undefined
