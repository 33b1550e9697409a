import { useId, useState } from 'react'
import styles from './field.module.css'
import { describedBy, Field, type FieldMessages } from './field.tsx'
import { Minus, Plus } from './icons.ts'

export interface NumberFieldProps extends FieldMessages {
  label: string
  value: number
  min: number
  max: number
  step?: number
  /** Called with a whole number from `min` to `max`: on each step, and when a typed number is left or Enter is pressed. */
  onChange: (value: number) => void
  /** Told of what was typed and cannot stand: it stays visible, and `value` as it is, until it is corrected or Escape is pressed. */
  onOutside: () => void
  /** What was typed is put aside, and the value in force shows again. */
  onRestored: () => void
  /** Names of the two step buttons. */
  lessLabel: string
  moreLabel: string
  disabled?: boolean
}

/** A whole number (role spinbutton) with two big steps. */
export const NumberField = ({
  label,
  value,
  min,
  max,
  step: by = 1,
  onChange,
  onOutside,
  onRestored,
  lessLabel,
  moreLabel,
  hint,
  error,
  disabled = false,
}: NumberFieldProps) => {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const restore = () => {
    setTyped(null)
    onRestored()
  }
  const step = (next: number) => {
    setTyped(null)
    onChange(Math.min(max, Math.max(min, next)))
  }
  const settle = (input: HTMLInputElement) => {
    if (typed === null) return
    // What is no number at all reads as empty.
    if (typed === '' && !input.validity.badInput) return restore()
    const number = /^\d+$/.test(typed) ? Number(typed) : Number.NaN
    if (!(number >= min && number <= max)) return onOutside()
    restore()
    if (number !== value) onChange(number)
  }
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <div className={styles.number}>
        <button
          type="button"
          className={styles.step}
          aria-label={lessLabel}
          disabled={disabled || value <= min}
          onClick={() => step(value - by)}
        >
          <Minus />
        </button>
        <input
          className={styles.input}
          type="number"
          inputMode="numeric"
          id={id}
          min={min}
          max={max}
          step={by}
          disabled={disabled}
          value={typed ?? value}
          {...describedBy(id, { error, hint })}
          onChange={event => setTyped(event.target.value)}
          onBlur={event => settle(event.currentTarget)}
          onKeyDown={event => {
            if (event.key === 'Enter') settle(event.currentTarget)
            if (event.key === 'Escape') restore()
          }}
        />
        <button
          type="button"
          className={styles.step}
          aria-label={moreLabel}
          disabled={disabled || value >= max}
          onClick={() => step(value + by)}
        >
          <Plus />
        </button>
      </div>
    </Field>
  )
}
