import { useCallback } from 'react'
import type { Wording } from '../../../shared/wording.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { wordingTitle } from './clause-title.ts'
import { useCouple } from './couple.ts'
import type { PartName, SeatName } from './wording-parts.ts'

export interface PartLabels {
  labelOf: (part: PartName) => string
  nameOf: SeatName
  /** What signed words are called in a sentence. */
  titleOf: (wording: Wording) => string
}

/** What the parts of a clause are called, and the two who promise. */
export const usePartLabels = (): PartLabels => {
  const { t } = useTranslation('agreement')
  const { a, b } = useCouple()
  const nameOf: SeatName = useCallback(seat => (seat === null ? t('assent.nobody') : seat === 'a' ? a : b), [t, a, b])
  const labelOf = useCallback(
    (part: PartName) => {
      if (part === 'seat') return t('assent.whose')
      return isMinutes(part) ? t(`pause.${part}`) : t(`field.${part}`)
    },
    [t],
  )
  const titleOf = useCallback((wording: Wording) => wordingTitle(wording) || t('pause.heading'), [t])
  return { labelOf, nameOf, titleOf }
}

const isMinutes = (part: PartName) => part === 'shortest' || part === 'usual' || part === 'longest'
