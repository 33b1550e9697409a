import { use, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { type ClauseField, fieldLimits } from '../../documents/agreement-view.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { classes } from '../../ui/classes.ts'
import styles from './clause-text.module.css'
import { EmojiButton } from './emoji-button.tsx'
import { HoldingContext } from './holding.ts'
import { useOlderWords } from './older-words.ts'
import { RoomLeft } from './room-left.tsx'
import { TextPlace, type Unwritable } from './text-place.ts'
import { nearOf, roomAfter, type TextRoom } from './text-room.ts'
import { useWriting } from './writing.ts'

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
  const [label, hint] = [t(`field.${field}`), t(`hint.${field}`)]
  const older = useOlderWords(field)
  const { host, broken, refused, room, focus } = useTextPlace({ clauseId, field, text, autoFocus, label, hint, older })
  return (
    <div className={classes(styles.field, styles[look])}>
      {labelled && (
        <span className={styles.label} aria-hidden="true">
          {label}
        </span>
      )}
      <div ref={host} className={styles.host} data-field={field} data-broken={broken !== null || undefined} />
      {field === 'emoji' && <EmojiButton clauseId={clauseId} />}
      {refused && (
        <p className={styles.told} role="alert">
          {t('onlyEmoji')}
        </p>
      )}
      {room && <RoomLeft room={room} limit={fieldLimits[field]} onUndone={focus} />}
      {field === 'word' && [...text].length >= LONG_WORD && <p className={styles.told}>{t('shortWords')}</p>}
      {broken && <p className={styles.broken}>{t(broken === 'no-text' ? 'noText' : 'tooLong')}</p>}
    </div>
  )
}

interface Place extends Pick<ClauseTextProps, 'clauseId' | 'field' | 'text'> {
  autoFocus: boolean
  label: string
  hint: string
  older: string | null
}

const useTextPlace = ({ clauseId, field, text, autoFocus, label, hint, older }: Place) => {
  const writing = useWriting()
  const holding = use(HoldingContext)
  const host = useRef<HTMLDivElement>(null)
  const place = useRef<TextPlace | null>(null)
  const [broken, setBroken] = useState<Unwritable | null>(null)
  const [refused, setRefused] = useState(false)
  const [room, setRoom] = useState<TextRoom | null>(null)
  const focusWanted = useEffectEvent(() => autoFocus)
  useLayoutEffect(() => {
    if (!host.current) return
    const classNames = { still: styles.still ?? '', hint: styles.hint ?? '' }
    const here = new TextPlace(host.current, {
      clauseId,
      field,
      label,
      hint,
      classes: classNames,
      broken: setBroken,
      refused: setRefused,
      holding,
      room: (left, dropped, step) => setRoom(before => roomNear(before, left, dropped, step, fieldLimits[field])),
    })
    place.current = here
    return () => here[Symbol.dispose]()
  }, [clauseId, field, label, hint, holding])
  // Each time this clause was drawn anew: what could not be shown may be mended without its words having changed.
  useLayoutEffect(() => place.current?.show(text))
  useLayoutEffect(() => place.current?.holdAgainst(older))
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is written in anew
  useLayoutEffect(() => {
    place.current?.write(writing)
    if (writing && focusWanted()) place.current?.focus()
  }, [writing, clauseId, field, label, hint])
  return { host, broken, refused, room, focus: () => place.current?.focus() }
}

/** Null while the limit is far: a letter then draws nothing anew. A little before the count shows, so that its place is there to be read out. */
const roomNear = (before: TextRoom | null, left: number, dropped: number, step: unknown, limit: number): TextRoom | null => {
  const room = roomAfter(before, left, dropped, step)
  return room.left > 2 * nearOf(limit) && room.dropped === 0 ? null : room
}
