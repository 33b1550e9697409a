import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './crisis-key.module.css'

export interface CrisisKeyProps extends Omit<ComponentProps<'button'>, 'className' | 'type'> {
  /** `say`: a sentence to speak. `own`: on the water of a pause. */
  kind?: 'main' | 'plain' | 'pause' | 'say' | 'own'
  /** The one big key of a screen ("I'm back"). */
  huge?: boolean
  icon?: ReactNode
  /** The couple's own words: serif. */
  words?: boolean
  /** A second, smaller line. */
  more?: ReactNode
  /** What is left of the time in which this can be done, for instance "3 s". Seen, not read aloud every second. */
  left?: string | undefined
}

/** One sentence, one icon, the whole width, 72 px or more. */
export const CrisisKey = ({
  kind = 'plain',
  huge = false,
  icon,
  words = false,
  more,
  left,
  children,
  ...rest
}: CrisisKeyProps) => (
  <button type="button" className={classes(styles.key, styles[kind], huge && styles.huge)} {...rest}>
    {icon}
    <span className={classes(styles.sentence, words && styles.words)}>
      {children}
      {more !== undefined && <small>{more}</small>}
    </span>
    {left !== undefined && (
      <span className={styles.left} aria-hidden="true">
        {left}
      </span>
    )}
  </button>
)
