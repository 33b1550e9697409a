import { useId } from 'react'
import styles from './mark.module.css'
import { CROSSING_WIDTH, crossing, MARK_SIZE, STRAND_WIDTH, stone, strandA, strandB } from './mark-geometry.ts'

/** Two strands gripping one stone. Decoration: the link around it carries the name. `size` in px. */
export const Mark = ({ size = 30 }: { size?: number }) => {
  const gap = useId()
  return (
    <svg className={styles.mark} width={size} height={size} viewBox={`0 0 ${MARK_SIZE} ${MARK_SIZE}`} aria-hidden="true">
      <mask id={gap} maskUnits="userSpaceOnUse" x="0" y="0" width={MARK_SIZE} height={MARK_SIZE}>
        <path fill="#fff" d={`M0 0h${MARK_SIZE}v${MARK_SIZE}H0z`} />
        <path d={crossing} stroke="#000" strokeWidth={CROSSING_WIDTH} />
      </mask>
      <g fill="none" strokeWidth={STRAND_WIDTH} strokeLinecap="round">
        <path mask={`url(#${gap})`} className={styles.b} d={strandB} />
        <path className={styles.a} d={strandA} />
      </g>
      <circle className={styles.stone} cx={stone.x} cy={stone.y} r={stone.radius} />
    </svg>
  )
}
