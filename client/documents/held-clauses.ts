import type { AgreementRecord, HeldClause } from './agreement-record.ts'

const known = new WeakMap<AgreementRecord, readonly HeldClause[]>()

/**
 * What both hold, whatever became of its draft: of each clause the wording that would come into force, else the one that is in it.
 * The same list for the same record.
 */
export const heldClauses = (record: AgreementRecord): readonly HeldClause[] => {
  const held = known.get(record) ?? readHeld(record)
  known.set(record, held)
  return held
}

const readHeld = (record: AgreementRecord): readonly HeldClause[] => {
  const inForce = new Map(record.inForce?.clauses.map(clause => [clause.clauseId, clause]))
  const ids = new Set([...inForce.keys(), ...record.agreedBy('a').map(({ clauseId }) => clauseId)])
  return [...ids].flatMap(id => record.ours(id) ?? inForce.get(id) ?? [])
}

/** Whether this is the only signal in force: without it Now is left with starters. */
export const isLastSignal = ({ inForce }: AgreementRecord, clauseId: string): boolean => {
  const signals = inForce?.clauses.filter(({ wording }) => wording.kind === 'signal') ?? []
  return signals.length === 1 && signals[0]?.clauseId === clauseId
}
