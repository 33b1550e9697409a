import type { Seat } from '../../../shared/ids.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSessionState } from '../../sync/use-session.ts'

export interface Couple {
  a: string
  b: string
  mySeat: Seat
  partnerName: string
  /** Who has not joined yet; null once both are in. */
  waitingFor: string | null
}

/** Both names, as this screen calls them. */
export const useCouple = (): Couple => {
  const { t } = useTranslation('now')
  const { me, partner, partnerNameGuess } = useSessionState()
  const partnerName = partner?.name || partnerNameGuess || t('yourPartner')
  const myName = me?.name ?? ''
  const mySeat = me?.seat ?? 'a'
  const names = mySeat === 'a' ? { a: myName, b: partnerName } : { a: partnerName, b: myName }
  return { ...names, mySeat, partnerName, waitingFor: partner ? null : partnerName }
}
