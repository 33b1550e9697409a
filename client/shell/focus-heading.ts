import { type RefObject, useEffect } from 'react'
import { useLocation } from 'wouter'

let shown: string | null = null

/**
 * After a navigation the new page's heading is in focus, so that whoever listens knows where they are. Not at the first opening.
 * A frame that waits for its page has no heading: then the page itself does it. `view`: of a page that shows one of several in turn.
 */
export const useHeadingFocus = (main: RefObject<HTMLElement | null>, view = ''): void => {
  const path = useLocation()[0] + view
  useEffect(() => {
    const heading = main.current?.querySelector('h1')
    if (!heading || shown === path) return
    const first = shown === null
    shown = path
    if (first) return
    focusHeading(heading)
    window.scrollTo(0, 0)
  }, [path, main])
}

export const focusHeading = (heading: HTMLElement): void => {
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
}
