import { useEffect, useRef, useState } from 'react'
import type { Instant } from '../../../shared/ids.ts'
import { type HomeSignal, saysAsHere } from '../../documents/home-projection.ts'
import { useHomeState } from '../../documents/use-home.ts'
import { clockTime } from '../../i18n/clock-time.ts'
import type { Translate } from '../../i18n/translate.ts'
import type { Partner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import type { SignalView } from '../../sync/session.ts'
import { useDrawn } from '../../sync/use-drawn.ts'
import { useSession } from '../../sync/use-session.ts'
import { Card, Nudge } from '../../ui/card.tsx'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import styles from './earlier.module.css'

/** So many signals that wait have a card; more are counted, so that the keys stay near. */
const CARDS = 3

/** At the top of Now: that a signal waits below, where the keys cover it, and one tap to it. */
export const EarlierLine = ({ signals: [newest], partner }: { signals: SignalView[]; partner: Partner }) => {
  const { t } = useTranslation('cards')
  const session = useSession()
  useSettled(newest?.id ?? '')
  useDrawn(newest?.id ?? '', () => newest && session.received(newest.id))
  if (!newest) return null
  return (
    <Nudge
      crisis
      href={`#${newest.id}`}
      icon={<PartnerShape {...partner} />}
      title={t('earlier.sent', { name: partner.name, word: newest.content.word })}
      detail={timeOf(t, newest, session.now())}
      onClick={event => {
        event.preventDefault()
        const card = document.getElementById(newest.id)
        card?.scrollIntoView({ block: 'center' })
        card?.focus({ preventScroll: true })
      }}
    />
  )
}

const timeOf = (t: Translate<'cards'>, { earlier, pressedAt }: SignalView, now: Instant): string =>
  t(earlier ? 'earlier.at' : 'earlier.before', { time: clockTime(pressedAt, now) })

export const Earlier = ({ signals, partner }: { signals: SignalView[]; partner: Partner }) => {
  const { t } = useTranslation('cards')
  return (
    <>
      {signals.slice(0, CARDS).map(signal => (
        <EarlierSignal key={signal.id} signal={signal} partner={partner} />
      ))}
      {signals.length > CARDS && <p>{t('earlier.more', { count: signals.length - CARDS })}</p>}
    </>
  )
}

/** A signal that came too late to alarm, or before one that was answered: quietly said, and still answered with one tap. */
const EarlierSignal = ({ signal, partner }: { signal: SignalView; partner: Partner }) => {
  const { t } = useTranslation('cards')
  const session = useSession()
  const [answered, setAnswered] = useState<string | null>(null)
  const card = useRef<HTMLDivElement>(null)
  const [inSight, see] = useState(false)
  useEffect(() => {
    const looking = new IntersectionObserver(([entry]) => see(entry?.isIntersecting === true), { threshold: 0.5 })
    if (card.current) looking.observe(card.current)
    return () => looking.disconnect()
  }, [])
  useDrawn(inSight ? signal.id : '', () => inSight && session.received(signal.id))
  const { content } = signal
  const { home, read } = useHomeState()
  const answers = answersOf(home.signals, content.clauseId)
  const answer = async (text: string) => {
    await session.answer(signal.id, text)
    setAnswered(text)
  }
  return (
    <Card ref={card} className={styles.earlier} id={signal.id} tabIndex={-1}>
      <p className={styles.from}>
        <PartnerShape {...partner} />
        <span>
          <b>{t('earlier.sent', { name: partner.name, word: content.word })}</b>
          <span>{timeOf(t, signal, session.now())}</span>
        </span>
      </p>
      <p className={styles.meaning}>{content.meaning}</p>
      {read && !saysAsHere(home.signals, content) && <p>{t('earlier.ownWords', { name: partner.name })}</p>}
      {answered === null ? (
        <div className={styles.answers}>
          {(answers.length > 0 ? answers : [t('earlier.here')]).map(text => (
            <CrisisKey key={text} words onClick={() => answer(text)}>
              {text}
            </CrisisKey>
          ))}
        </div>
      ) : (
        <p role="status">{t('earlier.answered', { answer: answered })}</p>
      )}
    </Card>
  )
}

const answersOf = (signals: HomeSignal[], clauseId: string): string[] =>
  signals.find(signal => signal.clauseId === clauseId)?.answers ?? []
