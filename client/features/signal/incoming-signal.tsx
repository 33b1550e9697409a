import { useState } from 'react'
import type { EventId } from '../../../shared/ids.ts'
import { usePartner } from '../../i18n/use-partner.ts'
import { AlertFrame } from '../../shell/alert-frame.tsx'
import { useClosed } from '../../sync/use-closed.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { AnswerSent } from './answer-sent.tsx'
import { moreWaiting, signalToShow } from './incoming.ts'
import { SignalAlert } from './signal-alert.tsx'
import { TookBack } from './took-back.tsx'

/** What was just answered, still on the screen for a moment. */
interface Answered {
  id: EventId
  text: string
}

/** The partner's signal over any screen, until it is answered; it comes again after a reload. One entry for the whole app. */
export const IncomingSignal = () => {
  const session = useSession()
  const { signals, me } = useSessionState()
  const partner = usePartner()
  const [closed, close] = useClosed(session, 'closed-signals')
  const [answered, setAnswered] = useState<Answered | null>(null)
  if (!partner || !me || !closed) return null
  if (answered) {
    return (
      <AlertFrame key="answered" ground={`from-${me.seat}`}>
        <AnswerSent id={answered.id} text={answered.text} done={() => setAnswered(null)} />
      </AlertFrame>
    )
  }

  const signal = signalToShow(signals, closed)
  if (!signal) return null
  if (signal.takenBack) {
    return (
      <AlertFrame key={signal.id} ground={`from-${partner.seat}`}>
        <TookBack signal={signal} partner={partner} close={() => close(signal.id)} />
      </AlertFrame>
    )
  }
  return (
    <AlertFrame key={signal.id} ground={`from-${partner.seat}`}>
      <SignalAlert
        signal={signal}
        partner={partner}
        more={moreWaiting(signals, closed)}
        answered={text => setAnswered({ id: signal.id, text })}
      />
    </AlertFrame>
  )
}
