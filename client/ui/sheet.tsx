import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { Button } from './button.tsx'
import styles from './sheet.module.css'
import { useBackCloses } from './use-back-closes.ts'

export interface SheetProps {
  title: string
  /** Escape, the back button, a press beside it, or its own button. */
  onClose: () => void
  closeLabel: string
  /** Beside the title: what must stay in reach while the page lies under it. */
  aside?: ReactNode
  children: ReactNode
}

/**
 * A calm page over a part of this one, for as long as it is there: from below on a phone, in the middle of a wide window. Its
 * content scrolls, or holds what does. Focus goes onto it, stays inside, and goes back to where it came from.
 */
export const Sheet = ({ title, onClose, closeLabel, aside, children }: SheetProps) => {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useBackCloses(true, onClose)
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    dialog?.focus()
    return () => dialog?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it natively
    <dialog
      ref={ref}
      className={styles.sheet}
      aria-labelledby={id}
      tabIndex={-1}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
      onClick={event => event.target === ref.current && onClose()}
    >
      <div className={styles.head}>
        <h2 id={id}>{title}</h2>
        {aside}
        <Button size="small" onClick={onClose}>
          {closeLabel}
        </Button>
      </div>
      <div className={styles.body}>{children}</div>
    </dialog>
  )
}
