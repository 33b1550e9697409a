import { Link } from 'wouter'
import { useTranslation } from '../i18n/use-translation.ts'
import { CloudOff } from '../ui/icons.ts'
import styles from './paused-line.module.css'

/** Another server, another data folder, or a device that was removed: nobody here can tell which, and all stays as it is. */
export const UnknownDevice = () => {
  const { t } = useTranslation('notices')
  return (
    <div role="status">
      <Link href="/device" className={styles.line}>
        <CloudOff />
        {t('unknownDevice')}
      </Link>
    </div>
  )
}
