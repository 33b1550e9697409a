import { useCallback, useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import styles from './clause-text.module.css'
import { nearOf, saidLeft, type TextRoom } from './text-room.ts'
import { useWriting } from './writing.ts'

interface RoomLeftProps {
  room: TextRoom
  /** The most of the text, UTF-16 units. */
  limit: number
  /** Gives the focus back to the text. */
  onUndone: () => void
}

/** Under a text that is nearly full: how much is left, and what did not fit. */
export const RoomLeft = ({ room: { left, dropped, step }, limit, onUndone }: RoomLeftProps) => {
  const { t } = useTranslation('agreement')
  const agreement = useWriting()?.agreement
  const subscribe = useCallback((changed: () => void) => agreement?.subscribe(changed) ?? (() => undefined), [agreement])
  const isNewest = useSyncExternalStore(subscribe, () => step !== null && agreement?.undoManager.undoStack.at(-1) === step)
  const said = saidLeft(left, limit)
  const leftText = (count: number) => (count > 0 ? t('roomLeft', { count }) : t('noRoom'))
  const droppedText = dropped > 0 ? t('didNotFit', { count: dropped }) : null
  const undo = () => {
    flushSync(() => agreement?.undo())
    onUndone()
  }
  return (
    <>
      <VisuallyHidden>
        <span role="status">{droppedText ?? (said === null ? '' : leftText(Math.min(said, nearOf(limit))))}</span>
      </VisuallyHidden>
      {left <= nearOf(limit) && (
        <p className={styles.told}>
          <span aria-hidden="true">{droppedText ?? leftText(Math.max(0, left))}</span>{' '}
          {isNewest && (
            <Button kind="text" size="small" onClick={undo}>
              {t('undo')}
            </Button>
          )}
        </p>
      )}
    </>
  )
}
