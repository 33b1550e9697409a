import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import type { Ground } from '../ui/screen.tsx'
import styles from './alert-frame.module.css'
import { AlertTitle } from './alert-title.ts'
import { Page } from './page.tsx'

/**
 * A whole screen over any other, as a native modal: what lies under it is inert, and focus returns there afterwards. Focus goes
 * to the dialog and not to a key, so that a stray Enter or space answers nothing. Only its own keys close it.
 */
export const AlertFrame = ({ ground, children }: { ground: Ground; children: ReactNode }) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const title = useId()
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    element?.focus()
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      aria-labelledby={title}
      tabIndex={-1}
      className={styles.dialog}
      onCancel={event => event.preventDefault()}
      onKeyDown={cycle}
      // Without it a second Escape would close a modal dialog, whatever is answered to `cancel`.
      closedby="none"
    >
      <AlertTitle value={title}>
        <Page ground={ground} width="phone">
          {children}
        </Page>
      </AlertTitle>
    </dialog>
  )
}

/** Tab goes round inside, also where a browser would step out to its own bar. */
const cycle = (event: KeyboardEvent<HTMLDialogElement>): void => {
  if (event.key !== 'Tab') return
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('a[href], button:not(:disabled)')]
  const [first, last] = [stops[0], stops.at(-1)]
  const at = document.activeElement
  const leaving = event.shiftKey ? at === first || at === event.currentTarget : at === last
  if (!leaving) return
  event.preventDefault()
  ;(event.shiftKey ? last : first)?.focus()
}
