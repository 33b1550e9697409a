import { useTranslation } from '../i18n/use-translation.ts'
import { useNow } from '../sync/use-now.ts'
import { useSession, useSessionState } from '../sync/use-session.ts'
import { Sunrise } from '../ui/icons.ts'
import styles from './paused-line.module.css'
import { restsUntil } from './rests-until.ts'

/** That what they paused on rests until tomorrow, for both, whoever said it. */
export const RestsLine = () => {
  const { t } = useTranslation('pause')
  const now = useNow(useSession(), 1_000)
  const rest = useSessionState().pause.phrases.findLast(({ rests }) => rests)
  if (!rest || now >= restsUntil(rest.at)) return null
  return (
    <p role="status" className={styles.line}>
      <Sunrise />
      {t('restsNow')}
    </p>
  )
}
