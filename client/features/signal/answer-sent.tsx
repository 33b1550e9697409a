import { use } from 'react'
import { useLocation } from 'wouter'
import type { EventId } from '../../../shared/ids.ts'
import { isQuiet } from '../../../shared/signal.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { AlertTitle } from '../../shell/alert-title.ts'
import { keepQuietUntil, useQuietUntil } from '../../shell/choose-attention.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { BellOff, Check, Wind } from '../../ui/icons.ts'
import { Sentences } from '../../ui/sentences.tsx'
import { Settle } from '../../ui/settle.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import styles from './alert.module.css'
import { countsInstead } from './counts-instead.ts'

/** Sound and vibration rest for so long by one tap, ms; settings have other times. */
const QUIET_MS = 3_600_000

interface AnswerSentProps {
  id: EventId
  text: string
  /** What came since, and may not cover this yet. */
  news: string | null
  done: () => void
}

/** What was answered, until one is done with it; then back to where one was. Nothing takes it away from under a thumb. */
export const AnswerSent = ({ id, text, news, done }: AnswerSentProps) => {
  const { t } = useTranslation('signal')
  const session = useSession()
  const [, navigate] = useLocation()
  const { signals, storage } = useSessionState()
  const quiet = isQuiet(useQuietUntil(), session.now())
  const signal = signals.find(one => one.id === id)
  const unsent = signal?.answer?.unsent === true
  const instead = countsInstead(signal, text)
  return (
    <>
      <section className={styles.received}>
        <p className={styles.answered} id={use(AlertTitle)}>
          <Check />
          {t('after.heading')}
        </p>
        <h1>
          <Sentences text={instead ?? text} />
        </h1>
        {unsent && <p className={styles.deal}>{t(storage ? 'after.unkept' : 'after.kept')}</p>}
        <div role="status">
          {instead !== null && <p className={styles.deal}>{t('after.instead', { text })}</p>}
          {news && <p className={styles.deal}>{news}</p>}
        </div>
      </section>
      <ThumbZone label={t('choices')}>
        <Settle>
          <CrisisKey
            icon={<Wind />}
            onClick={() => {
              done()
              navigate('/body')
            }}
          >
            {t('after.body')}
          </CrisisKey>
          <CrisisKey
            icon={<BellOff />}
            aria-pressed={quiet}
            onClick={() => keepQuietUntil(quiet ? null : session.now() + QUIET_MS)}
          >
            {t('after.quiet')}
          </CrisisKey>
          <CrisisKey icon={<Check />} onClick={done}>
            {t('after.done')}
          </CrisisKey>
        </Settle>
      </ThumbZone>
    </>
  )
}
