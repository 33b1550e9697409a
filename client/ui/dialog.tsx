import { type ReactNode, useEffect, useId, useRef } from 'react'
import styles from './dialog.module.css'
import { useBackCloses } from './use-back-closes.ts'

export interface DialogProps {
  title: string
  open: boolean
  /** Escape, the back button, or a press beside it. */
  onClose: () => void
  actions: ReactNode
  /** Beside the title: what must stay in reach while the page lies under it. */
  aside?: ReactNode
  children?: ReactNode
}

/** For calm screens only: crisis screens undo instead of asking. The native element keeps focus inside and gives it back. */
export const Dialog = ({ title, open, onClose, actions, aside, children }: DialogProps) => {
  const ref = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const id = useId()
  useBackCloses(open, onClose)
  useEffect(() => {
    const dialog = ref.current
    if (open && dialog && !dialog.open) {
      dialog.showModal()
      // Not on a key: whatever is pressed on the way does nothing, and a long dialog begins at its top.
      heading.current?.focus()
      dialog.scrollTop = 0
    }
    if (!open) dialog?.close()
  }, [open])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it natively
    <dialog
      ref={ref}
      className={styles.dialog}
      aria-labelledby={id}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
      onClick={event => event.target === ref.current && onClose()}
    >
      <div className={styles.head}>
        <h2 ref={heading} id={id} tabIndex={-1}>
          {title}
        </h2>
        {aside}
      </div>
      {children !== undefined && <div className={styles.body}>{children}</div>}
      <div className={styles.actions}>{actions}</div>
    </dialog>
  )
}
