import { useTranslation } from '../../i18n/use-translation.ts'
import { chooseName, usePlainName } from '../../shell/choose-name.ts'
import { DoorOpen, Info } from '../../ui/icons.ts'
import { Switch } from '../../ui/switch.tsx'
import { Row } from './group.tsx'
import styles from './settings.module.css'

const LEFT_BEHIND = ['space', 'tabs', 'history', 'installed', 'shown', 'copied', 'saved', 'phone', 'others'] as const

/** What Exit does, what it cannot do, and the plain name of this device's tab. */
export const LeavingQuickly = () => {
  const { t } = useTranslation('settings')
  const plain = usePlainName()
  return (
    <>
      <Row
        icon={<DoorOpen />}
        title={t('private.exit')}
        detail={t('private.exitMore')}
        side={<span className={styles.value}>{t('private.exitValue')}</span>}
      />
      <div className={styles.row}>
        <Info />
        <span>
          <b id="exit-leaves">{t('private.leaves.title')}</b>
          <ul className={styles.leaves} aria-labelledby="exit-leaves">
            {LEFT_BEHIND.map(what => (
              <li key={what}>{t(`private.leaves.${what}`)}</li>
            ))}
          </ul>
          <small>{t('private.leaves.more')}</small>
        </span>
        <span />
      </div>
      <div className={styles.plain}>
        <Switch label={t('private.plain')} detail={t('private.plainMore')} checked={plain} onChange={chooseName} />
      </div>
    </>
  )
}
