import { useMemo } from 'react'
import type { AgreementRecord } from '../../documents/agreement-record.ts'
import type { AgreementInUse } from '../../documents/use-agreement.ts'
import { useAgreementRecord } from '../../documents/use-agreement-record.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { type Paper, paperOf } from './paper-content.ts'
import { type Taken, takenFromDraft, takenFromVersion } from './taken.ts'
import { useNames } from './use-names.ts'

/** What is in force, or the draft while nothing is. Null until it is known which. */
export const useTaken = (inUse: AgreementInUse | null): Taken | null => {
  const { record } = useAgreementRecord()
  const view = inUse?.status.loaded ? inUse.view : null
  return useMemo(() => {
    const inForce = takenInForce(record)
    if (inForce) return inForce
    return record.unverified || !view ? null : takenFromDraft(view)
  }, [record, view])
}

const takenInForce = ({ inForce, versions }: AgreementRecord): Taken | null => {
  const version = inForce && versions.find(({ number }) => number === inForce.number)
  if (!inForce || !version) return null
  return takenFromVersion(
    { kind: 'in-force', number: inForce.number, at: version.at, unsent: version.unsent },
    inForce.clauses.map(({ wording }) => wording),
  )
}

/** The same in the order of reading. */
export const usePaper = (taken: Taken | null): Paper | null => {
  const { t } = useTranslation('along')
  const { t: agreement } = useTranslation('agreement')
  const names = useNames()
  return taken && paperOf(taken, { names, t, agreement })
}
