import { useState } from 'react'
import { useLocation } from 'wouter'
import { backAt } from '../../i18n/back-at.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { LogIn, Smartphone, Undo2 } from '../../ui/icons.ts'
import { Settle } from '../../ui/settle.tsx'
import { Text } from '../../ui/text.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import { Breathe } from './breathe.tsx'
import { Meanwhile } from './meanwhile.tsx'
import type { Moment } from './moment.ts'
import { MoreTime } from './more-time.tsx'
import styles from './not-there.module.css'
import type { PauseProps } from './pause-times.tsx'
import { PauseRefusal } from './refusal.tsx'
import { TimeLeft } from './time-left.tsx'

/** The own pause while no device of the partner's has shown it: that is said first, with what can be done in the same room. */
export const NotThere = ({ moment, ...pause }: PauseProps & { moment: Exclude<Moment, { kind: 'called-back' }> }) => {
  const { t } = useTranslation('pause')
  const session = useSession()
  const [, navigate] = useLocation()
  const {
    pause: { unsent },
    storage,
  } = useSessionState()
  const [chosen, choose] = useState<string | null>(null)
  const { state, me, partner, now } = pause
  const seconds = moment.kind === 'starting' ? moment.secondsToTakeBack : 0
  const isMine = state.startedBy.length === 1
  const takeBack = async () => {
    await session.cancelPause()
    navigate('/')
  }
  return (
    <Page ground="pause" width="phone">
      <section className={styles.head}>
        <p role="status" className={styles.fact}>
          {t('notThere', { name: partner.name })}
        </p>
        <h1>{backAt(t, state.returnAt, now)}</h1>
        <Text kind="lead">{t(unsent && storage ? 'unkeptMore' : 'notThereMore')}</Text>
        <TimeLeft {...pause} />
        <PauseRefusal />
      </section>
      <div className={styles.breathe}>
        <Breathe state={state} now={now} activity={chosen} small />
      </div>
      <ThumbZone label={t('choices')}>
        <Settle>
          <CrisisKey kind="main" icon={<Smartphone />} onClick={() => navigate('/pause?show')}>
            {t('show')}
          </CrisisKey>
          {moment.kind === 'resting' && moment.canReturn && (
            <CrisisKey icon={<LogIn />} onClick={() => session.returnFromPause()}>
              {t('back')}
            </CrisisKey>
          )}
          {isMine && (unsent || seconds > 0) && (
            <CrisisKey icon={<Undo2 />} left={unsent ? undefined : t('seconds', { seconds })} onClick={takeBack}>
              {t('takeBack')}
            </CrisisKey>
          )}
        </Settle>
        <Meanwhile me={me} chosen={chosen} choose={choose} />
        <MoreTime state={state} now={now} quiet />
      </ThumbZone>
    </Page>
  )
}
