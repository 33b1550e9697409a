import { useCallback, useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { Partner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useSession } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { House, PenLine, Send } from '../../ui/icons.ts'
import { Settle } from '../../ui/settle.tsx'
import { Text } from '../../ui/text.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { ThumbZone } from '../../ui/thumb-zone.tsx'
import { useBackCloses } from '../../ui/use-back-closes.ts'
import styles from './repair.module.css'

/** A few sentences, no letter, characters. */
const MOST = 200
/** Under this name the words rest on this device until they are sent: a pause or a reload may come between. */
const OWN_WORDS = 'repair-words'

/** Kind words for oneself first; then one tap, or a few words of one's own. */
export const WriteRepair = ({ partner: { name }, sent }: { partner: Partner; sent: () => void }) => {
  const { t } = useTranslation('repair')
  const session = useSession()
  const [, navigate] = useLocation()
  const [own, setOwn] = useState<string | null>(null)
  const sending = useRef(false)
  const kept = useRef('')
  useEffect(() => {
    void session.readLocal<unknown>(OWN_WORDS).then(words => {
      if (typeof words === 'string') kept.current = words
    })
  }, [session])
  const write = (text: string) => {
    setOwn(text)
    void session.writeLocal(OWN_WORDS, text)
  }
  // What was written stays, and is there when it is opened again.
  useBackCloses(own !== null, () => {
    kept.current = own ?? ''
    setOwn(null)
  })
  const field = useCallback((element: HTMLElement | null) => element?.focus(), [])
  // A trembling hand taps twice.
  const send = async (text: string): Promise<void> => {
    if (sending.current || text.trim() === '') return
    sending.current = true
    await session.sendRepair(text.trim()).finally(() => {
      sending.current = false
    })
    if (text === own) write('')
    sent()
  }
  return (
    <Page width="phone">
      <section className={styles.head}>
        <h1>{t('title')}</h1>
        <div className={styles.self}>
          <p>{t('self')}</p>
          <p className={styles.selfWords}>{t('selfWords')}</p>
        </div>
        <Text kind="lead">{t('lead', { name })}</Text>
      </section>
      <ThumbZone label={t('choices')}>
        {own === null ? (
          <>
            <CrisisKey kind="say" words onClick={() => send(t('words'))}>
              {t('words')}
            </CrisisKey>
            <CrisisKey icon={<PenLine />} onClick={() => setOwn(kept.current)}>
              {t('own')}
            </CrisisKey>
          </>
        ) : (
          <Settle>
            <div className={styles.own}>
              <TextField
                label={t('ownLabel')}
                multiline
                words
                dir="auto"
                rows={3}
                maxLength={MOST}
                value={own}
                onChange={write}
                ref={field}
              />
            </div>
            <CrisisKey kind="main" icon={<Send />} disabled={own.trim() === ''} onClick={() => send(own)}>
              {t('send', { name })}
            </CrisisKey>
          </Settle>
        )}
        <CrisisKey icon={<House />} onClick={() => navigate('/')}>
          {t('toNow')}
        </CrisisKey>
      </ThumbZone>
    </Page>
  )
}
