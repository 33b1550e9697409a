import { useId } from 'react'
import styles from './field.module.css'
import { describedBy, Field, type FieldMessages } from './field.tsx'
import { Minus, Plus } from './icons.ts'

export interface NumberFieldProps extends FieldMessages {
  label: string
  value: number
  min: number
  max: number
  step?: number
  /** What was typed and is not the value yet: it stays visible. Null when there is nothing. */
  typed: string | null
  /** At each letter; null when what was typed is put aside, and the value in force shows again. */
  onTyped: (text: string | null) => void
  /** A typed text is left, or Enter is pressed. Whoever holds `typed` says whether it can stand. */
  onSettled: () => void
  /** One of the two steps, never out of `min` to `max`. */
  onStep: (value: number) => void
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
  typed,
  onTyped,
  onSettled,
  onStep,
  lessLabel,
  moreLabel,
  hint,
  error,
  disabled = false,
}: NumberFieldProps) => {
  const id = useId()
  const step = (next: number) => onStep(Math.min(max, Math.max(min, next)))
  const settle = (input: HTMLInputElement) => {
    if (typed === null) return
    // What is no number at all reads as empty.
    if (typed === '' && !input.validity.badInput) onTyped(null)
    else onSettled()
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
          onChange={event => onTyped(event.target.value)}
          onBlur={event => settle(event.currentTarget)}
          onKeyDown={event => {
            if (event.key === 'Enter') settle(event.currentTarget)
            if (event.key === 'Escape') onTyped(null)
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
