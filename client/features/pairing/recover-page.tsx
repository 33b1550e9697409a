import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useSession } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Text } from '../../ui/text.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { type Failure, Refused } from './refused.tsx'
import styles from './step.module.css'
import { placeOf, readTyped, type Typed, WORDS } from './typed-words.ts'

/** `/recover`: this side of the space on a new device, by its 24 words. */
export const RecoverPage = () => {
  const { t } = useTranslation('pairing')
  const session = useSession()
  const [, navigate] = useLocation()
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [typed, setTyped] = useState<Typed>({ count: 0, unknown: [] })
  useEffect(() => {
    let wanted = true
    void readTyped(text, tried).then(read => wanted && setTyped(read))
    return () => {
      wanted = false
    }
  }, [text, tried])

  const open = async (event: SubmitEvent) => {
    event.preventDefault()
    setTried(true)
    const read = await readTyped(text, true)
    if (read.unknown.length > 0 || read.count !== WORDS) {
      field.current?.focus()
      const [wrong] = read.unknown
      if (wrong) field.current?.setSelectionRange(...placeOf(text, wrong.position))
      return
    }
    setBusy(true)
    setFailure(null)
    const outcome = await session.recover(text)
    setBusy(false)
    if (outcome.ok) navigate('/', { replace: true })
    else {
      setFailure(outcome)
      // The key rested meanwhile, and so lost the focus.
      field.current?.focus()
    }
  }
  return (
    <Page back={{ href: '/', label: t('start') }}>
      <form className={styles.form} onSubmit={event => void open(event)} noValidate>
        <div className={styles.step}>
          <div className={styles.head}>
            <h1>{t('recover.title')}</h1>
            <Text kind="sub">{t('recover.about')}</Text>
          </div>
          {failure && <Refused failure={failure} />}
          <TextField
            ref={field}
            label={t('recover.label')}
            value={text}
            onChange={value => {
              setText(value)
              setFailure(null)
            }}
            words
            multiline
            rows={5}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            error={
              tried && typed.count < WORDS && typed.unknown.length === 0
                ? t('recover.missing', { count: typed.count })
                : undefined
            }
          />
          <div role="status">
            <Hints typed={typed} />
          </div>
        </div>
        <div className={styles.actions}>
          <Button kind="main" size="big" full type="submit" disabled={busy}>
            {t(busy ? 'recover.opening' : 'recover.open')}
          </Button>
        </div>
      </form>
    </Page>
  )
}

const Hints = ({ typed: { count, unknown } }: { typed: Typed }) => {
  const { t } = useTranslation('pairing')
  if (unknown.length > 0)
    return (
      <ul>
        {unknown.map(({ position, word, near }) => (
          <li key={position}>
            <Text kind="caption">
              {t('recover.unknown', { position, word })} {near.length > 0 && t('recover.maybe', { words: near.join(', ') })}
            </Text>
          </li>
        ))}
      </ul>
    )
  if (count === WORDS) return <Text kind="caption">{t('recover.whole')}</Text>
  return <Text kind="caption">{count > WORDS ? t('recover.tooMany', { count }) : t('recover.count', { count })}</Text>
}
