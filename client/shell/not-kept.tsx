import { useTranslation } from '../i18n/use-translation.ts'
import type { SessionState } from '../sync/session.ts'
import { Notice } from '../ui/notice.tsx'

/** The browser denies local storage, or takes no writes. */
export const NotKept = ({ storage }: { storage: NonNullable<SessionState['storage']> }) => {
  const { t } = useTranslation('notices')
  return (
    <Notice kind="warn" role="status" title={t(`notKept.${storage}`)}>
      {t(`notKept.${storage}More`)}
    </Notice>
  )
}
