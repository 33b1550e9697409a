import type { PauseMinutes } from '../../documents/agreement-view.ts'
import type { Translate } from '../../i18n/translate.ts'

const HOUR = 60

/** "25 minutes", "4 hours". */
const durationText = (minutes: number, t: Translate<'along'>): string =>
  minutes > HOUR && minutes % HOUR === 0 ? t('hours', { count: minutes / HOUR }) : t('minutes', { count: minutes })

/** "At least 20 minutes, usually 25 minutes, at most 4 hours." */
export const pauseText = ({ shortest, usual, longest }: PauseMinutes, t: Translate<'along'>): string =>
  t('paper.pause', { shortest: durationText(shortest, t), usual: durationText(usual, t), longest: durationText(longest, t) })
