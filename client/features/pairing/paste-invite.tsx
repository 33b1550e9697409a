import { type SubmitEvent, useRef, useState } from 'react'
import { useRouter } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Text } from '../../ui/text.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { fragmentOf, hostOf } from './pasted-invite.ts'
import { holdInvite } from './pending-invite.ts'
import styles from './step.module.css'

/** A place for a link that came some other way. */
export const PasteInvite = () => {
  const { t } = useTranslation('pairing')
  const { base } = useRouter()
  const [link, setLink] = useState('')
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const [empty, setEmpty] = useState(false)
  const open = (event: SubmitEvent) => {
    event.preventDefault()
    const fragment = fragmentOf(link)
    if (fragment !== '') return holdInvite(base, fragment)
    setEmpty(true)
    field.current?.focus()
  }
  const host = hostOf(link)
  return (
    <form className={styles.form} onSubmit={open} noValidate>
      <div className={styles.step}>
        <div className={styles.head}>
          <h1>{t('join.pasteTitle')}</h1>
          <Text kind="sub">{t('join.pasteAbout')}</Text>
        </div>
        <TextField
          ref={field}
          label={t('join.pasteLabel')}
          value={link}
          onChange={setLink}
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          error={empty && fragmentOf(link) === '' ? t('join.pasteEmpty') : undefined}
        />
        {host !== null && host !== location.host && <Notice title={t('join.elsewhere', { host })} role="status" />}
      </div>
      <div className={styles.actions}>
        <Button kind="main" size="big" full type="submit">
          {t('join.pasteOpen')}
        </Button>
      </div>
    </form>
  )
}
