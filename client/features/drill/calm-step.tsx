import { useTranslation } from '../../i18n/use-translation.ts'
import { useSession } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Pause } from '../../ui/icons.ts'
import { Sentences } from '../../ui/sentences.tsx'
import { Settle } from '../../ui/settle.tsx'
import styles from './drill.module.css'
import { PracticePage } from './practice-page.tsx'
import { press, type StepProps } from './step.ts'
import { StopKey, Waiting } from './stop-key.tsx'

/** The answer is there; either calls the practice pause. */
export const CalmStep = ({ drill, me, partner, now }: StepProps) => {
  const { t } = useTranslation('drill')
  const session = useSession()
  return (
    <PracticePage
      moment="calm"
      title={drill.by === me.seat ? t('calm.answered', { name: partner.name }) : t('calm.youAnswered')}
      keys={
        <Settle>
          <CrisisKey kind="pause" icon={<Pause />} onClick={() => press(session, drill, { step: 'pause' })}>
            {t('calm.pause')}
          </CrisisKey>
          <StopKey drill={drill} />
        </Settle>
      }
    >
      <blockquote className={styles.words}>
        <Sentences text={drill.rehearsed.answer ?? ''} />
      </blockquote>
      <p className={styles.lead}>{t('calm.lead')}</p>
      <Waiting drill={drill} partner={partner} now={now} />
    </PracticePage>
  )
}
