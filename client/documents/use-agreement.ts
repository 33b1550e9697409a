import { useEffect, useState, useSyncExternalStore } from 'react'
import { useSession } from '../sync/use-session.ts'
import { type AgreementState, type OpenedAgreement, openAgreement } from './open-agreement.ts'

export type AgreementInUse = AgreementState &
  Pick<OpenedAgreement, 'agreement' | 'document' | 'together' | 'movedOn' | 'setPlace'>

const nothing = () => () => undefined

/**
 * The agreement, open for as long as the component is there. Null at first, and while there is no space. Brings Yjs: load late.
 * `present`: the partner sees that this person is in it.
 */
export const useAgreement = (present = true): AgreementInUse | null => {
  const session = useSession()
  const [opened, setOpened] = useState<OpenedAgreement | null>(null)
  useEffect(() => {
    const here = openAgreement(session)
    const tellPresence = () => here?.setPresent(present && document.visibilityState === 'visible')
    tellPresence()
    document.addEventListener('visibilitychange', tellPresence)
    setOpened(here)
    return () => {
      document.removeEventListener('visibilitychange', tellPresence)
      here?.setPresent(false)
      void here?.close()
    }
  }, [session, present])
  const state = useSyncExternalStore(opened?.subscribe ?? nothing, () => opened?.state() ?? null)
  if (!opened || !state) return null
  const { agreement, together, movedOn, setPlace } = opened
  return { ...state, agreement, document: opened.document, together, movedOn, setPlace }
}
