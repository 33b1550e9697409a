import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { backAt } from '../../i18n/back-at.ts'
import { clockTime } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { LogIn, Undo2 } from '../../ui/icons.ts'
import { Settle } from '../../ui/settle.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import { useKeptFocus } from '../../ui/use-kept-focus.ts'
import { Breathe } from './breathe.tsx'
import { LAST_MINUTES_MS } from './calls.ts'
import { Meanwhile } from './meanwhile.tsx'
import { type Moment, reachOf, wholeMinute } from './moment.ts'
import { MoreTime } from './more-time.tsx'
import { NeedLonger } from './need-longer.tsx'
import styles from './pause.module.css'
import type { PauseProps } from './pause-times.tsx'
import { PauseRefusal } from './refusal.tsx'
import { TimeLeft } from './time-left.tsx'

type RestingMoment = Exclude<Moment, { kind: 'called-back' }>

/**
 * The pause itself, from its first second: when one is back, what one does meanwhile, and in its last minutes more time. For all that
 * comes by itself the float gives way, and every key has its place from the beginning: nothing slides under a thumb.
 */
export const Resting = ({ state, me, partner, now, moment }: PauseProps & { moment: RestingMoment }) => {
  const { t } = useTranslation('pause')
  const { pause, connection } = useSessionState()
  const heading = useRef<HTMLHeadingElement>(null)
  const starting = moment.kind === 'starting'
  useKeptFocus(
    heading,
    `${starting && moment.secondsToTakeBack > 0} ${moment.kind} ${!starting && moment.canReturn} ${state.returnAt}`,
  )
  const [chosen, choose] = useState<string | null>(null)
  const isThere = reachOf(pause, state, connection, now) === 'there'
  return (
    <Page ground="pause" width="phone" className={styles.tight}>
      <div className={styles.above}>
        <section className={styles.restHead}>
          <h1 ref={heading}>{backAt(t, state.returnAt, now)}</h1>
          {starting && <p>{t(isThere ? 'started' : 'startedHere')}</p>}
          <TimeLeft state={state} me={me} partner={partner} now={now} />
          {pause.askedAgain && <p role="status">{t('newTime', { time: clockTime(state.returnAt, now) })}</p>}
          {state.returned.length > 0 && <p role="status">{t('partnerBack', { name: partner.name })}</p>}
          <PauseRefusal />
        </section>
        {starting ? (
          <NeedLonger state={state} now={now} />
        ) : (
          <div className={styles.give}>
            <Breathe state={state} now={now} activity={chosen} small={moment.canReturn} />
          </div>
        )}
        {state.returnAt - now <= LAST_MINUTES_MS && (
          <div className={styles.last}>
            <Settle>
              <MoreTime state={state} now={now} quiet />
            </Settle>
          </div>
        )}
        <div className={styles.turn}>
          <Turn moment={moment} now={now} />
        </div>
      </div>
      <ThumbZone label={t('choices')}>
        <Meanwhile me={me} chosen={chosen} choose={choose} />
      </ThumbZone>
    </Page>
  )
}

/** One place: to take it back, then the time from which one can come back, then "I'm back". */
const Turn = ({ moment, now }: { moment: RestingMoment; now: number }) => {
  const { t } = useTranslation('pause')
  const session = useSession()
  const [, navigate] = useLocation()
  const takeBack = async () => {
    await session.cancelPause()
    navigate('/')
  }
  if (moment.kind === 'starting' && moment.secondsToTakeBack > 0)
    return (
      <CrisisKey icon={<Undo2 />} left={t('seconds', { seconds: moment.secondsToTakeBack })} onClick={takeBack}>
        {t('takeBack')}
      </CrisisKey>
    )
  if (moment.kind === 'starting' || !moment.canReturn)
    return <p className={styles.soon}>{t('backFrom', { time: clockTime(wholeMinute(moment.returnFrom), now) })}</p>
  const comeBack = async () => {
    await session.returnFromPause()
    window.scrollTo(0, 0)
  }
  return (
    <Settle>
      <CrisisKey kind="main" icon={<LogIn />} onClick={comeBack}>
        {t('back')}
      </CrisisKey>
    </Settle>
  )
}
