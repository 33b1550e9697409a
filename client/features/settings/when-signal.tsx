import { useTranslation } from '../../i18n/use-translation.ts'
import { isOnHomeScreen } from '../../shell/home-screen.ts'
import { type PushView, usePush } from '../../sync/use-push.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { BellOff, Vibrate } from '../../ui/icons.ts'
import { Switch } from '../../ui/switch.tsx'
import { Attention } from './attention.tsx'
import { Group, Row } from './group.tsx'
import { CopyMove, PasteMove } from './move.tsx'
import { NotificationChoices } from './notification-choices.tsx'
import styles from './settings.module.css'

/** How a signal reaches this device, while the app is open and while it is closed. */
export const WhenSignal = () => {
  const { t } = useTranslation('settings')
  const session = useSession()
  const { phase } = useSessionState()
  const push = usePush(session)
  // In an app of its own there is no address to press beside.
  const place = push.place === 'denied' && isOnHomeScreen() ? 'deniedApp' : push.place
  const inSpace = phase === 'alone' || phase === 'paired'
  return (
    <Group title={t('signal.title')}>
      <Row icon={<Vibrate />} title={t('signal.live')} detail={t('signal.liveMore')} />
      <Attention />
      {session.profile !== 'own' ? (
        <Row icon={<BellOff />} title={t('signal.closed')} detail={t('signal.place.sample')} />
      ) : place !== 'possible' ? (
        <Row icon={<BellOff />} title={t('signal.closed')} detail={t(`signal.place.${place}`)} />
      ) : inSpace ? (
        push.choices && <Notifications push={push} />
      ) : (
        <Row icon={<BellOff />} title={t('signal.closed')} detail={t('signal.place.none')} />
      )}
      {inSpace && push.place === 'home-screen' && <CopyMove />}
      {phase === 'none' && isOnHomeScreen() && <PasteMove />}
    </Group>
  )
}

const Notifications = ({ push }: { push: PushView }) => {
  const { t } = useTranslation('settings')
  const { choices, looking, turning, failed, turn, change } = push
  if (!choices) return null
  const { wanted } = choices
  const told = wanted ? (failed ? '' : t('signal.on')) : t('signal.off')
  const detail = turning !== null || looking ? t('signal.turning') : told
  return (
    <>
      <div className={styles.choice}>
        <Switch
          label={t('signal.notifications')}
          detail={detail}
          checked={turning ?? wanted}
          onChange={on => turning === null && void turn(on)}
        />
        <p className={styles.told} role="status">
          {failed && t(`signal.failed.${failed}`)}
        </p>
      </div>
      {wanted && <NotificationChoices choices={choices} change={change} />}
    </>
  )
}
