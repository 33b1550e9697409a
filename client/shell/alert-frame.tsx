import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { useSession } from '../sync/use-session.ts'
import type { Ground } from '../ui/screen.tsx'
import { settle } from '../ui/use-settled.ts'
import styles from './alert-frame.module.css'
import { AlertTitle } from './alert-title.ts'
import { alertGone, covers } from './covers.ts'
import { focusHeading } from './focus-heading.ts'
import { Page } from './page.tsx'

/** Fetched ahead. */
export const loadOver = () => import('./over-page.ts')

interface AlertFrameProps {
  /** The alert of a signal, or what follows from it. */
  ofSignal?: boolean
  subject?: string
  ground: Ground
  children: ReactNode
}

/**
 * A whole screen over any other, as a native modal: what lies under it is inert, and focus returns there afterwards. Focus goes
 * to the dialog and not to a key, so that a stray Enter or space answers nothing. Only its own keys close it. When it goes, the page
 * under it takes no press for a moment: none that was meant for its keys. It stays the same while what it shows (`subject`) changes.
 */
export const AlertFrame = ({ ofSignal, subject, ground, children }: AlertFrameProps) => {
  const session = useSession()
  const dialog = useRef<HTMLDialogElement>(null)
  const pressed = useRef(false)
  const title = useId()
  useLayoutEffect(() => {
    const element = dialog.current
    if (!element) return
    element.showModal()
    element.focus()
    covers.up += 1
    return () => {
      element.close()
      settle()
      covers.up -= 1
      covers.any = session.now()
      if (ofSignal) covers.alerts = alertGone(covers, covers.any)
      // Where nothing was in focus before, nobody is left at the page's start; and what went by itself leaves no key in focus.
      const under = [...document.querySelectorAll<HTMLElement>('main h1')].find(heading => !element.contains(heading))
      const isLost = document.activeElement === document.body || element.contains(document.activeElement)
      if (under && (isLost || !pressed.current)) focusHeading(under)
    }
  }, [session, ofSignal])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another subject has other parts
  useEffect(() => {
    const parts = [...(dialog.current?.querySelectorAll('section') ?? [])]
    const covering = loadOver().then(
      ({ overPage }) => overPage(parts),
      () => {},
    )
    return () => void covering.then(uncover => uncover?.())
  }, [subject])
  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      aria-labelledby={title}
      tabIndex={-1}
      className={styles.dialog}
      onCancel={event => event.preventDefault()}
      onKeyDown={cycle}
      onClick={({ target }) => {
        pressed.current ||= target instanceof Element && target.closest('button') !== null
      }}
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
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('a[href], button:not(:disabled), [tabindex="0"]')]
  const [first, last] = [stops[0], stops.at(-1)]
  const at = document.activeElement
  const leaving = event.shiftKey ? at === first || at === event.currentTarget : at === last
  if (!leaving) return
  event.preventDefault()
  ;(event.shiftKey ? last : first)?.focus()
}
