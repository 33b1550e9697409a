import { flushSync } from 'react-dom'
import { clauseElementId } from './clause-card.tsx'

/** A key that goes with what comes of its press leaves the focus on the heading of its part: nobody is left at the page's start. */
export const focusHeading = (key: Element): void => {
  const heading = key.closest('section')?.querySelector<HTMLElement>('h2')
  if (!heading) return
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}

/** The same of a key that brings a clause back, whose id `bringBack` answers with: the focus goes to the clause. Answers with the id. */
export const focusBrought = (key: Element, bringBack: () => string | null): string | null => {
  focusHeading(key)
  const id = flushSync(bringBack)
  if (id !== null) document.getElementById(clauseElementId(id))?.focus()
  return id
}
