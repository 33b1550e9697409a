import { type RefObject, useEffect } from 'react'
import { useLocation } from 'wouter'

let opened: string | null = null

/** After a navigation the new page's heading is in focus, so that whoever listens knows where they are. Not at the first opening. */
export const useHeadingFocus = (main: RefObject<HTMLElement | null>): void => {
  const [path] = useLocation()
  useEffect(() => {
    const before = opened
    opened = path
    if (before === null || before === path) return
    const heading = main.current?.querySelector('h1')
    if (!heading) return
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [path, main])
}
