import { classes } from './classes.ts'
import { Check } from './icons.ts'
import styles from './partner-shape.module.css'

export interface PartnerShapeProps {
  /** `a` is round and amber, `b` square and indigo. */
  seat: 'a' | 'b'
  name: string
  /** Stands for the name where that is none: its first character is shown. */
  mark?: string | undefined
  /** px */
  size?: number
  /** Not here, not yet. */
  dashed?: boolean
  tick?: boolean
}

/** The first character of a name as people see it, in capitals. */
export const initial = (name: string): string => {
  const first = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name.trim())[Symbol.iterator]().next()
  return first.done ? '' : first.value.segment.toLocaleUpperCase()
}

/** A partner's shape with the initial. Hidden from assistive technology: the words beside it say the name. */
export const PartnerShape = ({ seat, name, mark = name, size = 28, dashed = false, tick = false }: PartnerShapeProps) => (
  <span
    className={classes(styles.shape, styles[seat], dashed && styles.dashed)}
    style={{ '--size': `${size}px` }}
    aria-hidden="true"
  >
    {initial(mark)}
    {tick && (
      <span className={styles.tick}>
        <Check />
      </span>
    )}
  </span>
)
