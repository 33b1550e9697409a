import type { Person } from '../sync/session.ts'
import { useSessionState } from '../sync/use-session.ts'
import { useTranslation } from './use-translation.ts'

export interface Partner extends Person {
  /** For their shape: the name, or a question mark while nobody said one. */
  mark: string
}

/** The partner as screens name them, null until they joined. Their own name arrives a moment after them. */
export const usePartner = (): Partner | null => {
  const { t } = useTranslation('now')
  const { partner, partnerNameGuess } = useSessionState()
  const said = partner?.name || partnerNameGuess
  return partner && { ...partner, name: said || t('yourPartner'), mark: said || '?' }
}
