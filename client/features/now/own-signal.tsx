import { clockTime } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import type { SessionState, SignalView } from '../../sync/session.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { Nudge } from '../../ui/card.tsx'
import { SignalIcon } from '../../ui/signal-icon.tsx'
import { useSettled } from '../../ui/use-settled.ts'

/** The own signal that waits for an answer, or its answer: opens `/signal` again. */
export const OwnSignal = ({ signal, name }: { signal: SignalView; name: string }) => {
  const { t } = useTranslation('cards')
  const { storage } = useSessionState()
  // It comes a moment after the keys below, which it moves.
  useSettled(signal.id)
  const { word, emoji } = signal.content
  const time = clockTime(signal.sentAt ?? signal.pressedAt, useSession().now())
  const known = { word, time, name }
  return (
    <div role="status">
      <Nudge
        crisis
        href={`/signal?of=${signal.id}`}
        icon={<SignalIcon emoji={emoji} />}
        title={t(`open.${signal.answer ? 'answered' : signal.state === 'waiting' ? 'pressed' : 'sent'}`, known)}
        detail={signal.answer?.text ?? t(`open.${lack(signal, storage)}`, { name })}
      />
    </div>
  )
}

/** What is missing still, each a fact: the way out, the other phone, the answer. */
const lack = (
  { state, perhapsSent, reached }: SignalView,
  storage: SessionState['storage'],
): 'maybeSent' | 'maybeUnkept' | 'notSent' | 'unkept' | 'notReached' | 'noAnswer' => {
  if (perhapsSent) return storage ? 'maybeUnkept' : 'maybeSent'
  if (state === 'waiting') return storage ? 'unkept' : 'notSent'
  return reached ? 'noAnswer' : 'notReached'
}
