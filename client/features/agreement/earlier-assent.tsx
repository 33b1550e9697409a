import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import styles from './clause-row.module.css'

/** One's own yes to words that the draft no longer says. The partner can still meet it, so it is said, with the way to end it. */
export const EarlierAssent = ({ onTakeBack }: { onTakeBack: () => void }) => {
  const { t } = useTranslation('agreement')
  return (
    <p className={styles.earlier}>
      <span>{t('assent.earlier')}</span>
      <Button kind="quiet" size="small" onClick={onTakeBack}>
        {t('assent.takeBack')}
      </Button>
    </p>
  )
}
