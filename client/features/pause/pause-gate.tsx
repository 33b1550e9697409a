import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { type Call, LAST_MINUTES_MS, reachesBy } from './calls.ts'

/** Fetched ahead. */
export const loadFeel = () => import('./feel.ts')

/**
 * Brings this phone to `/pause` by itself: when a pause begins, when its time has come and when both are back. In between a
 * person may go anywhere. Draws nothing.
 */
export const PauseGate = () => {
  const session = useSession()
  const { pause } = useSessionState()
  const [path, navigate] = useLocation()
  const running = pause.state.kind === 'paused'
  const { startedAnew } = pause
  const now = useNow(session, running ? 1_000 : 0)
  const call = callOf(pause, now)
  const heard = useRef(call)

  useEffect(() => {
    const before = heard.current
    heard.current = call
    if (call === before || call === null) return
    const by = reachesBy(call, path, startedAnew)
    // Without it the screen still says it all.
    if (by !== 'line')
      void loadFeel().then(
        ({ feel }) => feel(session, call),
        () => {},
      )
    // In place of the page: however often a pause calls, the way back grows no longer.
    if (by === 'screen') navigate('/pause', { replace: true, state: { cameFrom: path } })
  }, [call, path, navigate, startedAnew, session])

  return null
}

const callOf = ({ state, reunion }: ReturnType<typeof useSessionState>['pause'], now: number): Call | null => {
  if (reunion) return `reunion ${reunion.endedAt}`
  if (state.kind === 'none') return null
  if (now >= state.returnAt) return `back ${state.returnAt}`
  return state.returnAt - now <= LAST_MINUTES_MS ? `soon ${state.returnAt}` : `running ${state.startedAt}`
}
