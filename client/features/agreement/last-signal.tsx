import { isLastSignal } from '../../documents/held-clauses.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useAssents } from './assents.ts'
import styles from './clause-row.module.css'

/** Before "I no longer agree" ends the only signal in force: what Now has then. */
export const LastSignal = ({ clauseId }: { clauseId: string }) => {
  const { t } = useTranslation('agreement')
  const { record } = useAssents()
  return isLastSignal(record, clauseId) ? <p className={styles.why}>{t('assent.lastSignal')}</p> : null
}
