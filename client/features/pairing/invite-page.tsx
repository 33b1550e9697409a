import { useRef, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.ts'
import { MissingHere } from '../../shell/missing-here.tsx'
import { Page } from '../../shell/page.tsx'
import { useSessionState } from '../../sync/use-session.ts'
import { Nudge } from '../../ui/card.tsx'
import { Columns2, KeyRound } from '../../ui/icons.ts'
import { Notice } from '../../ui/notice.tsx'
import { useKeptFocus } from '../../ui/use-kept-focus.ts'
import { Wire } from '../../ui/wire.tsx'
import styles from './invite.module.css'
import { InviteLink } from './invite-link.tsx'
import { Joined } from './joined.tsx'

/** `/invite`: how the partner comes in, and what to do when it was someone else. */
export const InvitePage = () => {
  const { t } = useTranslation('pairing')
  const { me, partner, partnerNameGuess, phase, wordsUnconfirmed, invite } = useSessionState()
  const heading = useRef<HTMLHeadingElement>(null)
  const [undone, setUndone] = useState(false)
  useKeptFocus(heading, `${phase} ${invite?.state}`)
  const name = partner?.name || partnerNameGuess || t('invite.yourPartner')
  if (!me) return null
  const joined = phase === 'paired'
  const other = me.seat === 'a' ? 'b' : 'a'
  return (
    <Page back={{ href: '/', label: t('toNow') }} width={joined ? 'column' : 'full'} className={styles.invite}>
      <section>
        {!joined && <p className={styles.ready}>{t('invite.ready')}</p>}
        <h1 ref={heading}>{joined ? t(partner?.name ? 'invite.together' : 'invite.joining') : t('invite.title', { name })}</h1>
        <span className={styles.wire}>
          <Wire
            me={me}
            partner={{ seat: other, name: partner?.name || partnerNameGuess || '?', dashed: !joined }}
            ready={joined}
          />
        </span>
        <p className={styles.status} role="status">
          {joined ? (partner?.name ? t('invite.here', { name: partner.name }) : t('invite.unnamed')) : t('invite.waiting')}
        </p>
      </section>
      {!joined && undone && <Notice title={t('invite.undone')} role="status" />}
      {joined ? <Joined name={name} undone={() => setUndone(true)} /> : <InviteLink name={name} />}
      <MissingHere />
      <div className={styles.after}>
        {wordsUnconfirmed && <Nudge href="/words" icon={<KeyRound />} title={t('invite.words')} detail={t('invite.wordsMore')} />}
        {!joined && <Nudge href="/both-sides" icon={<Columns2 />} title={t('invite.both')} detail={t('invite.bothMore')} />}
      </div>
    </Page>
  )
}
