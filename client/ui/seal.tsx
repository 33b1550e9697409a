import { classes } from './classes.ts'
import { initial } from './partner-shape.tsx'
import styles from './seal.module.css'

export interface SealProps {
  /** Who has agreed. Apart until both have, then overlapped. */
  a: boolean
  b: boolean
  nameA: string
  nameB: string
  /** What it says, for instance "Agreed by Mei, not yet by Jonas". */
  label: string
  /** px */
  height?: number
}

export const Seal = ({ a, b, nameA, nameB, label, height = 30 }: SealProps) => {
  const ours = a && b
  const width = ours ? 48 : 61
  const left = ours ? 20 : 33
  return (
    <svg
      className={classes(styles.seal, ours && styles.closing)}
      width={(width * height) / 30}
      height={height}
      viewBox={`0 0 ${width} 30`}
      role="img"
      aria-label={label}
    >
      {a ? (
        <circle className={styles.a} cx="15" cy="15" r="13.5" />
      ) : (
        <circle className={styles.aOpen} cx="15" cy="15" r="12.5" />
      )}
      {b ? (
        <rect className={styles.b} x={left} y="1.5" width="27" height="27" rx="7" />
      ) : (
        <rect className={styles.bOpen} x={left + 1} y="2.5" width="25" height="25" rx="6.2" />
      )}
      {ours && (
        <path className={styles.overlap} d="M22.2 3.6A13.5 13.5 0 0 1 22.2 26.4A7 7 0 0 1 20 21.5V8.5A7 7 0 0 1 22.2 3.6Z" />
      )}
      <text className={a ? styles.aText : styles.aOpenText} x={ours ? 10.6 : 15} y="20.3">
        {initial(nameA)}
      </text>
      <text className={b ? styles.bText : styles.bOpenText} x={ours ? 37 : left + 13.5} y="20.3">
        {initial(nameB)}
      </text>
    </svg>
  )
}
