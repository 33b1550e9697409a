import { isQuiet } from '../../../shared/signal.ts'
import { clockTime } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import type { Means } from '../../shell/attention.ts'
import { keepQuietUntil, turn, useIsOn, useQuietUntil } from '../../shell/choose-attention.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { BellOff } from '../../ui/icons.ts'
import { Switch } from '../../ui/switch.tsx'
import { Row } from './group.tsx'
import styles from './settings.module.css'

const HOUR_MS = 3_600_000
/** For how long the sound may rest, hours. */
const HOURS = [1, 3, 8] as const

/** How this device draws attention to a signal, and for how long it may not. The alert shows in any case, and nobody is told. */
export const Attention = () => {
  const { t } = useTranslation('settings')
  const session = useSession()
  const now = useNow(session, 60_000)
  const until = useQuietUntil()
  const resting = until !== null && isQuiet(until, now)
  return (
    <>
      <MeansSwitch means="sound" />
      <MeansSwitch means="vibration" />
      <Row
        icon={<BellOff />}
        title={resting ? t('quiet.until', { time: clockTime(until, now) }) : t('quiet.title')}
        detail={t('quiet.more')}
      />
      <div className={styles.plain}>
        {resting ? (
          <Button full onClick={() => keepQuietUntil(null)}>
            {t('quiet.end')}
          </Button>
        ) : (
          HOURS.map(count => (
            <Button key={count} full onClick={() => keepQuietUntil(session.now() + count * HOUR_MS)}>
              {t('quiet.hours', { count })}
            </Button>
          ))
        )}
      </div>
    </>
  )
}

const MeansSwitch = ({ means }: { means: Means }) => {
  const { t } = useTranslation('settings')
  return (
    <Switch
      label={t(`means.${means}`)}
      detail={t(`means.${means}More`)}
      checked={useIsOn(means)}
      onChange={on => turn(means, on)}
    />
  )
}
