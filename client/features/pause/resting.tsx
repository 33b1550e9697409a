import { useRef, useState } from 'react'
import { useHome } from '../../documents/use-home.ts'
import { backAt } from '../../i18n/back-at.ts'
import { clockTime } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { BodyKey } from '../../shell/body-key.tsx'
import { Page } from '../../shell/page.tsx'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { LogIn } from '../../ui/icons.ts'
import { keptClear } from '../../ui/kept-clear.ts'
import { Settle } from '../../ui/settle.tsx'
import { Text } from '../../ui/text.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import { useKeptFocus } from '../../ui/use-kept-focus.ts'
import { Breathe } from './breathe.tsx'
import { type Moment, wholeMinute } from './moment.ts'
import { MoreTime } from './more-time.tsx'
import { OwnList } from './own-list.tsx'
import styles from './pause.module.css'
import type { PauseProps } from './pause-times.tsx'
import { PauseRefusal } from './refusal.tsx'
import { TimeLeft } from './time-left.tsx'

/**
 * The pause itself: when one is back, and what one does meanwhile. Coming back is offered from the floor on, not before; until then
 * its time stands in its place. For all else that comes by itself the float gives way: nothing slides under a thumb.
 */
export const Resting = ({ state, me, partner, now, moment }: PauseProps & { moment: Moment & { kind: 'resting' } }) => {
  const { t } = useTranslation('pause')
  const session = useSession()
  const { askedAgain } = useSessionState().pause
  const { activities, starters } = useHome()
  const heading = useRef<HTMLHeadingElement>(null)
  useKeptFocus(heading, `${moment.canReturn} ${moment.lastMinutes}`)
  const [chosen, choose] = useState<string | null>(null)
  return (
    <Page ground="pause" width="phone" className={styles.tight}>
      <div className={styles.above} data-more={moment.lastMinutes || undefined}>
        <section ref={keptClear} className={styles.restHead}>
          <h1 ref={heading}>{backAt(t, state.returnAt, now)}</h1>
          <TimeLeft state={state} me={me} partner={partner} now={now} />
          {askedAgain && <p role="status">{t('newTime', { time: clockTime(state.returnAt, now) })}</p>}
          {state.returned.length > 0 && <p role="status">{t('partnerBack', { name: partner.name })}</p>}
          <PauseRefusal />
        </section>
        <div className={styles.give}>
          <Breathe state={state} now={now} activity={chosen} small={moment.canReturn} />
        </div>
      </div>
      <ThumbZone label={t('choices')}>
        <div className={styles.keys}>
          {moment.lastMinutes && (
            <Settle>
              <MoreTime state={state} now={now} />
            </Settle>
          )}
          {moment.canReturn ? (
            <Settle>
              <div className={styles.return}>
                <CrisisKey kind="main" icon={<LogIn />} onClick={() => session.returnFromPause()}>
                  {t('back')}
                </CrisisKey>
              </div>
            </Settle>
          ) : (
            <p className={styles.soon}>{t('backFrom', { time: clockTime(wholeMinute(moment.returnFrom), now) })}</p>
          )}
        </div>
        {activities.length > 0 && (
          <Text kind="crisisLabel" as="h2">
            {t(starters.activities ? 'starterListFor' : 'ownListFor', { name: me.name })}
          </Text>
        )}
        <OwnList activities={activities} chosen={chosen} choose={choose} />
        <BodyKey own>{t('body')}</BodyKey>
      </ThumbZone>
    </Page>
  )
}
