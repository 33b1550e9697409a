import { type ReactNode, useEffect, useRef } from 'react'
import { focusHeading } from '../../shell/focus-heading.ts'

/** The heading of a later step on one page: in focus when the step comes, since the button pressed before is gone. */
export const StepHeading = ({ children }: { children: ReactNode }) => {
  const ref = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (ref.current) focusHeading(ref.current)
    window.scrollTo(0, 0)
  }, [])
  return <h1 ref={ref}>{children}</h1>
}
