import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { openLocalDatabase } from '../../sync/local-idb.ts'
import { isMoveLink, makeMove, type TakenMove, takeMove } from '../../sync/push-move.ts'
import { Button } from '../../ui/button.tsx'
import { ClipboardPaste, Copy } from '../../ui/icons.ts'
import { TextField } from '../../ui/text-field.tsx'
import styles from './settings.module.css'

const OWN = 'holdfast-own'
/** Where "I have a move link" leads to. */
const MOVE_PLACE = '#move'

/** In the browser: a link that carries this device into the app on the home screen, and the code that opens it. */
export const CopyMove = () => {
  const { t } = useTranslation('settings')
  const [move, setMove] = useState<{ link: string; code: string } | null>(null)
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await using store = await openLocalDatabase(OWN)
    const made = await makeMove(store, location.origin, Date.now())
    setMove(made)
    if (made)
      setCopied(
        await navigator.clipboard.writeText(made.link).then(
          () => true,
          () => false,
        ),
      )
  }
  return (
    <div className={styles.plain}>
      <Button full icon={<Copy />} onClick={() => void copy()}>
        {t('move.copy')}
      </Button>
      <p className={styles.told} role="status">
        {move && t(copied ? 'move.copied' : 'move.select', { code: move.code })}
      </p>
      {move && !copied && (
        <TextField label={t('move.link')} value={move.link} readOnly onFocus={event => event.target.select()} />
      )}
    </div>
  )
}

/** In the app that starts empty: where the link and its code go. */
export const PasteMove = () => {
  const { t } = useTranslation('settings')
  const [link, setLink] = useState('')
  const [code, setCode] = useState('')
  const [outcome, setOutcome] = useState<TakenMove | 'hold' | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const linkField = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const codeField = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  useEffect(() => {
    if (location.hash !== MOVE_PLACE) return
    // The page's own heading has the focus first.
    const frame = requestAnimationFrame(() => {
      form.current?.scrollIntoView({ block: 'center' })
      form.current?.querySelector('button')?.focus()
    })
    return () => cancelAnimationFrame(frame)
  }, [])
  const paste = async () => {
    const pasted = await navigator.clipboard?.readText().catch(() => null)
    setOutcome(pasted == null ? 'hold' : isMoveLink(pasted) ? null : 'no-link')
    if (pasted == null || !isMoveLink(pasted)) return linkField.current?.focus()
    setLink(pasted)
    codeField.current?.focus()
  }
  const take = async (event: SubmitEvent) => {
    event.preventDefault()
    await using store = await openLocalDatabase(OWN)
    const taken = await takeMove(store, link, code, Date.now())
    setOutcome(taken)
    // The page begins anew as the device that it is now.
    if (taken === 'moved') location.replace('/')
  }
  return (
    <form ref={form} id={MOVE_PLACE.slice(1)} className={styles.plain} onSubmit={event => void take(event)} noValidate>
      <Button full icon={<ClipboardPaste />} onClick={() => void paste()}>
        {t('move.paste')}
      </Button>
      <TextField ref={linkField} label={t('move.link')} value={link} onChange={setLink} autoComplete="off" spellCheck={false} />
      <TextField
        ref={codeField}
        label={t('move.code')}
        value={code}
        onChange={setCode}
        autoComplete="off"
        autoCapitalize="characters"
      />
      <Button full kind="main" type="submit">
        {t('move.take')}
      </Button>
      <p className={styles.told} role="status">
        {outcome && t(`move.${outcome}`)}
      </p>
    </form>
  )
}
