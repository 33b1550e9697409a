import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type Instant, otherSeat, type Seat } from '../../../shared/ids.ts'
import type { Question } from '../../documents/agreement-record.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { MessageCircle } from '../../ui/icons.ts'
import { Summary } from '../../ui/summary.tsx'
import { useAssents } from './assents.ts'
import card from './clause-card.module.css'
import styles from './clause-questions.module.css'
import { useCouple } from './couple.ts'
import { useHalfSaid } from './half-said.ts'
import { OpenQuestion, SettledQuestion } from './question-thread.tsx'
import { SayForm } from './say-form.tsx'

export interface Asking {
  key: RefObject<HTMLButtonElement | null>
  /** The place to write a question is there. */
  open: boolean
  /** It was opened by a press, and not for what was half written when the page came. */
  pressed: boolean
  setOpen: (open: boolean) => void
}

export const useAsking = (clauseId: string): Asking => {
  const key = useRef<HTMLButtonElement>(null)
  const { wasFound } = useHalfSaid(clauseId)
  const [set, setOpen] = useState<boolean | null>(null)
  return { key, open: set ?? wasFound, pressed: set === true, setOpen }
}

/** At the foot of a clause: opens the place for a question. */
export const QuestionKey = ({ asking: { key, open, setOpen }, form }: { asking: Asking; form: string }) => {
  const { t } = useTranslation('agreement')
  return (
    <button
      ref={key}
      type="button"
      className={card.open}
      aria-label={t('assent.question.ask')}
      aria-expanded={open}
      aria-controls={form}
      onClick={() => setOpen(!open)}
    >
      <MessageCircle />
    </button>
  )
}

interface ClauseQuestionsProps {
  clauseId: string
  title: string
  asking: Asking
  /** Id of the place for a question. */
  form: string
}

/** What either asked about a clause and was answered: open questions first, settled ones put away. */
export const ClauseQuestions = ({ clauseId, title, asking, form }: ClauseQuestionsProps) => {
  const { t } = useTranslation('agreement')
  const { record, verbs, say } = useAssents()
  const { mySeat, partnerName } = useCouple()
  const { open, settled, earlier } = useMemo(() => record.questionsOf(clauseId), [record, clauseId])
  const theirs = newestOf(otherSeat(mySeat), open, settled)
  const before = useRef({ theirs, unverified: true })
  useEffect(() => {
    // What was there when this page opened is read by whoever comes to it.
    const isNew = theirs > before.current.theirs && !before.current.unverified
    before.current = { theirs, unverified: record.unverified }
    if (isNew) say(t('assent.question.asked', { name: partnerName, title }))
  }, [theirs, record, say, t, partnerName, title])
  const close = (back: boolean) => {
    flushSync(() => asking.setOpen(false))
    if (back) asking.key.current?.focus()
  }
  if (open.length + settled.length === 0 && !asking.open) return null
  return (
    <section className={styles.questions} aria-label={t('assent.question.title', { title })}>
      {open.length > 0 && (
        <ul>
          {open.map(question => (
            <OpenQuestion key={question.id} question={question} onSettled={() => asking.key.current?.focus()} />
          ))}
        </ul>
      )}
      <div id={form} hidden={!asking.open}>
        {asking.open && (
          <SayForm
            about={clauseId}
            pressed={asking.pressed}
            opener={asking.key}
            label={t('assent.question.yours')}
            hint={t('assent.question.hint')}
            send={t('assent.question.send')}
            onSend={verbs && (text => verbs.ask(clauseId, text))}
            onClose={close}
          />
        )}
      </div>
      {settled.length > 0 && (
        <details>
          <Summary>{t('assent.question.earlier', { count: settled.length })}</Summary>
          <ul>
            {settled.map(question => (
              <SettledQuestion key={question.id} question={question} />
            ))}
          </ul>
        </details>
      )}
      {earlier > 0 && <p className={styles.notShown}>{t('assent.question.notShown', { count: earlier })}</p>}
    </section>
  )
}

/** When this seat asked last, by the server's clock; 0 when it never did. */
const newestOf = (seat: Seat, ...questions: readonly (readonly Question[])[]): Instant =>
  Math.max(0, ...questions.flat().map(one => (one.seat === seat ? one.at : 0)))
