import { useId } from 'react'
import styles from './chips.module.css'
import { Check } from './icons.ts'

export interface ChipsProps<V extends string> {
  label: string
  options: readonly { value: V; label: string }[]
  value: V
  onChange: (value: V) => void
}

/** One of several (a radio group): arrow keys move. On a narrow screen the row scrolls sideways. */
export const Chips = <V extends string>({ label, options, value, onChange }: ChipsProps<V>) => {
  const name = useId()
  return (
    <div className={styles.chips} role="radiogroup" aria-label={label}>
      {options.map(option => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            onFocus={event => event.target.parentElement?.scrollIntoView({ block: 'nearest', inline: 'center' })}
          />
          {option.value === value && <Check />}
          {option.label}
        </label>
      ))}
    </div>
  )
}
