import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { type ClauseField, fieldLimits } from '../../documents/agreement-view.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { classes } from '../../ui/classes.ts'
import { isEditable, openClauseEditor } from './clause-editor.ts'
import styles from './clause-text.module.css'
import { EmojiButton } from './emoji-button.tsx'
import { isEmojiText } from './emoji-text.ts'
import { soon } from './mount-queue.ts'
import { useWriting, type Writing } from './writing.ts'

/** Those in which a line end has a meaning. The others end up on keys and in lists. */
const severalLines: readonly ClauseField[] = ['meaning', 'helps', 'say']

/** Letters from which on a signal's word is said to be long. */
const LONG_WORD = 13

export interface ClauseTextProps {
  clauseId: string
  field: ClauseField
  text: string
  /** `word` is the big one, `small` stands beside a label. */
  look?: 'word' | 'clause' | 'small' | 'emoji'
  /** Shown above; the accessible name is the same either way. */
  labelled?: boolean
  autoFocus?: boolean
}

/** One text of a clause. It stands there as text at once; the editor takes its place without moving anything. */
export const ClauseText = ({ clauseId, field, text, look = 'clause', labelled = false, autoFocus = false }: ClauseTextProps) => {
  const { t } = useTranslation('agreement')
  const { host, still, broken, refused } = useClauseEditor({
    clauseId,
    field,
    autoFocus,
    label: t(`field.${field}`),
    hint: t(`hint.${field}`),
  })
  return (
    <div className={classes(styles.field, styles[look])}>
      {labelled && (
        <span className={styles.label} aria-hidden="true">
          {t(`field.${field}`)}
        </span>
      )}
      <div ref={host} className={styles.host} data-broken={broken || undefined}>
        <p ref={still} className={styles.still}>
          {text || <span className={styles.hint}>{t(`hint.${field}`)}</span>}
        </p>
      </div>
      {field === 'emoji' && <EmojiButton clauseId={clauseId} />}
      {refused && (
        <p className={styles.told} role="alert">
          {t('onlyEmoji')}
        </p>
      )}
      {field === 'word' && [...text].length >= LONG_WORD && <p className={styles.told}>{t('shortWords')}</p>}
      {broken && <p className={styles.broken}>{t('tooLong')}</p>}
    </div>
  )
}

interface Place {
  clauseId: string
  field: ClauseField
  autoFocus: boolean
  label: string
  hint: string
}

const useClauseEditor = ({ clauseId, field, autoFocus, label, hint }: Place) => {
  const writing = useWriting()
  const host = useRef<HTMLDivElement>(null)
  const still = useRef<HTMLParagraphElement>(null)
  const [broken, setBroken] = useState(false)
  const [refused, setRefused] = useState(false)
  const focusWanted = useEffectEvent(() => autoFocus)
  useEffect(() => {
    const text = writing?.agreement.textOf(clauseId, field)
    const [parent, shown] = [host.current, still.current]
    if (!writing || !text || !parent || !shown) return
    let close = () => {}
    const show = () => {
      if (!isEditable(text)) return setBroken(true)
      setBroken(false)
      let isFocused = false
      const editor = openClauseEditor(parent, {
        ...surroundings(writing),
        text,
        label,
        hint,
        singleLine: !severalLines.includes(field),
        limit: fieldLimits[field],
        allowed: field === 'emoji' ? isEmojiText : undefined,
        refused: setRefused,
        focused: now => {
          if (!now) setRefused(false)
          isFocused = now
          writing.setPlace(now ? { clauseId, field } : null)
        },
        broken: () => {
          shown.hidden = false
          setBroken(true)
        },
      })
      shown.hidden = true
      if (focusWanted()) editor.focus()
      close = () => {
        if (isFocused) writing.setPlace(null)
        shown.hidden = false
        editor.destroy()
      }
    }
    const callOff = soon(show)
    return () => {
      callOff()
      close()
    }
  }, [writing, clauseId, field, label, hint])
  return { host, still, broken, refused }
}

const surroundings = ({ agreement, awareness, nameOf }: Writing) => ({ awareness, nameOf, undoManager: agreement.undoManager })
