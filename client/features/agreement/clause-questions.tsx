import { type RefObject, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Seat } from '../../../shared/ids.ts'
import type { Question, Reply } from '../../documents/agreement-record.ts'
import { dayOf } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { MessageCircle } from '../../ui/icons.ts'
import { PartnerShape } from '../../ui/partner-shape.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useAssents } from './assents.ts'
import card from './clause-card.module.css'
import styles from './clause-questions.module.css'
import { useCouple } from './couple.ts'

/** Letters of a question or an answer, at most: more would not be a question. */
const MOST_LETTERS = 400

export interface Asking {
  key: RefObject<HTMLButtonElement | null>
  /** The place to write a question is there. */
  open: boolean
  setOpen: (open: boolean) => void
}

export const useAsking = (): Asking => {
  const key = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  return { key, open, setOpen }
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
  const questions = record.questionsOf(clauseId)
  const open = questions.filter(({ settledBy }) => settledBy === null)
  const settled = questions.filter(({ settledBy }) => settledBy !== null)
  const theirs = questions.findLast(({ seat }) => seat !== mySeat)?.id
  const before = useRef({ theirs, unverified: true })
  useEffect(() => {
    // What was there when this page opened is read by whoever comes to it.
    const isNew = theirs !== undefined && theirs !== before.current.theirs && !before.current.unverified
    before.current = { theirs, unverified: record.unverified }
    if (isNew) say(t('assent.question.asked', { name: partnerName, title }))
  }, [theirs, record, say, t, partnerName, title])
  const close = () => {
    flushSync(() => asking.setOpen(false))
    asking.key.current?.focus()
  }
  const ask = (text: string) => {
    void verbs?.ask(clauseId, text)
    close()
  }
  if (questions.length === 0 && !asking.open) return null
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
            label={t('assent.question.yours')}
            hint={t('assent.question.hint')}
            send={t('assent.question.send')}
            onSend={ask}
            onClose={close}
          />
        )}
      </div>
      {settled.length > 0 && (
        <details>
          <summary>{t('assent.question.earlier', { count: settled.length })}</summary>
          <ul>
            {settled.map(question => (
              <SettledQuestion key={question.id} question={question} />
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

const OpenQuestion = ({ question, onSettled }: { question: Question; onSettled: () => void }) => {
  const { t } = useTranslation('agreement')
  const { verbs } = useAssents()
  const [answering, setAnswering] = useState(false)
  const key = useRef<HTMLButtonElement>(null)
  const close = () => {
    flushSync(() => setAnswering(false))
    key.current?.focus()
  }
  const settle = () => {
    void verbs?.settle(question.id)
    onSettled()
  }
  return (
    <li className={styles.thread}>
      <Said said={question} />
      {question.replies.map(reply => (
        <Said key={reply.id} said={reply} />
      ))}
      {answering ? (
        <SayForm
          label={t('assent.question.answers')}
          send={t('assent.question.say')}
          onSend={text => {
            void verbs?.reply(question.id, text)
            close()
          }}
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

const SettledQuestion = ({ question }: { question: Question }) => {
  const { t } = useTranslation('agreement')
  const { mySeat, partnerName } = useCouple()
  return (
    <li className={styles.thread}>
      <Said said={question} />
      {question.replies.map(reply => (
        <Said key={reply.id} said={reply} />
      ))}
      <p className={styles.settled}>
        {question.settledBy === mySeat
          ? t('assent.question.settledByYou')
          : t('assent.question.settledBy', { name: partnerName })}
      </p>
    </li>
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

interface SayFormProps {
  label: string
  hint?: string
  send: string
  onSend: (text: string) => void
  onClose: () => void
}

const SayForm = ({ label, hint, send, onSend, onClose }: SayFormProps) => {
  const { t } = useTranslation('agreement')
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  useEffect(() => input.current?.focus(), [])
  const say = () => {
    if (text.trim() !== '') onSend(text.trim())
  }
  return (
    <form
      className={styles.form}
      aria-label={label}
      onSubmit={event => {
        event.preventDefault()
        say()
      }}
    >
      <TextField
        label={label}
        placeholder={hint}
        value={text}
        onChange={setText}
        words
        multiline
        rows={2}
        maxLength={MOST_LETTERS}
        ref={input}
      />
      <div className={styles.keys}>
        <Button type="submit" size="small" kind="main" aria-disabled={text.trim() === ''}>
          {send}
        </Button>
        <Button size="small" onClick={onClose}>
          {t('assent.question.close')}
        </Button>
      </div>
    </form>
  )
}
