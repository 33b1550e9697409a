import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Info, TriangleAlert } from './icons.ts'
import styles from './notice.module.css'

export interface NoticeProps {
  /** `warn` only for what did not get through. */
  kind?: 'info' | 'warn'
  /** What is so. */
  title: string
  /** What can be done. */
  children?: ReactNode
  /** Buttons: a way out. */
  actions?: ReactNode
  /** `alert` interrupts, `status` waits its turn; leave out when it was there from the start. */
  role?: 'alert' | 'status'
}

export const Notice = ({ kind = 'info', title, children, actions, role }: NoticeProps) => (
  <div className={classes(styles.notice, kind === 'warn' && styles.warn)} role={role}>
    {kind === 'warn' ? <TriangleAlert /> : <Info />}
    <p className={styles.title}>{title}</p>
    {children !== undefined && <div className={styles.body}>{children}</div>}
    {actions && <div className={styles.actions}>{actions}</div>}
  </div>
)
