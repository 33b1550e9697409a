import { type RefObject, useEffect, useRef, useState } from 'react'
import { QUESTION_LENGTH } from '../../../shared/assent.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { usePutAway } from '../../ui/use-put-away.ts'
import styles from './clause-questions.module.css'
import { useHalfSaid } from './half-said.ts'

interface SayFormProps {
  /** What it is about, a clause or a question: what is half said is kept for it. */
  about: string
  label: string
  hint?: string
  send: string
  /** It was opened by a press here, and takes the focus. */
  pressed: boolean
  /** The key that opens it. */
  opener?: RefObject<Element | null>
  /** Resolves when it is kept on this device. Null while nothing can be sent. */
  onSend: ((text: string) => Promise<void>) | null
  /** `back`: the focus goes back to where it was opened. */
  onClose: (back: boolean) => void
}

/** A few sentences. Escape closes it; left empty it closes by itself; what is half written is kept on this device until it is sent. */
export const SayForm = ({ about, label, hint, send, pressed, opener, onSend, onClose }: SayFormProps) => {
  const { t } = useTranslation('agreement')
  const halfSaid = useHalfSaid(about)
  const [text, setText] = useState(halfSaid.text)
  const form = useRef<HTMLFormElement>(null)
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const tabbed = useRef(false)
  const isEmpty = text.trim() === ''
  useEffect(() => {
    if (pressed) input.current?.focus()
  }, [pressed])
  usePutAway(true, opener ? [form, opener] : [form], by => {
    const isHere = form.current?.contains(document.activeElement)
    if (by === 'escape' ? isHere || isEmpty : isEmpty) onClose(Boolean(isHere))
  })
  const write = (words: string) => {
    setText(words)
    halfSaid.keep(words)
  }
  const say = () => {
    if (isEmpty || !onSend) return
    halfSaid.sent(onSend(text.trim()))
    onClose(true)
  }
  return (
    <form
      ref={form}
      className={styles.form}
      aria-label={label}
      onKeyDown={({ key }) => {
        tabbed.current = key === 'Tab'
      }}
      onBlur={({ relatedTarget }) => {
        // By a pointer it closes on the click, so that nothing moves from under it.
        if (tabbed.current && isEmpty && !form.current?.contains(relatedTarget)) onClose(false)
      }}
      onSubmit={event => {
        event.preventDefault()
        say()
      }}
    >
      <TextField
        label={label}
        placeholder={hint}
        value={text}
        onChange={write}
        words
        multiline
        rows={2}
        maxLength={QUESTION_LENGTH}
        ref={input}
      />
      <div className={styles.keys}>
        <Button type="submit" size="small" kind="main" aria-disabled={isEmpty || !onSend}>
          {send}
        </Button>
        <Button size="small" onClick={() => onClose(true)}>
          {t('assent.question.close')}
        </Button>
      </div>
      {!isEmpty && <p className={styles.kept}>{t('assent.question.kept')}</p>}
    </form>
  )
}
