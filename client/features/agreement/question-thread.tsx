import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Seat } from '../../../shared/ids.ts'
import type { Question, Reply } from '../../documents/agreement-record.ts'
import { dayOf } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import { useAssents } from './assents.ts'
import styles from './clause-questions.module.css'
import { useCouple } from './couple.ts'
import { useHalfSaid } from './half-said.ts'
import { SayForm } from './say-form.tsx'

/** A question that waits: either answers it, and either says that it is settled. */
export const OpenQuestion = ({ question, onSettled }: { question: Question; onSettled: () => void }) => {
  const { t } = useTranslation('agreement')
  const { verbs } = useAssents()
  const { wasFound } = useHalfSaid(question.id)
  const [set, setAnswering] = useState<boolean | null>(null)
  const answering = set ?? wasFound
  const key = useRef<HTMLButtonElement>(null)
  const close = (back: boolean) => {
    flushSync(() => setAnswering(false))
    if (back) key.current?.focus()
  }
  const settle = () => {
    void verbs?.settle(question.id)
    onSettled()
  }
  return (
    <li className={styles.thread}>
      <Thread question={question} />
      {answering ? (
        <SayForm
          about={question.id}
          pressed={set === true}
          label={t('assent.question.answers')}
          send={t('assent.question.say')}
          onSend={verbs && (text => verbs.reply(question.id, text))}
          onClose={close}
        />
      ) : (
        <div className={styles.keys}>
          <Button ref={key} size="small" onClick={() => setAnswering(true)}>
            {t('assent.question.answer')}
          </Button>
          <Button size="small" onClick={settle}>
            {t('assent.question.settle')}
          </Button>
        </div>
      )}
    </li>
  )
}

/** A question that was settled, with everything that was said. */
export const SettledQuestion = ({ question }: { question: Question }) => {
  const { t } = useTranslation('agreement')
  const { mySeat, partnerName } = useCouple()
  return (
    <li className={styles.thread}>
      <Thread question={question} />
      <p className={styles.settled}>
        {question.settledBy === mySeat
          ? t('assent.question.settledByYou')
          : t('assent.question.settledBy', { name: partnerName })}
      </p>
    </li>
  )
}

/** What was asked, and the newest of what was answered. */
const Thread = ({ question }: { question: Question }) => {
  const { t } = useTranslation('agreement')
  return (
    <>
      <Said said={question} />
      {question.earlier > 0 && (
        <p className={styles.notShown}>{t('assent.question.repliesNotShown', { count: question.earlier })}</p>
      )}
      {question.replies.map(reply => (
        <Said key={reply.id} said={reply} />
      ))}
    </>
  )
}

/** One thing that was asked or answered. */
const Said = ({ said: { seat, at, text } }: { said: Reply }) => {
  const { t } = useTranslation('agreement')
  const { a, b, mySeat, marks } = useCouple()
  const nameOf = (of: Seat) => (of === mySeat ? t('assent.question.you') : of === 'a' ? a : b)
  return (
    <div className={styles.said}>
      <PartnerShape seat={seat} name={marks[seat]} size={26} />
      <p>
        <span className={styles.who}>
          {nameOf(seat)}, {dayOf(at)}
        </span>
        <span className={styles.words}>{text}</span>
      </p>
    </div>
  )
}
