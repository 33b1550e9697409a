import type { ReactNode } from 'react'
import styles from './breathing-float.module.css'
import { classes } from './classes.ts'
import { RopeOfTime, type RopeOfTimeProps } from './rope-of-time.tsx'

export interface BreathingFloatProps {
  /** px; shrinks with its place. */
  size?: number
  /** Round the float. */
  rope?: RopeOfTimeProps
  /** On the pause's water, or on a shared ground. */
  on?: 'water' | 'ours'
  still?: boolean
  /** On screens under 720 px tall the words stand beside the float. */
  beside?: boolean
  /** The word inside; a `<small>` for the second line. */
  children?: ReactNode
}

/** Two discs, 4 s in and 6 s out. Still with reduced motion: change the words then ("In, 2, 3, 4"). */
export const BreathingFloat = ({
  size = 324,
  rope,
  on = 'water',
  still = false,
  beside = false,
  children,
}: BreathingFloatProps) => (
  <div
    className={classes(
      styles.breath,
      on === 'ours' && styles.ours,
      still && styles.still,
      rope && styles.roped,
      beside && styles.beside,
    )}
    style={{ '--size': `${size}px` }}
  >
    <svg viewBox={rope ? '-150 -150 300 300' : '-108 -108 216 216'} aria-hidden="true">
      <circle className={styles.swell} r="108" />
      <circle className={styles.float} r="84" />
      {rope && <RopeOfTime {...rope} />}
    </svg>
    {children !== undefined && <div className={styles.text}>{children}</div>}
  </div>
)
