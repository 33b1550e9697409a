import type { AgreementRecord } from '../../client/documents/agreement-record.ts'
import { starterId } from '../../client/documents/home-projection.ts'
import { type OpenedAgreementRecord, openAgreementRecord } from '../../client/documents/open-agreement-record.ts'
import { starterTexts } from '../../client/i18n/en/starters.ts'
import { wordingHash } from '../../client/keys/wording-hash.ts'
import type { Session } from '../../client/sync/session.ts'
import type { Wording, WordingOf } from '../../shared/wording.ts'
import type { Couple } from './sessions.ts'

export interface OpenRecord extends OpenedAgreementRecord, Disposable {}

export const openRecord = (session: Session): OpenRecord => {
  const opened = openAgreementRecord(session)
  if (!opened) throw new Error('there is no space on this device')
  return { ...opened, [Symbol.dispose]: opened.close }
}

/** Resolves when the record is so, with every signature checked. */
export const untilRecord = <T>(
  opened: OpenedAgreementRecord,
  found: (record: AgreementRecord) => T | undefined | null | false,
) => {
  const { promise, resolve } = Promise.withResolvers<T>()
  const look = () => {
    const record = opened.state()
    const value = record.unverified ? undefined : found(record)
    if (value === undefined || value === null || value === false) return
    stop()
    resolve(value)
  }
  const stop = opened.subscribe(look)
  look()
  return promise
}

export const isOurs = (opened: OpenedAgreementRecord, clauseId: string, wording: Wording): Promise<true> =>
  untilRecord(opened, record => record.ours(clauseId)?.hash === wordingHash(wording))

/** Puts these in force as a couple does: both agree to each, each on their own phone, and seat a presses. */
export const agreeOnBothSides = async (
  { a, b }: Couple,
  clauses: readonly (readonly [clauseId: string, wording: Wording])[],
): Promise<void> => {
  using annas = openRecord(a.session)
  using bens = openRecord(b.session)
  for (const [clauseId, wording] of clauses) {
    await annas.agree(clauseId, wording)
    await bens.agree(clauseId, wording)
  }
  for (const [clauseId, wording] of clauses) await isOurs(annas, clauseId, wording)
  await annas.putInForce(clauses.map(([clauseId, wording]) => ({ clauseId, hash: wordingHash(wording) })))
  const before = bens.state().versions.length
  await untilRecord(bens, record => record.versions.length > before && record.inForce)
}

/** The starters' signals under their own ids, as both could agree to them as they stand. */
export const starterSignals = (): [clauseId: string, wording: WordingOf<'signal'>][] =>
  starterTexts.signals.map((texts, index) => [starterId('signal', index), { kind: 'signal', ...texts }])
