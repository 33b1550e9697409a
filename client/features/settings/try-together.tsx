import { useTranslation } from '../../i18n/use-translation.ts'
import { useSessionState } from '../../sync/use-session.ts'
import { HeartHandshake } from '../../ui/icons.ts'
import { Group, Way } from './group.tsx'

/** The way to a drill, once there are two. */
export const TryTogether = () => {
  const { t } = useTranslation('settings')
  const { phase } = useSessionState()
  if (phase !== 'paired') return null
  return (
    <Group title={t('practice.title')}>
      <Way href="/drill" icon={<HeartHandshake />} title={t('practice.way')} detail={t('practice.more')} />
    </Group>
  )
}
