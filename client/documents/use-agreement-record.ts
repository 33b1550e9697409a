import { useEffect, useState, useSyncExternalStore } from 'react'
import { useSession } from '../sync/use-session.ts'
import { type AgreementRecord, emptyRecord } from './agreement-record.ts'
import { type OpenedAgreementRecord, openAgreementRecord } from './open-agreement-record.ts'

export interface AgreementRecordInUse {
  record: AgreementRecord
  /** Null at first, and while there is no space. */
  verbs: Omit<OpenedAgreementRecord, 'state' | 'subscribe' | 'close'> | null
}

const nothing = () => () => undefined

/** What both signed, open for as long as the component is there. Load late. */
export const useAgreementRecord = (): AgreementRecordInUse => {
  const session = useSession()
  const [opened, setOpened] = useState<OpenedAgreementRecord | null>(null)
  useEffect(() => {
    const here = openAgreementRecord(session)
    setOpened(here)
    return () => here?.close()
  }, [session])
  const record = useSyncExternalStore(opened?.subscribe ?? nothing, () => opened?.state() ?? emptyRecord)
  return { record, verbs: opened }
}
