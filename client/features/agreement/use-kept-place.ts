import { type RefObject, useLayoutEffect, useRef } from 'react'

/**
 * What is in focus inside `around` stays where it is on the screen when something comes or goes above it there: nothing jumps
 * while someone types. Answers with what to call when the focus comes in.
 */
export const useKeptPlace = (around: RefObject<HTMLElement | null>): (() => void) => {
  const place = useRef<{ element: Element; top: number } | null>(null)
  const look = () => {
    const element = document.activeElement
    const outer = around.current
    if (!element || !outer || element === outer || !outer.contains(element)) return null
    return { element, top: element.getBoundingClientRect().top - outer.getBoundingClientRect().top }
  }
  useLayoutEffect(() => {
    const before = place.current
    if (!before) return
    const now = look()
    place.current = now
    if (now && now.element === before.element && now.top !== before.top)
      window.scrollBy({ top: now.top - before.top, behavior: 'instant' })
  })
  return () => {
    place.current = look()
  }
}
