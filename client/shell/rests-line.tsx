import { useTranslation } from '../i18n/use-translation.ts'
import { useNow } from '../sync/use-now.ts'
import { useSession, useSessionState } from '../sync/use-session.ts'
import { Sunrise } from '../ui/icons.ts'
import styles from './paused-line.module.css'
import { restsUntil } from './rests-until.ts'

/** Whether what they paused on rests still, for both, whoever said it. */
export const useRests = (): boolean => {
  const now = useNow(useSession(), 1_000)
  const rest = useSessionState().pause.phrases.findLast(({ rests }) => rests)
  return rest !== undefined && now < restsUntil(rest.at)
}

/** That what they paused on rests until tomorrow. On Now it stands in place of what is offered there. */
export const RestsLine = () => {
  const { t } = useTranslation('pause')
  if (!useRests()) return null
  return (
    <p role="status" className={styles.line}>
      <Sunrise />
      {t('restsNow')}
    </p>
  )
}
