import type { WordingOf } from '../../shared/wording.ts'
import type { AgreementRecord } from './agreement-record.ts'
import { heldClauses } from './held-clauses.ts'

/** A signal as it can be mistaken for another. */
export interface SignalLook {
  readonly id: string
  readonly kind: 'signal'
  readonly texts: { readonly word: string; readonly emoji: string; readonly gesture: string }
}

const known = new WeakMap<AgreementRecord, readonly SignalLook[]>()

/**
 * The signals that both hold, whatever became of their draft: of each the wording that would come into force, or stay in it. Not
 * what only stands in the draft, nor what one of them agreed to: nobody keeps the other from agreeing. The same list for the same
 * record.
 */
export const heldSignals = (record: AgreementRecord): readonly SignalLook[] => {
  const signals = known.get(record) ?? readSignals(record)
  known.set(record, signals)
  return signals
}

const readSignals = (record: AgreementRecord): readonly SignalLook[] =>
  heldClauses(record).flatMap(({ clauseId, wording }) => (wording.kind === 'signal' ? [lookOf(clauseId, wording)] : []))

const looks = new WeakMap<WordingOf<'signal'>, SignalLook>()

/** The same for the same words: every event makes another record, and most change nothing here. */
export const lookOf = (id: string, texts: WordingOf<'signal'>): SignalLook => {
  const before = looks.get(texts)
  const look: SignalLook = before?.id === id ? before : { id, kind: 'signal', texts }
  looks.set(texts, look)
  return look
}
