import { useEffect } from 'react'
import type { EventId } from '../../../shared/ids.ts'
import { useHome } from '../../documents/use-home.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useDrawn } from '../../sync/use-drawn.ts'
import { useSession } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Hand, MessageCircle } from '../../ui/icons.ts'
import { Settle } from '../../ui/settle.tsx'
import styles from './drill.module.css'
import { PracticePage } from './practice-page.tsx'
import { soundPractice } from './practice-sound.ts'
import { press, type StepProps } from './step.ts'
import { StopKey, Waiting } from './stop-key.tsx'

/** One waits and sees how far it got; the other answers with one tap. */
export const AnswerStep = ({ drill, me, partner, now }: StepProps) => {
  const { t } = useTranslation('drill')
  const { signal } = drill.rehearsed
  const { name } = partner
  if (!signal) return null
  if (drill.by !== me.seat)
    return <PracticeAlert drill={drill} me={me} partner={partner} now={now} id={signal.id} word={signal.word} />
  return (
    <PracticePage moment="sent" title={t('answer.sent')} keys={<StopKey drill={drill} />}>
      <p className={styles.lead} role="status">
        {t(signal.seen ? 'answer.reached' : 'answer.onItsWay', { name })}
      </p>
      <Waiting drill={drill} partner={partner} now={now} />
    </PracticePage>
  )
}

/** The practice signal where it arrives: with the bell and the buzz of a real one, and never its screen. */
const PracticeAlert = ({ drill, partner, id, word }: StepProps & { id: EventId; word: string }) => {
  const { t } = useTranslation('drill')
  const { t: tIncoming } = useTranslation('incoming')
  const session = useSession()
  const agreed = useHome().signals.find(one => one.word === word)
  useDrawn(id, () => session.received(id))
  useEffect(() => {
    if (id) soundPractice(session.now())
  }, [id, session])
  const answers = agreed && agreed.answers.length > 0 ? agreed.answers : [tIncoming('here'), tIncoming('moment')]
  return (
    <PracticePage
      moment="alert"
      title={t('answer.from', { name: partner.name, word })}
      lead={agreed?.meaning || undefined}
      keys={
        <Settle>
          {answers.slice(0, 2).map((text, at) => (
            <CrisisKey
              key={text}
              kind={at === 0 ? 'main' : 'plain'}
              icon={at === 0 ? <Hand /> : <MessageCircle />}
              words
              onClick={() => press(session, drill, { step: 'answer', text })}
            >
              {text}
            </CrisisKey>
          ))}
          <StopKey drill={drill} />
        </Settle>
      }
    />
  )
}
