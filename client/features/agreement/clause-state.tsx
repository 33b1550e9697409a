import { useTranslation } from '../../i18n/use-translation.ts'
import { Seal } from '../../ui/seal.tsx'
import styles from './clause-card.module.css'
import { useCouple } from './couple.ts'

/** How far the two are with a clause: an open seal for as long as it is being written. */
export const ClauseState = ({ starter }: { starter: boolean }) => {
  const { t } = useTranslation('agreement')
  const { marks } = useCouple()
  return (
    <>
      <Seal a={false} b={false} nameA={marks.a} nameB={marks.b} label={t('notAgreed')} />
      <span className={styles.state}>
        <b role="status">{t('status')}</b>
        {starter && <span className={styles.starter}>{t('starter')}</span>}
      </span>
    </>
  )
}
