import { useState } from 'react'
import { type HomeSignal, saysAsHere } from '../../documents/home-projection.ts'
import { useHomeState } from '../../documents/use-home.ts'
import { clockTime } from '../../i18n/clock-time.ts'
import type { Partner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import type { SignalView } from '../../sync/session.ts'
import { useDrawn } from '../../sync/use-drawn.ts'
import { useSession } from '../../sync/use-session.ts'
import { Card } from '../../ui/card.tsx'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import styles from './now.module.css'

/** So many signals that wait have a card; more are counted, so that the keys stay near. */
const CARDS = 3

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
  // It comes above the keys, and moves them.
  useSettled(signal.id)
  useDrawn(signal.id, () => session.received(signal.id))
  const { content } = signal
  const { home, read } = useHomeState()
  const answers = answersOf(home.signals, content.clauseId)
  const answer = async (text: string) => {
    await session.answer(signal.id, text)
    setAnswered(text)
  }
  return (
    <Card className={styles.earlier}>
      <p className={styles.from}>
        <PartnerShape {...partner} />
        <span>
          <b>{t('earlier.sent', { name: partner.name, word: content.word })}</b>
          <span>{t(signal.earlier ? 'earlier.at' : 'earlier.before', { time: clockTime(signal.pressedAt, session.now()) })}</span>
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
