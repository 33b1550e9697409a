import { useTranslation } from '../../i18n/use-translation.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { X } from '../../ui/icons.ts'
import styles from './drill.module.css'
import { press, type StepProps } from './step.ts'

/** After so long without a step of the other it is said that nobody need wait, ms. */
const LONG_MS = 20_000

/** Stopping is there at every step, alone and at once. */
export const StopKey = ({ drill }: Pick<StepProps, 'drill'>) => {
  const { t } = useTranslation('drill')
  const session = useSession()
  return (
    <CrisisKey icon={<X />} onClick={() => press(session, drill, { step: 'stop' })}>
      {t('stop')}
    </CrisisKey>
  )
}

/** What is known while one waits for the other. */
export const Waiting = ({ drill, partner, now }: Pick<StepProps, 'drill' | 'partner' | 'now'>) => {
  const { t } = useTranslation('drill')
  const { connection } = useSessionState()
  const isOff = connection !== 'online' && connection !== 'connecting'
  return (
    <p className={styles.waiting} role="status">
      {isOff ? t('waiting.offline') : now - drill.since > LONG_MS ? t('waiting.long', { name: partner.name }) : ''}
    </p>
  )
}
