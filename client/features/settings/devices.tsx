import { clockTime } from '../../i18n/clock-time.ts'
import { usePartner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import type { DeviceView, SessionState } from '../../sync/session.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { classes } from '../../ui/classes.ts'
import { Check, CloudOff, KeyRound, RefreshCw, Send, Undo2 } from '../../ui/icons.ts'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import { Text } from '../../ui/text.tsx'
import { Group, Way } from './group.tsx'
import styles from './settings.module.css'

/** Every device of the space. No times of use: nobody is watched. */
export const Devices = () => {
  const session = useSession()
  const { t } = useTranslation('settings')
  const { devices, phase, undoJoinUntil, wordsUnconfirmed } = useSessionState()
  const partner = usePartner()
  const inSpace = phase === 'alone' || phase === 'paired'
  return (
    <Group title={t('devices.title')}>
      {!inSpace && (
        <div className={styles.plain}>
          <Text kind="caption">{t('devices.none')}</Text>
        </div>
      )}
      {inSpace && (
        <ul>
          {devices.map(device => (
            <li key={device.deviceId}>
              <Device device={device} />
            </li>
          ))}
        </ul>
      )}
      {phase === 'alone' && <Way href="/invite" icon={<Send />} title={t('devices.invite')} detail={t('devices.inviteMore')} />}
      {undoJoinUntil !== null && (
        <Way
          href="/invite"
          icon={<Undo2 />}
          title={t('devices.wrong', { name: partner?.name ?? '' })}
          detail={t('devices.wrongMore', { time: clockTime(undoJoinUntil, session.now()) })}
        />
      )}
      {wordsUnconfirmed && <Way href="/words" icon={<KeyRound />} title={t('devices.words')} detail={t('devices.wordsMore')} />}
    </Group>
  )
}

const Device = ({ device: { seat, label, thisOne, certified } }: { device: DeviceView }) => {
  const { t } = useTranslation('settings')
  const { me, connection } = useSessionState()
  const partner = usePartner()
  const owner = seat === me?.seat ? me : partner
  const whose = thisOne ? t('devices.this') : seat === me?.seat ? t('devices.yours') : t('devices.of', { name: owner?.name })
  return (
    <div className={styles.row}>
      <PartnerShape name="" {...owner} seat={seat} size={32} />
      <span>
        <b>{label}</b>
        <small>{certified ? whose : t('devices.uncertified')}</small>
      </span>
      {thisOne ? <Connection of={connection} /> : <span />}
    </div>
  )
}

const icons = {
  online: <Check />,
  connecting: <RefreshCw />,
  offline: <CloudOff />,
  outdated: <CloudOff />,
  unknown: <CloudOff />,
}

const Connection = ({ of }: { of: SessionState['connection'] }) => {
  const { t } = useTranslation('settings')
  return (
    <span className={classes(styles.state, of === 'online' && styles.online)} role="status">
      {icons[of]}
      {t(`devices.connection.${of}`)}
    </span>
  )
}
