import { useRef, useState } from 'react'
import { laterTimes } from '../../../shared/pause.ts'
import { useHome } from '../../documents/use-home.ts'
import { backAt } from '../../i18n/back-at.ts'
import { clockTime } from '../../i18n/clock-time.ts'
import type { Translate } from '../../i18n/translate.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { LogIn } from '../../ui/icons.ts'
import { ReturnPair } from '../../ui/return-pair.tsx'
import { Settle } from '../../ui/settle.tsx'
import { Text } from '../../ui/text.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import { useHeadingFocus } from '../../ui/use-heading-focus.ts'
import { Breathe } from './breathe.tsx'
import { LaterTimes } from './later-times.tsx'
import { Meanwhile } from './meanwhile.tsx'
import type { Moment } from './moment.ts'
import { MoreTime } from './more-time.tsx'
import { NoLater } from './no-later.tsx'
import styles from './pause.module.css'
import { PauseNote } from './pause-note.tsx'
import type { PauseProps } from './pause-times.tsx'
import { PauseRefusal } from './refusal.tsx'
import { TimeLeft } from './time-left.tsx'

type CalledBackMoment = Moment & { kind: 'called-back' }

/** The time has come, or one is back already: who is back and who not yet, without a word about anyone's pace. Who waits keeps what helps. */
export const CalledBack = ({ moment, ...pause }: PauseProps & { moment: CalledBackMoment }) => {
  const { t } = useTranslation('pause')
  const session = useSession()
  const { state, now } = pause
  const [chosen, choose] = useState<string | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const { limits } = useSessionState().pause
  const isLast = laterTimes(state, now, useHome().pause.longest, limits).length === 0
  useHeadingFocus(heading, `${moment.timeHasCome} ${moment.meBack}`)
  return (
    <Page ground="pause" width="phone" className={styles.tight}>
      <div className={moment.meBack ? styles.waiting : undefined}>
        <section className={styles.head}>
          <h1 ref={heading}>{moment.timeHasCome ? t('itIs', { time: clockTime(now, now) }) : backAt(t, state.returnAt, now)}</h1>
          {moment.timeHasCome ? (
            <div className={styles.lead}>
              <Text kind="lead">{leadOf(t, moment, state.returnAt, now, isLast)}</Text>
            </div>
          ) : (
            <TimeLeft {...pause} />
          )}
          <PauseRefusal />
        </section>
        <WhoIsBack moment={moment} {...pause} />
        {moment.timeHasCome && (
          <div role="status">
            <PauseNote state={state} partner={pause.partner} />
          </div>
        )}
        {moment.meBack && (
          <div className={styles.wait}>
            <Breathe state={state} now={now} activity={chosen} small />
          </div>
        )}
      </div>
      <ThumbZone label={t('choices')}>
        {moment.meBack && <Meanwhile me={pause.me} chosen={chosen} choose={choose} />}
        <Settle key={moment.asked ? 'asked' : 'called'}>
          {!moment.meBack && (
            <CrisisKey kind="main" huge icon={<LogIn />} onClick={() => session.returnFromPause()}>
              {t('back')}
            </CrisisKey>
          )}
          {moment.timeHasCome && <Later asked={moment.asked && !moment.meBack} state={state} now={now} />}
        </Settle>
        {/* Who is asked, and can name no later time, has something to do until they are ready. */}
        {moment.asked && !moment.meBack && isLast && <Meanwhile me={pause.me} chosen={chosen} choose={choose} />}
      </ThumbZone>
    </Page>
  )
}

/** The later times stand open once one is asked. Their room is kept from the beginning, so that "I'm back" stays where it is. */
const Later = ({ asked, state, now }: { asked: boolean } & Pick<PauseProps, 'state' | 'now'>) => {
  const { limits } = useSessionState().pause
  const { longest } = useHome().pause
  return (
    <div className={styles.later} style={{ '--times': laterTimes(state, now, longest, limits).length }}>
      {asked ? (
        <>
          <LaterTimes state={state} now={now} />
          <NoLater state={state} now={now} />
        </>
      ) : (
        <MoreTime state={state} now={now} />
      )}
    </div>
  )
}

/** Ten minutes on, the missing one is asked, and only that one; the line that both see takes no side. */
const leadOf = (
  t: Translate<'pause'>,
  { asked, meBack }: CalledBackMoment,
  returnAt: number,
  now: number,
  isLast: boolean,
): string => {
  if (!asked) return meBack ? t('waiting') : t('comeBack')
  const line = t('pastTime', { time: clockTime(returnAt, now) })
  return meBack ? line : `${line} ${t(isLast ? 'askLast' : 'ask')}`
}

const WhoIsBack = ({ moment, state, me, partner, now }: PauseProps & { moment: CalledBackMoment }) => {
  const { t } = useTranslation('pause')
  const { name } = partner
  const unsent = useSessionState().pause.unconfirmed
  const since = (seat: string): string | undefined => {
    const back = state.returned.find(one => one.seat === seat)
    return back && clockTime(back.at, now)
  }
  return (
    <>
      <p className={styles.status} role="status">
        {statusOf(t, moment, name)}
      </p>
      <div aria-hidden="true">
        <ReturnPair
          people={[
            {
              ...partner,
              back: moment.partnerBack,
              title: moment.partnerBack ? t('pair.isBack', { name }) : t('pair.notYet', { name }),
              when: since(partner.seat),
            },
            {
              ...me,
              back: moment.meBack,
              unsent,
              title: moment.meBack ? t('pair.youAreBack') : t('pair.youNotYet'),
              when: since(me.seat) ?? t('pair.oneBreath'),
            },
          ]}
        />
      </div>
    </>
  )
}

const statusOf = (t: Translate<'pause'>, { meBack, partnerBack }: CalledBackMoment, name: string): string => {
  if (meBack) return t('youBack', { name })
  return partnerBack ? t('partnerBack', { name }) : t('nobodyBack')
}
