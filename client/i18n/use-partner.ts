import type { Person } from '../sync/session.ts'
import { useSessionState } from '../sync/use-session.ts'
import { useTranslation } from './use-translation.ts'

/** The partner as screens name them, null until they joined. Their own name arrives a moment after them. */
export const usePartner = (): Person | null => {
  const { t } = useTranslation('now')
  const { partner, partnerNameGuess } = useSessionState()
  return partner && { ...partner, name: partner.name || partnerNameGuess || t('yourPartner') }
}
