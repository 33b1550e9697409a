import { useEffect, useRef, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import type { SessionState } from '../../sync/session.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Clock, Copy, RefreshCw, Share } from '../../ui/icons.ts'
import { Notice } from '../../ui/notice.tsx'
import { Text } from '../../ui/text.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Duo } from '../../ui/thumb-zone.tsx'
import styles from './invite.module.css'
import { QrCode } from './qr-code.tsx'
import { type Failure, Refused } from './refused.tsx'
import { useHandOver } from './use-hand-over.ts'

type Invite = NonNullable<SessionState['invite']>

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** The open invite as code and link; when there is none, a way to make one. */
export const InviteLink = ({ name }: { name: string }) => {
  const { t } = useTranslation('pairing')
  const session = useSession()
  const { invite } = useSessionState()
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)
  const run = async (what: 'makeInvite' | 'revokeInvite') => {
    setBusy(true)
    setFailure(null)
    const outcome = await session[what]()
    setBusy(false)
    if (!outcome.ok) setFailure(outcome)
  }
  const missing = invite === null
  const first = useRef(true)
  useEffect(() => {
    // A new space comes without an invite: this page is what makes the first one.
    if (!missing || !first.current) return
    first.current = false
    void session.makeInvite().then(outcome => !outcome.ok && setFailure(outcome))
  }, [missing, session])

  const refused = failure && (
    <Refused
      failure={failure}
      actions={
        <Button size="small" icon={<RefreshCw />} onClick={() => void run('makeInvite')}>
          {t('invite.again')}
        </Button>
      }
    />
  )
  if (!invite) return refused ?? <Text kind="sub">{t('invite.making')}</Text>
  if (invite.state !== 'open')
    return (
      <>
        {refused}
        <Notice title={t(`invite.${invite.state}`)} role="status" />
        <Button kind="main" size="big" full disabled={busy} onClick={() => void run('makeInvite')}>
          {t('invite.new')}
        </Button>
      </>
    )
  return (
    <>
      {refused}
      <OpenInvite invite={invite} name={name} />
      <div className={styles.small}>
        <Button kind="text" size="small" disabled={busy} onClick={() => void run('revokeInvite')}>
          {t('invite.revoke')}
        </Button>
      </div>
    </>
  )
}

const OpenInvite = ({ invite, name }: { invite: Invite; name: string }) => {
  const { t } = useTranslation('pairing')
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const { state, copy, send } = useHandOver(invite.link, field)
  return (
    <>
      {isOnlyHere(invite.link) && <Notice title={t('invite.onlyHere')}>{t('invite.onlyHereMore')}</Notice>}
      <div className={styles.columns}>
        <Card className={styles.card}>
          <QrCode text={invite.link} label={t('invite.qr')} />
          <Text kind="sub">
            <b>{t('invite.scan', { name })}</b>
          </Text>
          <Ends at={invite.expiresAt} />
          <div className={styles.link}>
            <TextField
              ref={field}
              label={t('invite.link')}
              value={invite.link}
              readOnly
              onFocus={event => event.target.select()}
            />
          </div>
        </Card>
        <div className={styles.side}>
          <Duo>
            <Button icon={<Share />} onClick={() => void send(t('invite.shareText'))}>
              {t('invite.send')}
            </Button>
            <Button icon={<Copy />} onClick={() => void copy()}>
              {t('invite.copy')}
            </Button>
          </Duo>
          {!('share' in navigator) && <Text kind="caption">{t('invite.sendCopies')}</Text>}
          <p className={styles.told} role="status">
            {state !== 'nothing' && t(`invite.${state}`)}
          </p>
        </div>
      </div>
    </>
  )
}

const Ends = ({ at }: { at: number }) => {
  const { t } = useTranslation('pairing')
  const now = useNow(useSession(), 1_000)
  const left = Math.max(0, at - now)
  return (
    <p className={styles.ends}>
      <Clock />
      {left >= 2 * HOUR_MS
        ? t('invite.endsHours', { count: Math.round(left / HOUR_MS) })
        : t('invite.ends', { count: Math.ceil(left / MINUTE_MS) })}
    </p>
  )
}

/** An address that only this machine understands. */
const isOnlyHere = (link: string): boolean => /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/)/.test(link)
