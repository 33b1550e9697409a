import type { ReactNode } from 'react'
import styles from './thumb-zone.module.css'

export interface ThumbZoneProps {
  /** Accessible name of the choices; or `labelledBy`, the id of a heading inside. */
  label?: string
  labelledBy?: string
  children: ReactNode
}

/** The choices, at the bottom of the screen, 16 px apart. */
export const ThumbZone = ({ label, labelledBy, children }: ThumbZoneProps) => (
  <section className={styles.thumb} aria-label={label} aria-labelledby={labelledBy}>
    {children}
  </section>
)

/** Two side by side where there is room for both. */
export const Duo = ({ children }: { children: ReactNode }) => <div className={styles.duo}>{children}</div>
