import type { ReactNode } from 'react'
import styles from './field.module.css'
import { TriangleAlert } from './icons.ts'

export interface FieldMessages {
  hint?: string | undefined
  /** What is so, then what can be done. */
  error?: string | undefined
}

/** What an input says about itself: whether it can stand, and the ids of the messages under it. */
export const describedBy = (id: string, { error, hint }: FieldMessages) => ({
  'aria-invalid': error ? true : undefined,
  'aria-describedby': [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined,
})

interface FieldProps extends FieldMessages {
  /** Of the input within. */
  id: string
  /** Left out where a heading already asks. */
  label?: string | undefined
  children: ReactNode
}

/** An input with its label and messages. */
export const Field = ({ id, label, hint, error, children }: FieldProps) => (
  <div className={styles.field}>
    {label !== undefined && (
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
    )}
    {children}
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
