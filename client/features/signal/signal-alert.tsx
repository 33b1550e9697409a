import { use, useEffect } from 'react'
import { saysAsHere } from '../../documents/home-projection.ts'
import { useHome, useHomeState } from '../../documents/use-home.ts'
import { clockTime } from '../../i18n/clock-time.ts'
import type { Partner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { AlertTitle } from '../../shell/alert-title.ts'
import { PauseKey } from '../../shell/pause-key.tsx'
import type { SignalView } from '../../sync/session.ts'
import { useDrawn } from '../../sync/use-drawn.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Check, Clock, Hand, Handshake, MessageCircle } from '../../ui/icons.ts'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import { Sentences } from '../../ui/sentences.tsx'
import { Settle } from '../../ui/settle.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import styles from './alert.module.css'
import { answersFor } from './answers.ts'
import { namesTime } from './incoming.ts'

/** "Just now" for so long, ms. */
const JUST_NOW_MS = 60_000

interface SignalAlertProps {
  signal: SignalView
  partner: Partner
  /** Signals that came before this one and wait too: one answer is for all. */
  earlier: number
  /** Answered, with these words or by a pause; or read, where it was taken back. */
  answered: (text: string | null) => void
  /** That it was taken back is on the screen now: said once is enough. */
  told: () => void
}

/**
 * What the partner sent: the meaning huge, what was agreed, and one tap to answer. The receipt goes out once it was drawn. Of one that
 * was seen and then taken back the truth, in the same place.
 */
export const SignalAlert = ({ signal, partner, earlier, answered, told }: SignalAlertProps) => {
  const { t } = useTranslation('incoming')
  const session = useSession()
  const title = use(AlertTitle)
  const { home, read } = useHomeState()
  const { id, content, pressedAt, takenBack } = signal
  const { word } = content
  const { name } = partner
  const now = useNow(session, 1_000)
  const subject = `${id} ${takenBack !== null}`
  useDrawn(subject, () => (takenBack ? told() : session.received(id)))
  const time = clockTime(pressedAt, now)
  const answer = async (text: string) => {
    await session.answer(id, text)
    answered(text)
  }
  /** Not closed here: should the pause be taken back, the alert is there again. */
  const beforePause = () => (takenBack ? answered(null) : session.answer(id, t('pauseAnswer')))

  return (
    <>
      <section className={styles.received}>
        <p className={styles.from}>
          <span className={styles.face}>
            <PartnerShape {...partner} size={72} />
          </span>
          {takenBack ? (
            <span className={styles.when}>{t('tookBackMore', { word, time })}</span>
          ) : (
            <span>
              <b id={title}>{t('title', { name, word })}</b>
              <span className={styles.when}>
                {now - pressedAt < JUST_NOW_MS ? t('justNow', { time }) : t('at', { time })}
                {earlier > 0 && `, ${t('earlier', { count: earlier })}`}
              </span>
              {read && !saysAsHere(home.signals, content) && <span className={styles.own}>{t('ownWords', { name })}</span>}
            </span>
          )}
        </p>
        {takenBack ? (
          <h1 id={title}>{t('tookBack', { name })}</h1>
        ) : (
          <h1 data-long={howLong(content.meaning || word)}>
            <Sentences text={content.meaning || word} />
          </h1>
        )}
        {!takenBack && content.helps && (
          <p className={styles.deal}>
            <Handshake />
            <span>{t('helps', { helps: content.helps })}</span>
          </p>
        )}
        {!takenBack && content.gesture && (
          <p className={styles.deal}>
            <Hand />
            <span>
              <VisuallyHidden>{t('gesture')} </VisuallyHidden>
              {content.gesture}
            </span>
          </p>
        )}
      </section>
      <ThumbZone label={t(takenBack ? 'choices' : 'answers')}>
        <Settle key={subject}>
          {takenBack ? (
            <CrisisKey kind="main" icon={<Check />} onClick={() => answered(null)}>
              {t('gotIt')}
            </CrisisKey>
          ) : (
            <Answers signal={signal} answer={answer} />
          )}
        </Settle>
        <PauseKey before={beforePause} />
      </ThumbZone>
    </>
  )
}

/** Long words take smaller letters, so that the answers stay in sight. */
const howLong = (text: string): 'very' | 'long' | undefined =>
  text.length > 160 ? 'very' : text.length > 60 ? 'long' : undefined

const Answers = ({ signal, answer }: { signal: SignalView; answer: (text: string) => void }) => {
  const { t } = useTranslation('incoming')
  const [first, second] = answersFor(useHome(), signal.content.clauseId, [t('here'), t('moment')])
  return (
    <>
      <CrisisKey kind="main" icon={<Hand />} words onClick={() => answer(first)}>
        {first}
      </CrisisKey>
      {second && (
        <CrisisKey icon={namesTime(second) ? <Clock /> : <MessageCircle />} words onClick={() => answer(second)}>
          {second}
        </CrisisKey>
      )}
    </>
  )
}

/** Fetched ahead. */
export const loadAlarm = () => import('./alarm.ts')

/** Once, when it comes in; not again when the page is loaded anew. */
export const useAlarm = (signal: SignalView | null | undefined): void => {
  const session = useSession()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the receipt is sent a moment later and is no second arrival
  useEffect(() => {
    if (!signal || signal.receiptSent) return
    // Without it the screen still says it all.
    void loadAlarm().then(
      ({ soundAlarm }) => soundAlarm(session, signal.id),
      () => {},
    )
  }, [signal?.id])
}
