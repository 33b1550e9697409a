import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { Settle } from '../ui/settle.tsx'
import styles from './quiet-line.module.css'

interface QuietLineProps {
  /** What came, in one sentence. */
  children: ReactNode
  /** Words of the couple, larger. */
  words?: string
  action: string
  onPress: () => void
  /** `end`: below all of the page, so that it hides none of it. `top`: under Help and Exit, away from the thumb's keys. */
  at: 'end' | 'top'
}

/** Something came that may not cover the screen: said in a line, without taking the focus. */
export const QuietLine = ({ children, words, action, onPress, at }: QuietLineProps) => (
  <div className={styles.place} data-at={at}>
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
  </div>
)
