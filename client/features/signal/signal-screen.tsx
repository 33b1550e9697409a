import { useSearch } from 'wouter'
import { usePartner } from '../../i18n/use-partner.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { NothingSent } from './nothing-sent.tsx'
import { SentSignal } from './sent-signal.tsx'
import { ShownSignal } from './shown-signal.tsx'
import { shownSignal } from './stage.ts'

/** `/signal`: how far the last own signal of the last 24 hours got. `?show` holds it up, full screen. */
export const SignalScreen = () => {
  const session = useSession()
  const { signals, me, phase } = useSessionState()
  const partner = usePartner()
  const search = useSearch()
  const now = useNow(session, 250)
  if (phase === 'loading') return null
  const signal = shownSignal(signals, now)
  if (!signal || !me || !partner) return <NothingSent />
  if (new URLSearchParams(search).has('show')) return <ShownSignal signal={signal} me={me} />
  return <SentSignal signal={signal} me={me} partner={partner} now={now} />
}
