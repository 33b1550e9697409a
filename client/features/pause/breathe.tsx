import type { Paused } from '../../../shared/pause.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { BreathingFloat } from '../../ui/breathing-float.tsx'
import { ActivityIcon } from './activity-icon.tsx'
import styles from './pause.module.css'
import { useBreath } from './use-breath.ts'

/** Crossings of the rope of time. */
const CROSSINGS = 24

export interface BreatheProps {
  state: Paused
  now: number
  /** What one is doing: fills the float. */
  activity: string | null
  /** Leaves room for more keys. */
  small?: boolean
}

/** In 4 s, out 6 s, with the rope of time around. Where motion is reduced it stands still and counts in words. */
export const Breathe = ({ state, now, activity, small = false }: BreatheProps) => {
  const { t } = useTranslation('pause')
  const { breath, still } = useBreath()
  const gone = (now - state.startedAt) / (state.returnAt - state.startedAt)
  const rope = { spentCrossings: Math.floor(Math.min(1, Math.max(0, gone)) * CROSSINGS), crossings: CROSSINGS }
  return (
    <section className={styles.breathe} aria-label={t('breathe')}>
      <BreathingFloat size={small ? 220 : 324} rope={rope} beside>
        {activity ? (
          <>
            <ActivityIcon activity={activity} />
            <small>{t('doing')}</small>
          </>
        ) : (
          <>
            {still ? t(`count.${breath}`) : t(`breath.${breath}`)}
            {!small && <small>{t(`breathMore.${breath}`)}</small>}
          </>
        )}
      </BreathingFloat>
    </section>
  )
}
