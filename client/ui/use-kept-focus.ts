import { type RefObject, useEffect } from 'react'

/** When what was in focus has gone with a change of `subject`, the heading takes over, so that nobody is left at the page's start. */
export const useKeptFocus = (heading: RefObject<HTMLElement | null>, subject: string): void => {
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the subject may take the focused key away
  useEffect(() => {
    const element = heading.current
    if (!element || document.activeElement !== document.body) return
    element.tabIndex = -1
    element.focus({ preventScroll: true })
  }, [subject, heading])
}
