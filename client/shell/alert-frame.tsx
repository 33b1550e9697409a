import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import type { Ground } from '../ui/screen.tsx'
import { settle } from '../ui/use-settled.ts'
import styles from './alert-frame.module.css'
import { AlertTitle } from './alert-title.ts'
import { focusHeading } from './focus-heading.ts'
import { Page } from './page.tsx'

/**
 * A whole screen over any other, as a native modal: what lies under it is inert, and focus returns there afterwards. Focus goes
 * to the dialog and not to a key, so that a stray Enter or space answers nothing. Only its own keys close it. When it goes, the page
 * under it takes no press for a moment: none that was meant for its keys.
 */
export const AlertFrame = ({ ground, children }: { ground: Ground; children: ReactNode }) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const pressed = useRef(false)
  const title = useId()
  useLayoutEffect(() => {
    const element = dialog.current
    if (!element) return
    element.showModal()
    element.focus()
    const watching = reachByKeyboard([...element.querySelectorAll('section')])
    return () => {
      watching.disconnect()
      element.close()
      settle()
      // Where nothing was in focus before, nobody is left at the page's start; and what went by itself leaves no key in focus.
      const under = [...document.querySelectorAll<HTMLElement>('main h1')].find(heading => !element.contains(heading))
      const isLost = document.activeElement === document.body || element.contains(document.activeElement)
      if (under && (isLost || !pressed.current)) focusHeading(under)
    }
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

/** A part that is higher than its place is reached with Tab and scrolled with the arrows. */
const reachByKeyboard = (parts: HTMLElement[]): ResizeObserver => {
  const watching = new ResizeObserver(() => {
    for (const part of parts) {
      const scrolls = part.scrollHeight > part.clientHeight
      part.toggleAttribute('data-scrolls', scrolls)
      if (scrolls) part.tabIndex = 0
      else part.removeAttribute('tabindex')
    }
  })
  for (const part of parts) for (const one of [part, ...part.children]) watching.observe(one)
  return watching
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
