import { Link } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import { usePush } from '../../sync/use-push.ts'
import { useSession } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import styles from './drill.module.css'

/** Where this device is not reached while closed: the key that turns notifications on, or why there is none. It asks on the press alone. */
export const TurnOn = ({ turned }: { turned: (isOn: boolean) => void }) => {
  const { t } = useTranslation('settings')
  const { t: tDrill } = useTranslation('drill')
  const session = useSession()
  const { place, turning, failed, turn } = usePush(session)
  const why = session.profile === 'own' ? place : 'sample'
  const told =
    turning !== null
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
      {why === 'possible' ? (
        <Button onClick={press}>{tDrill('check.turnOn')}</Button>
      ) : (
        <Link href="/settings">{tDrill('check.toSettings')}</Link>
      )}
    </div>
  )
}
