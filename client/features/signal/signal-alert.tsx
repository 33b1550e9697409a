import { use, useEffect } from 'react'
import { returnTimeFor } from '../../../shared/pause.ts'
import { saysAsHere } from '../../documents/home-projection.ts'
import { useHome, useHomeState } from '../../documents/use-home.ts'
import { clockTime, isSameDay } from '../../i18n/clock-time.ts'
import type { Partner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { AlertTitle } from '../../shell/alert-title.ts'
import type { SignalView } from '../../sync/session.ts'
import { useDrawn } from '../../sync/use-drawn.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Clock, Hand, Handshake, MessageCircle, Pause } from '../../ui/icons.ts'
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
  /** Answered, with these words or by a pause. */
  answered: (text: string | null) => void
}

/** What the partner sent: the meaning huge, what was agreed, and one tap to answer. The receipt goes out once it was drawn. */
export const SignalAlert = ({ signal, partner, earlier, answered }: SignalAlertProps) => {
  const { t } = useTranslation('incoming')
  const session = useSession()
  const title = use(AlertTitle)
  const { home, read } = useHomeState()
  const { content, pressedAt } = signal
  const now = useNow(session, 1_000)
  useDrawn(signal.id, () => session.received(signal.id))
  useAlarm(signal)
  const time = clockTime(pressedAt, now)

  return (
    <>
      <section className={styles.received}>
        <p className={styles.from}>
          <span className={styles.face}>
            <PartnerShape {...partner} size={72} />
          </span>
          <span>
            <b id={title}>{t('title', { name: partner.name, word: content.word })}</b>
            <span className={styles.when}>
              {now - pressedAt < JUST_NOW_MS ? t('justNow', { time }) : t('at', { time })}
              {earlier > 0 && `, ${t('earlier', { count: earlier })}`}
            </span>
            {read && !saysAsHere(home.signals, content) && (
              <span className={styles.own}>{t('ownWords', { name: partner.name })}</span>
            )}
          </span>
        </p>
        <h1 data-long={howLong(content.meaning || content.word)}>
          <Sentences text={content.meaning || content.word} />
        </h1>
        {content.helps && (
          <p className={styles.deal}>
            <Handshake />
            <span>{t('helps', { helps: content.helps })}</span>
          </p>
        )}
        {content.gesture && (
          <p className={styles.deal}>
            <Hand />
            <span>
              <VisuallyHidden>{t('gesture')} </VisuallyHidden>
              {content.gesture}
            </span>
          </p>
        )}
      </section>
      <Answers signal={signal} now={now} answered={answered} />
    </>
  )
}

/** Long words take smaller letters, so that the answers stay in sight. */
const howLong = (text: string): 'very' | 'long' | undefined =>
  text.length > 160 ? 'very' : text.length > 60 ? 'long' : undefined

const Answers = ({ signal, now, answered }: { signal: SignalView; now: number; answered: (text: string | null) => void }) => {
  const { t } = useTranslation('incoming')
  const session = useSession()
  const { pause } = useSessionState()
  const home = useHome()
  const [first, second] = answersFor(home, signal.content.clauseId, [t('here'), t('moment')])
  const returnAt = returnTimeFor(home.pause.usual, now, pause.limits)
  const time = clockTime(returnAt, now)

  const answer = async (text: string) => {
    await session.answer(signal.id, text)
    answered(text)
  }
  const pauseNow = async () => {
    answered(null)
    await session.answer(signal.id, t('pauseAnswer'))
    await session.startPause(home.pause.usual)
  }
  return (
    <ThumbZone label={t('answers')}>
      <Settle>
        <CrisisKey kind="main" icon={<Hand />} words onClick={() => answer(first)}>
          {first}
        </CrisisKey>
        {second && (
          <CrisisKey icon={namesTime(second) ? <Clock /> : <MessageCircle />} words onClick={() => answer(second)}>
            {second}
          </CrisisKey>
        )}
        {pause.state.kind === 'none' && (
          <CrisisKey kind="pause" icon={<Pause />} words onClick={pauseNow}>
            {t(isSameDay(returnAt, now) ? 'pause' : 'pauseOn', { time })}
          </CrisisKey>
        )}
      </Settle>
    </ThumbZone>
  )
}

/** Fetched ahead. */
export const loadAlarm = () => import('./alarm.ts')

/** Once, when it comes in; not again when the page is loaded anew. */
const useAlarm = ({ id, receiptSent }: SignalView): void => {
  const session = useSession()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the receipt is sent a moment later and is no second arrival
  useEffect(() => {
    if (receiptSent) return
    // Without it the screen still says it all.
    void loadAlarm().then(
      ({ soundAlarm }) => soundAlarm(session),
      () => {},
    )
  }, [id])
}
