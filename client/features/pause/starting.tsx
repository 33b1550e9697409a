import { useId } from 'react'
import { useLocation } from 'wouter'
import { backAt } from '../../i18n/back-at.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { BreathingFloat } from '../../ui/breathing-float.tsx'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Pause, Undo2 } from '../../ui/icons.ts'
import { keptClear } from '../../ui/kept-clear.ts'
import { Text } from '../../ui/text.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import { LaterTimes } from './later-times.tsx'
import { reachOf } from './moment.ts'
import { NoLater } from './no-later.tsx'
import styles from './pause.module.css'
import type { PauseProps } from './pause-times.tsx'
import { TimeLeft } from './time-left.tsx'

/** The first seconds after one's own start: a later time, or take it back, whose place then stays empty: nothing slides under a thumb. */
export const Starting = ({ state, me, partner, now, seconds }: PauseProps & { seconds: number }) => {
  const { t } = useTranslation('pause')
  const session = useSession()
  const [, navigate] = useLocation()
  const later = useId()
  const { pause, connection } = useSessionState()
  const isThere = reachOf(pause, state, connection, now) === 'there'
  const takeBack = async () => {
    await session.cancelPause()
    navigate('/')
  }
  return (
    <Page ground="pause" width="phone">
      <section ref={keptClear} className={styles.head}>
        <p className={styles.paused}>
          <Pause />
          <span>{t('paused')}</span>
        </p>
        <h1>{backAt(t, state.returnAt, now)}</h1>
        <Text kind="lead">{t(isThere ? 'started' : 'startedHere')}</Text>
        <TimeLeft state={state} me={me} partner={partner} now={now} />
      </section>
      <section className={styles.ring} aria-label={t('breathe')}>
        <BreathingFloat size={228} rope={{ spentCrossings: 0 }}>
          {t('minutes', { count: Math.round((state.returnAt - state.startedAt) / 60_000) })}
          <small>{t('fromNow')}</small>
        </BreathingFloat>
      </section>
      <ThumbZone labelledBy={later}>
        <Text kind="crisisLabel" as="h2" id={later}>
          {t('needLonger')}
        </Text>
        <LaterTimes state={state} now={now} />
        <NoLater state={state} now={now} />
        {seconds > 0 ? (
          <CrisisKey icon={<Undo2 />} left={t('seconds', { seconds })} onClick={takeBack}>
            {t('takeBack')}
          </CrisisKey>
        ) : (
          <div className={styles.gone} />
        )}
      </ThumbZone>
    </Page>
  )
}
