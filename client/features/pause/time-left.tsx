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
  const { unconfirmed } = useSessionState().pause
  const left = secondsLeft(state.returnAt, now)
  return (
    <div className={styles.left}>
      <p className={styles.same}>
        {unconfirmed ? (
          <CloudOff />
        ) : (
          <>
            <PartnerShape {...me} size={24} />
            <PartnerShape {...partner} size={24} />
          </>
        )}
        <span>
          <b role="timer" aria-label={t('timeLeft')}>
            {countdown(left)}
          </b>{' '}
          {unconfirmed ? t('leftHere') : t('left')}
        </span>
      </p>
      <div role="status">
        {unconfirmed && <p className={styles.note}>{t('notThereYet', { name: partner.name })}</p>}
        <VisuallyHidden>{left <= 60 ? t('leftOne') : left <= 300 ? t('leftFive') : ''}</VisuallyHidden>
      </div>
    </div>
  )
}
