import { type ComponentProps, type Ref, useId } from 'react'
import { classes } from './classes.ts'
import styles from './field.module.css'
import { describedBy, Field, type FieldMessages } from './field.tsx'

type InputProps = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'className' | 'id' | 'ref'>

export interface TextFieldProps extends InputProps, FieldMessages {
  label: string
  /** Keeps the label for listeners only, where a heading already asks. */
  labelHidden?: boolean
  value: string
  onChange?: (value: string) => void
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
  const shared = {
    ...rest,
    id,
    ref,
    value,
    className: classes(styles.input, words && styles.words, multiline && styles.area),
    onChange: (event: { target: { value: string } }) => onChange?.(event.target.value),
    ...describedBy(id, { error, hint }),
    'aria-label': labelHidden ? label : undefined,
  }
  return (
    <Field id={id} label={labelHidden ? undefined : label} hint={hint} error={error}>
      {multiline ? <textarea {...(shared as ComponentProps<'textarea'>)} /> : <input type="text" {...shared} />}
    </Field>
  )
}
