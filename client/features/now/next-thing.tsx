import { useHomeState } from '../../documents/use-home.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useOffer } from '../../push/use-offer.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Nudge } from '../../ui/card.tsx'
import { classes } from '../../ui/classes.ts'
import { HeartHandshake, KeyRound, PenLine, Send, Smartphone } from '../../ui/icons.ts'
import styles from './now.module.css'

/** One thing that could be done next, if any: the first that applies. Calm things rest on a short screen. */
export const NextThing = ({ name, quiet }: { name: string; quiet: boolean }) => {
  const { t } = useTranslation('now')
  const { phase, pause, wordsUnconfirmed } = useSessionState()
  const { home, read } = useHomeState()
  const [offered, endOffer] = useOffer(useSession())
  if (phase === 'alone') {
    return <Nudge crisis href="/invite" icon={<Send />} title={t('nudge.inviteTitle', { name })} detail={t('nudge.inviteMore')} />
  }
  if (pause.reunion) {
    return (
      <Nudge crisis href="/pause" icon={<HeartHandshake />} title={t('nudge.reunionTitle')} detail={t('nudge.reunionMore')} />
    )
  }
  if (quiet) return null
  if (offered && phase === 'paired' && !wordsUnconfirmed) {
    return (
      <div className={classes(styles.calm, styles.offer)}>
        <Nudge crisis href="/settings" icon={<Smartphone />} title={t('nudge.pushTitle')} detail={t('nudge.pushMore')} />
        <Button size="small" onClick={endOffer}>
          {t('nudge.notNow')}
        </Button>
      </div>
    )
  }
  const calm = wordsUnconfirmed
    ? { href: '/words', icon: <KeyRound />, title: t('nudge.wordsTitle'), detail: t('nudge.wordsMore') }
    : read && home.version === null
      ? { href: '/agreement', icon: <PenLine />, title: t('nudge.startersTitle'), detail: t('nudge.startersMore') }
      : null
  return (
    calm && (
      <div className={styles.calm}>
        <Nudge crisis {...calm} />
      </div>
    )
  )
}
