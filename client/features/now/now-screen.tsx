import { Suspense } from 'react'
import { Redirect } from 'wouter'
import { loadTexts } from '../../i18n/texts.ts'
import { usePartner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { Page } from '../../shell/page.tsx'
import { openSignal } from '../../sync/own-signals.ts'
import { useClosed } from '../../sync/use-closed.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { classes } from '../../ui/classes.ts'
import { lateExtra } from '../../ui/late.ts'
import { greetingFor } from './greeting.ts'
import { NextThing } from './next-thing.tsx'
import styles from './now.module.css'
import { missedSignals, UNREACHED_AFTER_MS } from './open-signals.ts'
import { Ready } from './ready.tsx'
import { SignalKeys } from './signal-keys.tsx'

/** Fetched ahead: seldom needed, and then without a network too. */
export const loadCards = () => Promise.all([import('./earlier.tsx'), import('./own-signal.tsx'), loadTexts('cards')])
const Earlier = lateExtra(async () => (await loadCards())[0].Earlier)
const EarlierLine = lateExtra(async () => (await loadCards())[0].EarlierLine)
const OwnSignal = lateExtra(async () => (await loadCards())[1].OwnSignal)

/** `/`: what one opens in a hard moment. Drawn from local storage, before any network answers. */
export const NowScreen = () => {
  const { t } = useTranslation('now')
  const session = useSession()
  const { me, pause, phase, partnerNameGuess, signals } = useSessionState()
  const partner = usePartner()
  const now = useNow(session, UNREACHED_AFTER_MS)
  const [readAnswers] = useClosed(session, 'read-answers')
  const [closed] = useClosed(session, 'closed-signals')
  if (phase === 'loading' || !me) return null
  if (pause.state.kind === 'paused' && (!pause.startedAnew || now >= pause.state.returnAt))
    return <Redirect href="/pause" replace />

  const own = readAnswers && openSignal(signals, now, readAnswers, pause.reunion?.endedAt)
  const missed = partner && closed ? missedSignals(signals, now, closed) : []
  const busy = Boolean(own) || missed.length > 0
  const name = partner?.name ?? (partnerNameGuess || t('yourPartner'))
  return (
    <Page navigation width="phone" className={classes(styles.now, busy && styles.busy, !partner && styles.alone)}>
      <section className={styles.top}>
        <h1>{t(`${me.name ? 'greeting' : 'nameless'}.${greetingFor(new Date(now).getHours())}`, { name: me.name })}</h1>
        <Ready me={me} partner={partner} name={name} brief={busy} now={now} />
        <Suspense fallback={missed.length > 0 && <div className={styles.room} />}>
          {partner && missed.length > 0 && <EarlierLine signals={missed} partner={partner} />}
        </Suspense>
        <Suspense fallback={own && <div className={styles.room} />}>{own && <OwnSignal signal={own} name={name} />}</Suspense>
        <NextThing name={name} quiet={busy} />
      </section>
      <SignalKeys name={name} alone={partner === null} bare={busy}>
        <Suspense>{partner && missed.length > 0 && <Earlier signals={missed} partner={partner} />}</Suspense>
      </SignalKeys>
    </Page>
  )
}
