import { useTranslation } from '../i18n/use-translation.ts'
import { Notice } from '../ui/notice.tsx'

/** The browser denies local storage. */
export const NotKept = () => {
  const { t } = useTranslation('shell')
  return (
    <Notice kind="warn" role="status" title={t('notKept.title')}>
      {t('notKept.more')}
    </Notice>
  )
}
