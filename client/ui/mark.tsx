import { useId } from 'react'
import styles from './mark.module.css'

/** Two strands gripping one stone. Decoration: the link around it carries the name. `size` in px. */
export const Mark = ({ size = 30 }: { size?: number }) => {
  const gap = useId()
  return (
    <svg className={styles.mark} width={size} height={size} viewBox="0 0 64 64" aria-hidden="true">
      <mask id={gap} maskUnits="userSpaceOnUse" x="0" y="0" width="64" height="64">
        <path fill="#fff" d="M0 0h64v64H0z" />
        <path d="M29.3 10.6 34.9 15.4" stroke="#000" strokeWidth="9.4" />
      </mask>
      <g fill="none" strokeWidth="4.6" strokeLinecap="round">
        <path
          mask={`url(#${gap})`}
          className={styles.b}
          d="M38.6 4.5C38.6 12.5 25.6 13 25.6 21.5C25.6 28.5 7 31 7 57M25.6 21.5C25.6 33 17.4 36.5 17.4 57"
        />
        <path
          className={styles.a}
          d="M25.4 4.5C25.4 12.5 38.4 13 38.4 21.5C38.4 28.5 57 31 57 57M38.4 21.5C38.4 33 46.6 36.5 46.6 57"
        />
      </g>
      <circle className={styles.stone} cx="32" cy="50.4" r="8.8" />
    </svg>
  )
}
