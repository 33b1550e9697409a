import { useEffect, useRef, useState } from 'react'
import { QUESTION_LENGTH } from '../../../shared/assent.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './clause-questions.module.css'

interface SayFormProps {
  label: string
  hint?: string
  send: string
  onSend: (text: string) => void
  onClose: () => void
}

/** A few sentences, in focus as soon as it is there. */
export const SayForm = ({ label, hint, send, onSend, onClose }: SayFormProps) => {
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
        maxLength={QUESTION_LENGTH}
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
