import type { Seat } from '../../../shared/ids.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSessionState } from '../../sync/use-session.ts'

export interface Couple {
  a: string
  b: string
  mySeat: Seat
  partnerName: string
  /** What their shapes show: a name that nobody said is a question mark. */
  marks: { a: string; b: string }
}

/** Both names, as this screen calls them. */
export const useCouple = (): Couple => {
  const { t } = useTranslation('now')
  const { me, partner, partnerNameGuess } = useSessionState()
  const partnerName = partner?.name || partnerNameGuess || t('yourPartner')
  const myName = me?.name ?? ''
  const mySeat = me?.seat ?? 'a'
  const names = mySeat === 'a' ? { a: myName, b: partnerName } : { a: partnerName, b: myName }
  const partnerMark = partner?.name || partnerNameGuess || '?'
  const marks = mySeat === 'a' ? { a: myName, b: partnerMark } : { a: partnerMark, b: myName }
  return { ...names, mySeat, partnerName, marks }
}
