import { memo } from 'react'
import styles from './rope-of-time.module.css'

const RADIUS = 128
const AMPLITUDE = 6.2
const ARC_STEPS = 10

export interface RopeOfTimeProps {
  /** How many steps of time are gone, of `crossings`. */
  spentCrossings: number
  /** Even, so that the two strands close into a ring. */
  crossings?: number
}

const point = (crossings: number, angle: number, strand: number): string => {
  const radius = RADIUS + strand * AMPLITUDE * Math.sin((crossings / 2) * angle)
  const turned = angle - Math.PI / 2
  return `${(radius * Math.cos(turned)).toFixed(2)} ${(radius * Math.sin(turned)).toFixed(2)}`
}

const arc = (crossings: number, from: number, to: number, strand: number): string =>
  Array.from(
    { length: ARC_STEPS + 1 },
    (_, i) => `${i ? 'L' : 'M'}${point(crossings, from + ((to - from) * i) / ARC_STEPS, strand)}`,
  ).join('')

/** Two strands twined round the breathing float, one crossing per step of time; the spent part fades. For an svg centred on 0 0, 300 wide. */
export const RopeOfTime = memo(({ spentCrossings, crossings = 24 }: RopeOfTimeProps) => {
  const step = (2 * Math.PI) / crossings
  return (
    <g
      fill="none"
      strokeWidth="5.2"
      strokeLinecap="butt"
      strokeLinejoin="round"
      transform={`rotate(${(180 / crossings).toFixed(3)})`}
    >
      {Array.from({ length: crossings }, (_, i) => {
        const middle = i * step
        const [from, to] = [middle - step / 2 - 0.004, middle + step / 2 + 0.004]
        const over = i % 2 ? 1 : -1
        const strand = (side: number) => (i < spentCrossings ? styles.spent : side > 0 ? styles.a : styles.b)
        return (
          <g key={middle}>
            <path className={strand(-over)} d={arc(crossings, from, to, -over)} />
            <path className={styles.gap} d={arc(crossings, middle - step * 0.2, middle + step * 0.2, over)} />
            <path className={strand(over)} d={arc(crossings, from, to, over)} />
          </g>
        )
      })}
    </g>
  )
})
