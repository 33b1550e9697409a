import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './crisis-key.module.css'

export interface CrisisLinkProps {
  /** Leads out of the app: a call, a message. */
  href: string
  icon: ReactNode
  children: ReactNode
}

/** As a key, for what another app of the phone does. */
export const CrisisLink = ({ href, icon, children }: CrisisLinkProps) => (
  <a href={href} className={classes(styles.key, styles.plain)}>
    {icon}
    <span className={styles.sentence}>{children}</span>
  </a>
)
