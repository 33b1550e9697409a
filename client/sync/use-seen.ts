import { type RefObject, useEffect, useState } from 'react'

/** The last `subject` of which the element stood in the page whole, and not behind another thing; seen or scrolled to. */
export const useSeen = (subject: string, element: RefObject<Element | null>): string => {
  const [seen, see] = useState('')
  useEffect(() => {
    if (!(subject && element.current)) return
    const look: IntersectionObserverCallback = entries => {
      if (entries.some(({ intersectionRatio }) => intersectionRatio > HALF)) see(subject)
    }
    const watching = new IntersectionObserver(look, { threshold: [HALF, 1], rootMargin: '100000px' })
    watching.observe(element.current)
    return () => watching.disconnect()
  }, [subject, element])
  return seen
}

/** Of a line that waits behind another a pixel is left. */
const HALF = 0.5
