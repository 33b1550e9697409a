import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { ChevronDown } from './icons.ts'
import styles from './summary.module.css'

/** What opens a part that is put away. `two`: it says what is in there, in a second line. */
export const Summary = ({ two = false, children }: { two?: boolean; children: ReactNode }) => (
  <summary className={classes(styles.summary, two && styles.two)}>
    <div>{children}</div>
    <ChevronDown />
  </summary>
)
