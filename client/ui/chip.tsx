import type { ReactNode } from 'react'
import styles from './chip.module.css'
import { Check } from './icons.ts'

export interface ChipProps {
  pressed: boolean
  onPress: () => void
  children: ReactNode
}

/** On or off, among others. */
export const Chip = ({ pressed, onPress, children }: ChipProps) => (
  <button type="button" className={styles.chip} aria-pressed={pressed} onClick={onPress}>
    {pressed && <Check />}
    {children}
  </button>
)
