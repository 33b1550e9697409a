import { useTranslation } from '../i18n/use-translation.ts'
import { Notice } from '../ui/notice.tsx'
import styles from './missing-here.module.css'

/** On a plain http page of the home network: what works, and what the browser keeps back there. Nothing elsewhere. */
export const MissingHere = () => (window.isSecureContext ? null : <Missing />)

const Missing = () => {
  const { t } = useTranslation('notices')
  return (
    <div className={styles.place}>
      <Notice title={t('missing.title')}>
        <p>{t('missing.works')}</p>
        <p>{t('missing.not')}</p>
      </Notice>
    </div>
  )
}
