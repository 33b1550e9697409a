import { useId, useState } from 'react'
import styles from './field.module.css'
import { Minus, Plus, TriangleAlert } from './icons.ts'

export interface NumberFieldProps {
  label: string
  value: number
  min: number
  max: number
  step?: number
  /** Called with a whole number from `min` to `max`: on each step, and when a typed number is left or Enter is pressed. */
  onChange: (value: number) => void
  /** Told of a typed number outside the range, which is then left out. Without it the nearest allowed one is taken. */
  onOutside?: (typed: number) => void
  /** Names of the two step buttons. */
  lessLabel: string
  moreLabel: string
  hint?: string | undefined
  error?: string | undefined
  disabled?: boolean
}

/** A whole number (role spinbutton) with two big steps. */
export const NumberField = ({
  label,
  value,
  min,
  max,
  step = 1,
  onChange,
  onOutside,
  lessLabel,
  moreLabel,
  hint,
  error,
  disabled = false,
}: NumberFieldProps) => {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const settle = (next: number) => {
    setTyped(null)
    const bounded = Math.min(max, Math.max(min, Math.round(next)))
    if (onOutside && Number.isFinite(next) && bounded !== Math.round(next)) return onOutside(next)
    if (Number.isFinite(bounded) && bounded !== value) onChange(bounded)
  }
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={styles.number}>
        <button
          type="button"
          className={styles.step}
          aria-label={lessLabel}
          disabled={disabled || value <= min}
          onClick={() => settle(value - step)}
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
          step={step}
          disabled={disabled}
          value={typed ?? value}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
          onChange={event => setTyped(event.target.value)}
          onBlur={() => typed !== null && settle(Number(typed || Number.NaN))}
          onKeyDown={event => event.key === 'Enter' && typed !== null && settle(Number(typed || Number.NaN))}
        />
        <button
          type="button"
          className={styles.step}
          aria-label={moreLabel}
          disabled={disabled || value >= max}
          onClick={() => settle(value + step)}
        >
          <Plus />
        </button>
      </div>
      {error && (
        <p className={styles.error} id={`${id}-error`}>
          <TriangleAlert />
          {error}
        </p>
      )}
      {hint && (
        <p className={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
