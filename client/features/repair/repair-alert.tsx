import { use } from 'react'
import { clockTime } from '../../i18n/clock-time.ts'
import type { Partner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { AlertTitle } from '../../shell/alert-title.ts'
import { PauseKey } from '../../shell/pause-key.tsx'
import type { SignalView } from '../../sync/session.ts'
import { useDrawn } from '../../sync/use-drawn.ts'
import { useSession } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Clock, Hand, HeartHandshake } from '../../ui/icons.ts'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import { Sentences } from '../../ui/sentences.tsx'
import { Settle } from '../../ui/settle.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import styles from './repair-alert.module.css'

interface RepairAlertProps {
  repair: SignalView
  partner: Partner
  /** Answered with these words, or closed for a pause. */
  answered: (text: string | null) => void
}

/** What the partner says after a setback, and three answers of equal rank, and the pause. The receipt goes out once it was drawn. */
export const RepairAlert = ({ repair, partner, answered }: RepairAlertProps) => {
  const { t } = useTranslation('repair')
  const session = useSession()
  useDrawn(repair.id, () => session.received(repair.id))
  const answer = async (text: string): Promise<void> => {
    await session.answer(repair.id, text)
    answered(text)
  }
  return (
    <>
      <section className={styles.received}>
        <p className={styles.from}>
          <PartnerShape {...partner} size={56} />
          <span>
            <b id={use(AlertTitle)}>{t('from', { name: partner.name })}</b>
            <span>{t('at', { time: clockTime(repair.pressedAt, session.now()) })}</span>
          </span>
        </p>
        <h1>
          <Sentences text={repair.content.word} />
        </h1>
      </section>
      <ThumbZone label={t('answers')}>
        <Settle key={repair.id}>
          <CrisisKey icon={<HeartHandshake />} words onClick={() => answer(t('thanks'))}>
            {t('thanks')}
          </CrisisKey>
          <CrisisKey icon={<Clock />} words onClick={() => answer(t('time'))}>
            {t('time')}
          </CrisisKey>
          <CrisisKey icon={<Hand />} words onClick={() => answer(t('here'))}>
            {t('here')}
          </CrisisKey>
        </Settle>
        <PauseKey before={() => answered(null)} />
      </ThumbZone>
    </>
  )
}
