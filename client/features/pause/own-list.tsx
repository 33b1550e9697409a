import type { ReactNode } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { TriangleAlert } from '../../ui/icons.ts'
import { ActivityIcon } from './activity-icon.tsx'
import { cautionFor } from './caution.ts'
import styles from './pause.module.css'

export interface OwnListProps {
  activities: string[]
  chosen: string | null
  /** Nothing is sent: a tap only fills the float. */
  choose: (activity: string | null) => void
}

/** What was agreed to do meanwhile. */
export const OwnList = ({ activities, chosen, choose }: OwnListProps): ReactNode => {
  const { t } = useTranslation('pause')
  return (
    <ul className={styles.own} aria-label={t('ownList')}>
      {[...new Set(activities)].map(activity => (
        <li key={activity}>
          <CrisisKey
            kind="own"
            words
            icon={<ActivityIcon activity={activity} />}
            aria-pressed={activity === chosen}
            onClick={() => choose(activity === chosen ? null : activity)}
          >
            {activity}
          </CrisisKey>
          {activity === chosen && <Caution activity={activity} />}
        </li>
      ))}
    </ul>
  )
}

/** Below its key, so that the key stays where it was pressed. */
const Caution = ({ activity }: { activity: string }): ReactNode => {
  const { t } = useTranslation('pause')
  const caution = cautionFor(activity)
  return (
    caution && (
      <p className={styles.caution} role="status">
        <TriangleAlert />
        <span>{t(`caution.${caution}`)}</span>
      </p>
    )
  )
}
