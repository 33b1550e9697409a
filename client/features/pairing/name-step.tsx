import { type SubmitEvent, useRef, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Text } from '../../ui/text.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useKeptFocus } from '../../ui/use-kept-focus.ts'
import styles from './step.module.css'

export interface Names {
  name: string
  partnerName: string
}

/** As long as a name in a sealed event may be, in characters. */
const NAME_LENGTH = 80

export interface NameStepProps {
  title: string
  about: string
  /** Label of the button that goes on. */
  go: string
  /** Whether to ask what the partner is called, too. */
  askPartner: boolean
  given: Names
  /** Told of every letter. */
  typed: (names: Names) => void
  done: (names: Names) => void
}

/** How one is called. */
export const NameStep = ({ title, about, go, askPartner, given, typed, done }: NameStepProps) => {
  const { t } = useTranslation('pairing')
  const { name, partnerName } = given
  const [missing, setMissing] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  useKeptFocus(heading, title)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (name.trim() !== '') return done({ name: name.trim(), partnerName: partnerName.trim() })
    setMissing(true)
    field.current?.focus()
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div className={styles.step}>
        <div className={styles.head}>
          <h1 ref={heading}>{title}</h1>
          <Text kind="sub">{about}</Text>
        </div>
        <TextField
          ref={field}
          label={t('name.label')}
          value={name}
          onChange={next => typed({ ...given, name: next })}
          maxLength={NAME_LENGTH}
          autoComplete="off"
          error={missing && name.trim() === '' ? t('name.missing') : undefined}
        />
        {askPartner && (
          <TextField
            label={t('name.partner')}
            hint={t('name.partnerHint')}
            value={partnerName}
            onChange={next => typed({ ...given, partnerName: next })}
            maxLength={NAME_LENGTH}
            autoComplete="off"
          />
        )}
      </div>
      <div className={styles.actions}>
        <Button kind="main" size="big" full type="submit">
          {go}
        </Button>
      </div>
    </form>
  )
}
