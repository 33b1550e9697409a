import type { Instant } from '../../../shared/ids.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession } from '../../sync/use-session.ts'
import styles from './first-minutes.module.css'
import { firstMinutes } from './moment.ts'

/** The first three minutes after coming back, marked by a line that fills: no figures, and nothing happens when they are over. */
export const FirstMinutes = ({ since }: { since: Instant }) => {
  const { t } = useTranslation('pause')
  const { gone, still } = firstMinutes(since, useNow(useSession(), 1_000))
  return (
    <div className={styles.first} style={{ '--gone': gone, '--still': still }}>
      <p role="status">{t(gone < 1 ? 'reunion.first' : 'reunion.firstOver')}</p>
      <div className={styles.line} data-fills aria-hidden="true" />
    </div>
  )
}
