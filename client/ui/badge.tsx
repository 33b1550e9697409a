import type { ReactNode } from 'react'
import styles from './badge.module.css'
import { classes } from './classes.ts'

export interface BadgeProps {
  /** `ours` only for what both agreed; `warn` only for what did not get through. */
  kind: 'ours' | 'private' | 'warn' | 'sunk'
  icon?: ReactNode
  children: ReactNode
}

export const Badge = ({ kind, icon, children }: BadgeProps) => (
  <span className={classes(styles.badge, styles[kind])}>
    {icon}
    {children}
  </span>
)
