import { useTranslation } from '../../i18n/use-translation.ts'
import { Seal } from '../../ui/seal.tsx'
import styles from './clause-card.module.css'
import { useCouple } from './couple.ts'

/** How far the two are with a clause: an open seal for as long as it is being written. */
export const ClauseState = ({ starter }: { starter: boolean }) => {
  const { t } = useTranslation('agreement')
  const { a, b, waitingFor } = useCouple()
  const next = waitingFor === null ? t('needsBoth') : t('needsBothAlone', { name: waitingFor })
  return (
    <>
      <Seal a={false} b={false} nameA={a} nameB={b} label={t('notAgreed')} />
      <span className={styles.state}>
        <b role="status">{t('status')}</b>. {starter ? t('starter') : next}
      </span>
    </>
  )
}
