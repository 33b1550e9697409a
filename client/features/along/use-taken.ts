import { useMemo, useState } from 'react'
import type { AgreementRecord } from '../../documents/agreement-record.ts'
import type { AgreementInUse } from '../../documents/use-agreement.ts'
import { useAgreementRecord } from '../../documents/use-agreement-record.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { type Paper, paperOf } from './paper-content.ts'
import { type Taken, takenOf } from './taken.ts'
import { useNames } from './use-names.ts'

/** What is in force, or the draft while nothing is. Null until it is known which. */
export const useTaken = (inUse: AgreementInUse | null): Taken | null => {
  const { record } = useAgreementRecord()
  const known = useIsKnown(record)
  const view = inUse?.status.loaded ? inUse.view : null
  return useMemo(() => takenOf(record, known, view), [record, known, view])
}

/**
 * Whether all that the log held when it was first read here is checked: until then a version that is over may look like the newest.
 * What comes later keeps nothing back, however much it is.
 */
const useIsKnown = ({ unverified, sure }: AgreementRecord): boolean => {
  const [known, setKnown] = useState(false)
  const [newest, setNewest] = useState(0)
  if (newest === 0 && sure.newest > 0) setNewest(sure.newest)
  if (!known && (!unverified || (newest > 0 && sure.to > newest))) setKnown(true)
  return known
}

/** The same in the order of reading. */
export const usePaper = (taken: Taken | null): Paper | null => {
  const { t } = useTranslation('along')
  const { t: agreement } = useTranslation('agreement')
  const names = useNames()
  return taken && paperOf(taken, { names, t, agreement })
}
