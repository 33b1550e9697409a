import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import { Button } from '../ui/button.tsx'
import { Settle } from '../ui/settle.tsx'
import { isLeftAlone } from './over-screens.ts'
import styles from './quiet-line.module.css'

/**
 * Where all that comes over the pages stands; its lines one below the other. On Help and on a running pause below all of the page,
 * so that they hide none of it; elsewhere under Help and Exit and what else must stay in sight, away from the thumb's keys.
 */
export const OverScreens = ({ children }: { children: ReactNode }) => {
  const [path] = useLocation()
  return (
    <div className={styles.place} data-at={isLeftAlone(path) ? 'end' : path}>
      {children}
    </div>
  )
}

interface QuietLineProps {
  /** What came, in one sentence. */
  children: ReactNode
  /** Words of the couple, larger. */
  words?: string
  action: string
  onPress: () => void
}

/** Something came that may not cover the screen: said in a line, without taking the focus. */
export const QuietLine = ({ children, words, action, onPress }: QuietLineProps) => (
  <div role="status" className={styles.line}>
    <div>
      <p>{children}</p>
      {words && (
        <p className={styles.words} dir="auto">
          {words}
        </p>
      )}
    </div>
    <Settle>
      <Button onClick={onPress}>{action}</Button>
    </Settle>
  </div>
)
