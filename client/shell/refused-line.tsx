import { Link } from 'wouter'
import { useTranslation } from '../i18n/use-translation.ts'
import { useSessionState } from '../sync/use-session.ts'
import { Pause } from '../ui/icons.ts'
import styles from './paused-line.module.css'

/** A step of a pause was refused, perhaps while no page was open: pressed without a network, and sent when its time was over. */
export const RefusedLine = () => {
  const { t } = useTranslation('pause')
  if (useSessionState().refusal?.of !== 'pause') return null
  return (
    <div role="status">
      <Link href="/pause" className={styles.line}>
        <Pause />
        {t('refused')}
      </Link>
    </div>
  )
}
