import { useLocation } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import type { Person } from '../../sync/session.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { HeartHandshake, House, Pause, Send } from '../../ui/icons.ts'
import styles from './drill.module.css'
import { PracticePage } from './practice-page.tsx'

/** Before a drill: what it is, and one key that asks the partner. */
export const Begin = ({ partner, alone = false }: { partner: Person; alone?: boolean }) => {
  const { t } = useTranslation('drill')
  const [, navigate] = useLocation()
  const { name } = partner
  return (
    <PracticePage
      moment="begin"
      title={t('begin.title')}
      lead={alone ? t('begin.alone', { name }) : t('begin.lead')}
      keys={
        <>
          {alone ? (
            <CrisisKey kind="main" icon={<Send />} onClick={() => navigate('/invite')}>
              {t('begin.bringIn', { name })}
            </CrisisKey>
          ) : (
            <InviteKey label={t('begin.invite', { name })} />
          )}
          <CrisisKey icon={<House />} onClick={() => navigate('/')}>
            {t('over.close')}
          </CrisisKey>
        </>
      }
    >
      {!alone && <p className={styles.more}>{t('begin.more')}</p>}
    </PracticePage>
  )
}

/** Asks the partner; while a real pause runs it leads there instead. */
export const InviteKey = ({ label, main = true }: { label: string; main?: boolean }) => {
  const { t } = useTranslation('drill')
  const session = useSession()
  const [, navigate] = useLocation()
  const { state } = useSessionState().pause
  if (state.kind === 'paused') {
    return (
      <CrisisKey kind="pause" icon={<Pause />} more={t('begin.paused')} onClick={() => navigate('/pause')}>
        {t('begin.toPause')}
      </CrisisKey>
    )
  }
  return (
    <CrisisKey kind={main ? 'main' : 'plain'} icon={<HeartHandshake />} onClick={() => session.pressDrill({ step: 'invite' })}>
      {label}
    </CrisisKey>
  )
}
