import { Redirect } from 'wouter'
import { usePartner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { useClosed } from '../../sync/use-closed.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { classes } from '../../ui/classes.ts'
import { Earlier } from './earlier.tsx'
import { greetingFor } from './greeting.ts'
import { NextThing } from './next-thing.tsx'
import styles from './now.module.css'
import { missedSignals, openSignal } from './open-signals.ts'
import { OwnSignal } from './own-signal.tsx'
import { Ready } from './ready.tsx'
import { SignalKeys } from './signal-keys.tsx'

/** `/`: what one opens in a hard moment. Drawn from local storage, before any network answers. */
export const NowScreen = () => {
  const { t } = useTranslation('now')
  const session = useSession()
  const { me, pause, phase, partnerNameGuess, signals } = useSessionState()
  const partner = usePartner()
  const now = useNow(session, 15_000)
  const [readAnswers] = useClosed(session, 'read-answers')
  if (phase === 'loading' || !me) return null
  if (pause.state.kind === 'paused') return <Redirect href="/pause" replace />

  const own = readAnswers && openSignal(signals, now, readAnswers)
  const missed = partner ? missedSignals(signals, now) : []
  const busy = Boolean(own) || missed.length > 0
  const name = partner?.name ?? (partnerNameGuess || t('yourPartner'))
  return (
    <Page navigation width="phone" className={classes(styles.now, busy && styles.busy)}>
      <section className={styles.top}>
        <h1>{t(`greeting.${greetingFor(new Date(now).getHours())}`, { name: me.name })}</h1>
        <Ready me={me} partner={partner} name={name} brief={busy} />
        {own && <OwnSignal signal={own} name={name} />}
        {partner && missed.map(signal => <Earlier key={signal.id} signal={signal} partner={partner} />)}
        <NextThing name={name} quiet={busy} />
      </section>
      <SignalKeys name={name} alone={partner === null} />
    </Page>
  )
}
