import { otherSeat } from '../../../shared/ids.ts'
import type { Partner } from '../../i18n/use-partner.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import type { Person, SessionState } from '../../sync/session.ts'
import { useSessionState } from '../../sync/use-session.ts'
import { ReadyLine } from '../../ui/wire.tsx'
import { type Readiness, readinessDetail, readinessOf } from './readiness.ts'

/** Where the line leads: to a test of it where that can tell something. */
const WAYS: Record<Readiness, string> = {
  alone: '/invite',
  ready: '/signal?test',
  unreached: '/signal?test',
  connecting: '/settings',
  offline: '/settings',
  outdated: '/settings',
  unknown: '/device',
  unverified: '/settings',
}

export interface ReadyProps {
  me: Person
  partner: Partner | null
  /** What the partner is called, joined or not. */
  name: string
  /** Something else has more to say. */
  brief: boolean
  /** The server's clock, ms. */
  now: number
}

/** Both shapes, what lies between them, and whether a signal could go out now. Never when anyone was last reached. */
export const Ready = ({ me, partner, name, brief, now }: ReadyProps) => {
  const { t } = useTranslation('now')
  const state = useSessionState()
  const readiness = readinessOf(state, now)
  const detail = readinessDetail(state, readiness, brief)
  const waits = waitingOf(state)
  return (
    <div role="status" data-more={waits ?? detail}>
      <ReadyLine
        href={WAYS[readiness]}
        me={me}
        partner={partner ?? { seat: otherSeat(me.seat), name: state.partnerNameGuess || '?', dashed: true }}
        ready={readiness === 'ready'}
        title={t(`ready.${readiness}`, { name })}
        detail={waits ? t(state.storage ? 'readyMore.unkept' : waits, { name }) : detail && t(`readyMore.${detail}`, { name })}
      />
    </div>
  )
}

/** What this device pressed for the other phone, and the server does not have yet. */
const waitingOf = ({ signals, pause }: SessionState): 'pauseWaits' | 'answerWaits' | null => {
  if (pause.unconfirmed && pause.state.kind === 'none') return 'pauseWaits'
  return signals.some(({ answer }) => answer?.unsent) ? 'answerWaits' : null
}
