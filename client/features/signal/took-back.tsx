import { use } from 'react'
import { clockTime } from '../../i18n/clock-time.ts'
import type { Partner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { AlertTitle } from '../../shell/alert-title.ts'
import type { SignalView } from '../../sync/session.ts'
import { useDrawn } from '../../sync/use-drawn.ts'
import { useSession } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Check } from '../../ui/icons.ts'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import { Settle } from '../../ui/settle.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import styles from './alert.module.css'

interface TookBackProps {
  signal: SignalView
  partner: Partner
  /** It is on the screen now: said once is enough. */
  told: () => void
  close: () => void
}

/** The truth about a signal that was seen and then taken back. */
export const TookBack = ({ signal, partner, told, close }: TookBackProps) => {
  const { t } = useTranslation('incoming')
  const { word } = signal.content
  const time = clockTime(signal.pressedAt, useSession().now())
  useDrawn(signal.id, told)
  return (
    <>
      <section className={styles.received}>
        <p className={styles.from}>
          <span className={styles.face}>
            <PartnerShape {...partner} size={72} />
          </span>
          <span className={styles.when}>{t('tookBackMore', { word, time })}</span>
        </p>
        <h1 id={use(AlertTitle)}>{t('tookBack', { name: partner.name })}</h1>
      </section>
      <ThumbZone label={t('choices')}>
        <Settle>
          <CrisisKey kind="main" icon={<Check />} onClick={close}>
            {t('gotIt')}
          </CrisisKey>
        </Settle>
      </ThumbZone>
    </>
  )
}
