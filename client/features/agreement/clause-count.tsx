import type { AgreementView } from '../../documents/agreement-view.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import styles from './agreement.module.css'
import { sumOf, type TallyOfPage, useTelling } from './assents.ts'
import { allClauses } from './clause-title.ts'

/** How far the two are with all of it. */
export const ClauseCount = ({ view, tally }: { view: AgreementView; tally: TallyOfPage }) => {
  const { t } = useTranslation('agreement')
  const { shown } = useTelling()
  const [ours, table] = [sumOf(tally, 'ours'), sumOf(tally, 'table')]
  const clauses = allClauses(view)
  if (!shown) return <p className={styles.count} aria-hidden="true" />
  if (ours === 0 && clauses.length > 0 && clauses.every(({ starter }) => starter))
    return <p className={styles.count}>{t('starters')}</p>
  return (
    <p className={styles.count}>
      <span>{ours > 0 ? t('assent.count.ours', { count: ours }) : t('assent.count.noneOurs')}</span>{' '}
      <span>{table > 0 ? t('assent.count.table', { count: table }) : t('assent.count.allOurs')}</span>
    </p>
  )
}
