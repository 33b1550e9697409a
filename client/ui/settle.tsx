import type { ReactNode } from 'react'
import styles from './settle.module.css'

/** Keys that have just come take no press for a moment: nobody hits what slid under a thumb on its way. Give it a `key` that changes with them. */
export const Settle = ({ children }: { children: ReactNode }) => <div className={styles.settle}>{children}</div>
