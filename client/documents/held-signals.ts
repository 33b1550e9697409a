import type { Seat } from '../../shared/ids.ts'
import type { AgreementRecord, HeldClause } from './agreement-record.ts'
import type { AgreementView, ClauseView } from './agreement-view.ts'

type Signals = Pick<AgreementView, 'signals'>

const known = new WeakMap<AgreementRecord, Map<Seat, Signals>>()

/**
 * The signals of which another may not look alike when this seat agrees to it: in the words that are ours, in force, or that this
 * seat has agreed to. Not what only stands in the draft, nor what only the other agreed to: nobody keeps the other from agreeing.
 */
export const heldSignals = (record: AgreementRecord, seat: Seat): Signals => {
  const seats = known.get(record) ?? new Map<Seat, Signals>()
  known.set(record, seats)
  const held = seats.get(seat) ?? { signals: signalsIn(record, seat) }
  seats.set(seat, held)
  return held
}

const signalsIn = (record: AgreementRecord, seat: Seat): readonly ClauseView<'signal'>[] => {
  const agreed = record.agreedBy(seat).flatMap(held => [held, record.waiting(seat, held.clauseId) ?? held])
  return [...agreed, ...(record.inForce?.clauses ?? [])].flatMap(asView)
}

const asView = ({ clauseId: id, wording }: HeldClause): ClauseView<'signal'>[] => {
  if (wording.kind !== 'signal') return []
  const { kind, ...texts } = wording
  return [{ id, kind, order: '', starter: false, seat: null, texts }]
}
