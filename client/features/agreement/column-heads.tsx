import { useTranslation } from '../../i18n/use-translation.ts'
import styles from './column-heads.module.css'

/** Heads of the two columns, in a wide window. */
export const ColumnHeads = () => {
  const { t } = useTranslation('agreement')
  return (
    <div className={styles.columns}>
      {(['ours', 'table'] as const).map(column => (
        <p key={column}>
          <b>{t(`assent.columns.${column}`)}</b>
          <span>{t(`assent.columns.${column}More`)}</span>
        </p>
      ))}
    </div>
  )
}
