import { useSearch } from 'wouter'
import { usePartner } from '../../i18n/use-partner.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { NothingSent } from './nothing-sent.tsx'
import { SentSignal } from './sent-signal.tsx'
import { ShownSignal } from './shown-signal.tsx'
import { shownSignal } from './stage.ts'
import { TestWay } from './test-way.tsx'

/** `/signal`: how far the last own signal of the last 24 hours got, or the one that `?of` names. `?show` holds it up, full screen; `?test` tests the way. */
export const SignalScreen = () => {
  const session = useSession()
  const { signals, me, phase } = useSessionState()
  const partner = usePartner()
  const search = useSearch()
  const now = useNow(session, 250)
  if (phase === 'loading') return null
  const asked = new URLSearchParams(search)
  if (asked.has('test') && me && partner) return <TestWay me={me} partner={partner} now={now} />
  const signal = shownSignal(signals, now, asked.get('of'))
  if (!signal || !me || !partner) return <NothingSent />
  if (asked.has('show')) return <ShownSignal signal={signal} me={me} partner={partner} />
  return <SentSignal signal={signal} me={me} partner={partner} now={now} />
}
