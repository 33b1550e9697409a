import { useId } from 'react'
import styles from './switch.module.css'

export interface SwitchProps {
  label: string
  detail?: string
  checked: boolean
  onChange: (checked: boolean) => void
}

export const Switch = ({ label, detail, checked, onChange }: SwitchProps) => {
  const id = useId()
  return (
    <label className={styles.switch} htmlFor={id}>
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-label={label}
        aria-describedby={detail ? `${id}-detail` : undefined}
        aria-checked={checked}
        checked={checked}
        onChange={event => onChange(event.target.checked)}
      />
      <span className={styles.track} aria-hidden="true" />
      <span>
        <b>{label}</b>
        {detail && <small id={`${id}-detail`}>{detail}</small>}
      </span>
    </label>
  )
}
