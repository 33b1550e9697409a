import { useId } from 'react'
import styles from './segments.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

export interface SegmentsProps<V extends string> {
  label: string
  /** `mark`: a small point beside the label, and what it says. */
  options: readonly { value: V; label: string; lang?: string; mark?: string | undefined }[]
  value: V
  onChange: (value: V) => void
}

/** One of a few (a radio group): arrow keys move. */
export const Segments = <V extends string>({ label, options, value, onChange }: SegmentsProps<V>) => {
  const name = useId()
  return (
    <div className={styles.segments} role="radiogroup" aria-label={label}>
      {options.map(option => (
        <label key={option.value} lang={option.lang}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span>
            {option.label}
            {option.mark && (
              <>
                <span className={styles.mark} aria-hidden="true" />
                <VisuallyHidden> {option.mark}</VisuallyHidden>
              </>
            )}
          </span>
        </label>
      ))}
    </div>
  )
}
