import { useEffect, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { MoreDots } from '../../ui/dots.tsx'
import { ArrowDown, ArrowUp, Trash2 } from '../../ui/icons.ts'
import { usePutAway } from '../../ui/use-put-away.ts'
import styles from './clause-card.module.css'
import { MoveHandle } from './movable-list.tsx'

export interface ClauseToolsProps {
  id: string
  title: string
  first: boolean
  last: boolean
  onMove: (id: string, by: -1 | 1) => void
  onRemove: (id: string) => void
}

/** What can be done with a clause besides writing in it, put away until asked for. */
export const ClauseTools = ({ id, title, first, last, onMove, onRemove }: ClauseToolsProps) => {
  const { t } = useTranslation('agreement')
  const [open, setOpen] = useState(false)
  const tools = useId()
  const row = useRef<HTMLDivElement>(null)
  const key = useRef<HTMLButtonElement>(null)
  usePutAway(open, [key, row], by => {
    const { activeElement } = document
    const isHere = activeElement === document.body || row.current?.contains(activeElement)
    flushSync(() => setOpen(false))
    if (by === 'escape' && isHere) key.current?.focus()
  })
  useEffect(() => {
    // It opens at the foot of the card, which may lie behind the navigation.
    if (open) row.current?.scrollIntoView({ block: 'nearest' })
  }, [open])
  return (
    <>
      {!(first && last) && <MoveHandle id={id} />}
      <button
        ref={key}
        type="button"
        className={styles.open}
        aria-label={t('more', { title })}
        aria-expanded={open}
        aria-controls={open ? tools : undefined}
        onClick={() => setOpen(!open)}
      >
        <MoreDots />
      </button>
      {open && (
        <div ref={row} id={tools} className={styles.tools}>
          <Button size="small" icon={<ArrowUp />} aria-disabled={first} onClick={() => first || onMove(id, -1)}>
            {t('moveUp')}
          </Button>
          <Button size="small" icon={<ArrowDown />} aria-disabled={last} onClick={() => last || onMove(id, 1)}>
            {t('moveDown')}
          </Button>
          <Button size="small" icon={<Trash2 />} onClick={() => onRemove(id)}>
            {t('remove')}
          </Button>
        </div>
      )}
    </>
  )
}
