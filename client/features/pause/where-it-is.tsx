import { useTranslation } from '../../i18n/use-translation.ts'
import type { Person } from '../../sync/session.ts'
import { useSessionState } from '../../sync/use-session.ts'
import { CloudOff } from '../../ui/icons.ts'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import styles from './pause.module.css'

/** Whether the pause is with the server, from which the other phone gets the same time, or only here yet. */
export const WhereItIs = ({ me, partner }: { me: Person; partner: Person }) => {
  const { t } = useTranslation('pause')
  const { pause } = useSessionState()
  return (
    <div role="status">
      {pause.unconfirmed ? (
        <p className={styles.same}>
          <CloudOff />
          <span>{t('notThereYet', { name: partner.name })}</span>
        </p>
      ) : (
        <p className={styles.same}>
          <PartnerShape {...me} size={24} />
          <PartnerShape {...partner} size={24} />
          <span>{t('sameTime')}</span>
        </p>
      )}
    </div>
  )
}
