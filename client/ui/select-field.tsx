import { useId } from 'react'
import styles from './field.module.css'
import { Field } from './field.tsx'
import { ChevronDown } from './icons.ts'

export interface SelectFieldProps {
  label: string
  options: readonly { value: string; label: string }[]
  value: string
  onChange: (value: string) => void
}

/** One of several, by the browser's own list. */
export const SelectField = ({ label, options, value, onChange }: SelectFieldProps) => {
  const id = useId()
  return (
    <Field id={id} label={label}>
      <div className={styles.select}>
        <select id={id} className={styles.input} value={value} onChange={event => onChange(event.target.value)}>
          {options.map(option => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown />
      </div>
    </Field>
  )
}
