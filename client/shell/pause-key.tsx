import { useRef } from 'react'
import { returnTimeFor } from '../../shared/pause.ts'
import { useHome } from '../documents/use-home.ts'
import { clockTime, isSameDay } from '../i18n/clock-time.ts'
import { useTranslation } from '../i18n/use-translation.ts'
import { useSession, useSessionState } from '../sync/use-session.ts'
import { CrisisKey } from '../ui/crisis-key.tsx'
import { Pause } from '../ui/icons.ts'
import { Settle } from '../ui/settle.tsx'

/**
 * The pause on whatever covers the screen: last and in one place, whatever the cover shows. `before`: what is said or closed first.
 * None while a pause runs. Its cover draws it anew as time goes by.
 */
export const PauseKey = ({ before }: { before: () => unknown }) => {
  const { t } = useTranslation('incoming')
  const session = useSession()
  const { pause } = useSessionState()
  const pressed = useRef(false)
  const { usual } = useHome().pause
  const now = session.now()
  if (pause.state.kind !== 'none') return null
  const returnAt = returnTimeFor(usual, now, pause.limits)
  const time = clockTime(returnAt, now)
  const press = async () => {
    if (pressed.current) return
    pressed.current = true
    try {
      await before()
      await session.startPause(usual)
    } finally {
      pressed.current = false
    }
  }
  return (
    <Settle>
      <CrisisKey kind="pause" icon={<Pause />} words onClick={press}>
        {t(isSameDay(returnAt, now) ? 'pause' : 'pauseOn', { time })}
      </CrisisKey>
    </Settle>
  )
}
