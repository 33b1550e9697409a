import { clockTime } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { CloudOff } from '../../ui/icons.ts'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import { countdown, reachOf, secondsLeft } from './moment.ts'
import styles from './pause.module.css'
import { PauseNote } from './pause-note.tsx'
import type { PauseProps } from './pause-times.tsx'
import { useCutOff } from './use-cut-off.ts'

/** The countdown, the same on both phones, read on demand; and what is so about it. A page that no server told the time says whose clock it is. */
export const TimeLeft = ({ state, me, partner, now }: PauseProps) => {
  const { t } = useTranslation('pause')
  const session = useSession()
  const { pause, connection } = useSessionState()
  const { named } = pause
  const isThere = reachOf(pause, state, connection, session.now()) === 'there'
  const isOwnTime = useCutOff() && !session.isTimeTold()
  const isSame = !isOwnTime && isThere && (!named?.mine || named.reached)
  return (
    <div className={styles.left}>
      <p className={styles.same}>
        {pause.unsent ? (
          <CloudOff />
        ) : (
          <>
            <PartnerShape {...me} size={24} />
            {isSame && <PartnerShape {...partner} size={24} />}
          </>
        )}
        <span>
          <b role="timer" aria-label={t('timeLeft')}>
            {countdown(secondsLeft(state.returnAt, now))}
          </b>{' '}
          {t(isOwnTime ? 'leftByPhone' : isSame ? 'left' : 'leftHere')}
        </span>
      </p>
      <div role="status">
        <PauseNote state={state} partner={partner} />
        {named?.joined && <p className={styles.note}>{t('laterHolds', { time: clockTime(state.returnAt, now) })}</p>}
      </div>
    </div>
  )
}
