import { type RefObject, useEffect } from 'react'

/**
 * Puts the heading in focus whenever `subject` changes, so that whoever listens hears that another moment has come, and nobody is
 * left where a key was that has gone. Under an open dialog nothing happens.
 */
export const useHeadingFocus = (heading: RefObject<HTMLElement | null>, subject: string): void => {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the subject is what is waited for
  useEffect(() => {
    const element = heading.current
    if (!element) return
    element.tabIndex = -1
    element.focus({ preventScroll: true })
  }, [subject, heading])
}
