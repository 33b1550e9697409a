import { useEffect, useMemo, useState } from 'react'
import { useAgreementRecord } from '../../documents/use-agreement-record.ts'
import type { Assents } from './assents.ts'

/** What both signed, for a page that shows it. `said`: what is to be told to those who listen. */
export const useOpenAssents = (): { assents: Assents; said: string } => {
  const { record, verbs } = useAgreementRecord()
  const [said, say] = useState('')
  const [known, setKnown] = useState(false)
  useEffect(() => {
    // One drawing later than what is read at the start, so that this is not taken for news and read out.
    if (!record.unverified) setKnown(true)
  }, [record])
  const assents = useMemo(() => ({ record, known, verbs, say }), [record, known, verbs])
  return { assents, said }
}
