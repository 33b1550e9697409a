import type { Seat } from '../../shared/ids.ts'
import type { WordingOf } from '../../shared/wording.ts'
import type { AgreementRecord } from './agreement-record.ts'

/** A signal as it can be mistaken for another. */
export interface SignalLook {
  readonly id: string
  readonly kind: 'signal'
  readonly texts: { readonly word: string; readonly emoji: string; readonly gesture: string }
}

const known = new WeakMap<AgreementRecord, readonly SignalLook[]>()

/**
 * The signals that both hold, whatever became of their draft: of each the wording that would come into force, or stay in it. The
 * same list for the same record.
 */
export const heldSignals = (record: AgreementRecord): readonly SignalLook[] => {
  const signals = known.get(record) ?? readSignals(record)
  known.set(record, signals)
  return signals
}

const readSignals = (record: AgreementRecord): readonly SignalLook[] => {
  const inForce = new Map(record.inForce?.clauses.map(clause => [clause.clauseId, clause]))
  const ids = new Set([...inForce.keys(), ...record.agreedBy('a').map(({ clauseId }) => clauseId)])
  return [...ids].flatMap(id => {
    const wording = (record.ours(id) ?? inForce.get(id))?.wording
    return wording?.kind === 'signal' ? [lookOf(id, wording)] : []
  })
}

const agreed = new WeakMap<AgreementRecord, Map<Seat, readonly SignalLook[]>>()

/**
 * The signals of which another may not look alike when this seat agrees to it: in the words that are ours, in force, or that this
 * seat has agreed to. Not what only stands in the draft, nor what only the other agreed to: nobody keeps the other from agreeing.
 */
export const agreedSignals = (record: AgreementRecord, seat: Seat): readonly SignalLook[] => {
  const seats = agreed.get(record) ?? new Map<Seat, readonly SignalLook[]>()
  agreed.set(record, seats)
  const signals = seats.get(seat) ?? readAgreed(record, seat)
  seats.set(seat, signals)
  return signals
}

const readAgreed = (record: AgreementRecord, seat: Seat): readonly SignalLook[] => {
  const own = record.agreedBy(seat).flatMap(held => [held, record.waiting(seat, held.clauseId) ?? held])
  return [...own, ...(record.inForce?.clauses ?? [])].flatMap(({ clauseId, wording }) =>
    wording.kind === 'signal' ? [lookOf(clauseId, wording)] : [],
  )
}

const looks = new WeakMap<WordingOf<'signal'>, SignalLook>()

/** The same for the same words: every event makes another record, and most change nothing here. */
export const lookOf = (id: string, texts: WordingOf<'signal'>): SignalLook => {
  const before = looks.get(texts)
  const look: SignalLook = before?.id === id ? before : { id, kind: 'signal', texts }
  looks.set(texts, look)
  return look
}
