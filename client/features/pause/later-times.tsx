import { laterTimes, type Paused } from '../../../shared/pause.ts'
import { useHome } from '../../documents/use-home.ts'
import { backAt } from '../../i18n/back-at.ts'
import { isSameDay } from '../../i18n/clock-time.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { CrisisKey } from '../../ui/crisis-key.tsx'
import { Clock, Sunrise } from '../../ui/icons.ts'

export interface LaterTimesProps {
  state: Paused
  now: number
  /** After one was chosen. */
  chosen?: () => void
}

/** Later clock times within the agreed longest pause, one tap each. Never a length, never typing. */
export const LaterTimes = ({ state, now, chosen }: LaterTimesProps) => {
  const { t } = useTranslation('pause')
  const session = useSession()
  const { pause } = useSessionState()
  const home = useHome()
  const choose = async (until: number) => {
    await session.extendPause(until)
    chosen?.()
    // What holds now stands at the top.
    window.scrollTo(0, 0)
  }
  return laterTimes(state, now, home.pause.longest, pause.limits).map(until => (
    <CrisisKey key={until} icon={isSameDay(until, now) ? <Clock /> : <Sunrise />} onClick={() => choose(until)}>
      {backAt(t, until, now)}
    </CrisisKey>
  ))
}
