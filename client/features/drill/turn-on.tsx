import { Link } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import type { PushView } from '../../sync/use-push.ts'
import { useSession } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { whyNotReached } from './checklist.ts'
import styles from './drill.module.css'

interface TurnOnProps {
  push: PushView
  turned: (isOn: boolean) => void
}

/**
 * Where this device is not reached while closed: the key that turns notifications on, where they are off, or why there is none. It asks
 * on the press alone.
 */
export const TurnOn = ({ push, turned }: TurnOnProps) => {
  const { t } = useTranslation('settings')
  const { t: tDrill } = useTranslation('drill')
  const session = useSession()
  const { place, looking, turning, failed, turn } = push
  const why = session.profile === 'own' ? place : 'sample'
  const told =
    turning !== null || looking
      ? t('signal.turning')
      : why !== 'possible'
        ? t(`signal.place.${why}`)
        : failed && t(`signal.failed.${failed}`)
  const press = async () => {
    if (turning === null) turned((await turn(true)) === null)
  }
  return (
    <div className={styles.ask}>
      <p role="status">{told}</p>
      {why !== 'possible' ? (
        <Link href="/settings">{tDrill('check.toSettings')}</Link>
      ) : (
        whyNotReached(push) === 'closedNo' && <Button onClick={press}>{tDrill('check.turnOn')}</Button>
      )}
    </div>
  )
}
