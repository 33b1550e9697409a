import type { Seat } from '../../../shared/ids.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSessionState } from '../../sync/use-session.ts'

/** Both names by seat, as this device knows them. */
export const useNames = (): Record<Seat, string> => {
  const { t } = useTranslation('now')
  const { me, partner, partnerNameGuess } = useSessionState()
  const partnerName = partner?.name || partnerNameGuess || t('yourPartner')
  const myName = me?.name ?? ''
  return me?.seat === 'b' ? { a: partnerName, b: myName } : { a: myName, b: partnerName }
}
