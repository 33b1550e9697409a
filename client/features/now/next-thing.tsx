import { Suspense } from 'react'
import { useHomeState } from '../../documents/use-home.ts'
import { loadTexts } from '../../i18n/texts.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { ErrorBoundary } from '../../shell/error-boundary.tsx'
import { useSessionState } from '../../sync/use-session.ts'
import { Nudge } from '../../ui/card.tsx'
import { HeartHandshake, KeyRound, PenLine, Send } from '../../ui/icons.ts'
import { late } from '../../ui/late.ts'
import styles from './now.module.css'

/** Fetched ahead; until it is there the calm thing stands. */
export const loadOffers = () => Promise.all([import('./offers.tsx'), loadTexts('cards')])
const Offers = late(async () => (await loadOffers())[0].Offers)

/** One thing that could be done next, if any: the first that applies. Calm things rest on a short screen. */
export const NextThing = ({ name, quiet }: { name: string; quiet: boolean }) => {
  const { t } = useTranslation('now')
  const { phase, pause, wordsUnconfirmed } = useSessionState()
  const { home, read } = useHomeState()
  if (phase === 'alone') {
    return <Nudge crisis href="/invite" icon={<Send />} title={t('nudge.inviteTitle', { name })} detail={t('nudge.inviteMore')} />
  }
  if (pause.reunion) {
    return (
      <Nudge crisis href="/pause" icon={<HeartHandshake />} title={t('nudge.reunionTitle')} detail={t('nudge.reunionMore')} />
    )
  }
  if (quiet) return null
  if (home.signalsLeft) {
    return (
      <div className={styles.calm}>
        <Nudge
          crisis
          href="/agreement#signals"
          icon={<PenLine />}
          title={t('nudge.signalTitle')}
          detail={t('nudge.signalMore')}
        />
      </div>
    )
  }
  const calm = wordsUnconfirmed
    ? { href: '/words', icon: <KeyRound />, title: t('nudge.wordsTitle'), detail: t('nudge.wordsMore') }
    : read && home.version === null
      ? { href: '/agreement', icon: <PenLine />, title: t('nudge.startersTitle'), detail: t('nudge.startersMore') }
      : null
  const nudge = calm && (
    <div className={styles.calm}>
      <Nudge crisis {...calm} />
    </div>
  )
  if (wordsUnconfirmed) return nudge
  return (
    <ErrorBoundary instead={nudge}>
      <Suspense fallback={nudge}>
        <Offers>{nudge}</Offers>
      </Suspense>
    </ErrorBoundary>
  )
}
