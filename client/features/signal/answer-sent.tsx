import { use, useEffect, useEffectEvent } from 'react'
import type { EventId } from '../../../shared/ids.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { AlertTitle } from '../../shell/alert-title.ts'
import { useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Check } from '../../ui/icons.ts'
import { Sentences } from '../../ui/sentences.tsx'
import { Settle } from '../../ui/settle.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import styles from './alert.module.css'

/** Long enough to read one line twice, ms. */
const SHOWN_MS = 4_000

/** What was answered, for a moment; then back to where one was. */
export const AnswerSent = ({ id, text, done }: { id: EventId; text: string; done: () => void }) => {
  const { t } = useTranslation('incoming')
  const { signals } = useSessionState()
  const unsent = signals.find(signal => signal.id === id)?.answer?.unsent === true
  const close = useEffectEvent(done)
  useEffect(() => {
    const timer = window.setTimeout(close, SHOWN_MS)
    return () => window.clearTimeout(timer)
  }, [])
  return (
    <>
      <section className={styles.received}>
        <p className={styles.answered} id={use(AlertTitle)}>
          <Check />
          {t('youAnswered')}
        </p>
        <h1>
          <Sentences text={text} />
        </h1>
        {unsent && <p className={styles.deal}>{t('kept')}</p>}
      </section>
      <ThumbZone label={t('choices')}>
        <Settle>
          <CrisisKey icon={<Check />} onClick={done}>
            {t('done')}
          </CrisisKey>
        </Settle>
      </ThumbZone>
    </>
  )
}
