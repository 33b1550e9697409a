import { type ComponentProps, type Ref, useId } from 'react'
import { classes } from './classes.ts'
import styles from './field.module.css'
import { TriangleAlert } from './icons.ts'

type InputProps = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'className' | 'id' | 'ref'>

export interface TextFieldProps extends InputProps {
  label: string
  /** Keeps the label for listeners only, where a heading already asks. */
  labelHidden?: boolean
  value: string
  onChange?: (value: string) => void
  hint?: string | undefined
  /** What is so, then what can be done. */
  error?: string | undefined
  /** The couple's own words: serif. */
  words?: boolean
  /** Grows with its text. */
  multiline?: boolean
  rows?: number
  ref?: Ref<HTMLInputElement & HTMLTextAreaElement>
}

export const TextField = ({
  label,
  labelHidden = false,
  value,
  onChange,
  hint,
  error,
  words = false,
  multiline = false,
  ref,
  ...rest
}: TextFieldProps) => {
  const id = useId()
  const more = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  const shared = {
    ...rest,
    id,
    ref,
    value,
    className: classes(styles.input, words && styles.words, multiline && styles.area),
    onChange: (event: { target: { value: string } }) => onChange?.(event.target.value),
    'aria-invalid': error ? true : undefined,
    'aria-describedby': more || undefined,
    'aria-label': labelHidden ? label : undefined,
  }
  return (
    <div className={styles.field}>
      {!labelHidden && (
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
      )}
      {multiline ? <textarea {...(shared as ComponentProps<'textarea'>)} /> : <input type="text" {...shared} />}
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
