import type { HeldClause } from '../../documents/agreement-record.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import styles from './clause-row.module.css'
import { useCouple } from './couple.ts'

interface EarlierAssentProps {
  earlier: HeldClause
  onTakeBack: (hash: string) => void
}

/** One's own yes to words that the draft no longer says. The partner can still meet it, so it is said, with the way to end it. */
export const EarlierAssent = ({ earlier, onTakeBack }: EarlierAssentProps) => {
  const { t } = useTranslation('agreement')
  const { partnerName } = useCouple()
  return (
    <p className={styles.earlier}>
      <span>{t('assent.earlier', { name: partnerName })}</span>
      <Button kind="quiet" size="small" onClick={() => onTakeBack(earlier.hash)}>
        {t('assent.takeBack')}
      </Button>
    </p>
  )
}
