import { emoji } from 'virtual:emoji'
import { EmojiPicker, type EmojiPickerListEmojiProps, type EmojiPickerListRowProps } from 'frimousse'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { LANGUAGE, type Translate } from '../../i18n/translate.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { type EmojiNames, emojiGroups, pickerData } from './emoji-data.ts'
import styles from './emoji-picker.module.css'

/** All emoji, by group or found by a word. Everything comes with the app: nobody else is asked, and nothing is kept of the choice. */
export const AllEmoji = ({ onChoose }: { onChoose: (emoji: string) => void }) => {
  const { t } = useTranslation('drafting')
  const data = useMemo(() => pickerData(LANGUAGE, emoji, namesIn(t)), [t])
  const [place, columns] = useColumns()
  return (
    <EmojiPicker.Root
      ref={place}
      className={styles.picker}
      columns={columns}
      locale={LANGUAGE}
      resolveEmojiData={() => data}
      onEmojiSelect={chosen => onChoose(chosen.emoji)}
    >
      <div className={styles.find}>
        <EmojiPicker.Search
          className={styles.search}
          aria-label={t('emoji.search')}
          placeholder={t('emoji.search')}
          autoFocus={hasKeyboard()}
        />
        <EmojiPicker.SkinToneSelector className={styles.tone} aria-label={t('emoji.skinTone')} />
      </div>
      <EmojiPicker.Viewport className={styles.viewport} tabIndex={0} role="group" aria-label={t('emoji.all')}>
        <EmojiPicker.Empty className={styles.none} role="status">
          {({ search }) => t('emoji.none', { search })}
        </EmojiPicker.Empty>
        <EmojiPicker.List className={styles.list} aria-label={t('emoji.all')} components={{ Row: GridRow, Emoji: GridEmoji }} />
      </EmojiPicker.Viewport>
    </EmojiPicker.Root>
  )
}

/** The library counts rows and columns from 0; grids count from 1. */
const counted = (index: number | undefined) => (index === undefined ? undefined : index + 1)

const GridRow = ({ 'aria-rowindex': index, ...row }: EmojiPickerListRowProps) => {
  const props = { ...row, 'aria-rowindex': counted(index) }
  return <div {...props} />
}

const GridEmoji = ({ emoji, 'aria-colindex': index, ...cell }: EmojiPickerListEmojiProps) => {
  const ref = useRef<HTMLButtonElement>(null)
  const props = { ...cell, ref, 'aria-colindex': counted(index) }
  useEffect(() => {
    // The keyboard leads beyond the edge; what lies under the pointer is in sight.
    if (emoji.isActive && !ref.current?.matches(':hover')) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [emoji.isActive])
  return (
    <button type="button" {...props}>
      {emoji.emoji}
    </button>
  )
}

const namesIn = (t: Translate<'drafting'>): EmojiNames => ({
  groups: emojiGroups.map(({ index, key }) => ({ index, label: t(`emoji.group.${key}`) })),
  tones: {
    light: t('emoji.tone.light'),
    'medium-light': t('emoji.tone.mediumLight'),
    medium: t('emoji.tone.medium'),
    'medium-dark': t('emoji.tone.mediumDark'),
    dark: t('emoji.tone.dark'),
  },
})

/** Where a finger would open a keyboard over the emoji, the search waits to be pressed. */
const hasKeyboard = (): boolean => matchMedia('(hover: hover) and (pointer: fine)').matches

/** What a finger needs, px. */
const CELL = 46

/** As many in a row as there is room for. */
const useColumns = () => {
  const place = useRef<HTMLDivElement>(null)
  const [columns, setColumns] = useState(6)
  useLayoutEffect(() => {
    const picker = place.current
    if (!picker) return
    const measure = () => {
      const { paddingLeft, paddingRight } = getComputedStyle(picker)
      const room = picker.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
      setColumns(Math.max(4, Math.floor(room / CELL)))
    }
    const observer = new ResizeObserver(measure)
    observer.observe(picker)
    measure()
    return () => observer.disconnect()
  }, [])
  return [place, columns] as const
}
