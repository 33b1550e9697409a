import { clockTime } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSessionState } from '../../sync/use-session.ts'
import { CloudOff } from '../../ui/icons.ts'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { countdown, secondsLeft } from './moment.ts'
import styles from './pause.module.css'
import type { PauseProps } from './pause-times.tsx'

/** The countdown, the same on both phones. Read on demand, and aloud only at five minutes and at one. */
export const TimeLeft = ({ state, me, partner, now }: PauseProps) => {
  const { t } = useTranslation('pause')
  const { unconfirmed, named } = useSessionState().pause
  const isThere = !unconfirmed && (!named?.mine || named.reached)
  const left = secondsLeft(state.returnAt, now)
  return (
    <div className={styles.left}>
      <p className={styles.same}>
        {unconfirmed ? (
          <CloudOff />
        ) : (
          <>
            <PartnerShape {...me} size={24} />
            {isThere && <PartnerShape {...partner} size={24} />}
          </>
        )}
        <span>
          <b role="timer" aria-label={t('timeLeft')}>
            {countdown(left)}
          </b>{' '}
          {t(isThere ? 'left' : 'leftHere')}
        </span>
      </p>
      <div role="status">
        {!isThere && <p className={styles.note}>{t('notThereYet', { name: partner.name })}</p>}
        {named?.joined && <p className={styles.note}>{t('laterHolds', { time: clockTime(state.returnAt, now) })}</p>}
        <VisuallyHidden>{left <= 60 ? t('leftOne') : left <= 300 ? t('leftFive') : ''}</VisuallyHidden>
      </div>
    </div>
  )
}
