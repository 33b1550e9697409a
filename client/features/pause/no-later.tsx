import { type Paused, whyNoLater } from '../../../shared/pause.ts'
import { useHome } from '../../documents/use-home.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSessionState } from '../../sync/use-session.ts'
import { noLaterWords } from './no-later-words.ts'
import styles from './pause.module.css'

/** Where no later time can be offered: why, in one sentence. Nothing where there are some. */
export const NoLater = ({ state, now }: { state: Paused; now: number }) => {
  const { t } = useTranslation('pause')
  const { pause, starters } = useHome()
  const { longest } = pause
  const why = whyNoLater(state, now, longest, useSessionState().pause.limits)
  const length = longest % 60 === 0 ? t('length.hours', { count: longest / 60 }) : t('length.minutes', { count: longest })
  return why && <p className={styles.note}>{t(`noLater.${noLaterWords(why, starters.pause)}`, { length })}</p>
}
