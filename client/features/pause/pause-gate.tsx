import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { buzz, ringBell } from '../../shell/sound.ts'
import { useNow } from '../../sync/use-now.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'
import { LAST_MINUTES_MS } from './moment.ts'

/** Where a person may stay while a pause calls: getting help is never interrupted, nor is joining before the words are kept. */
const LEFT_ALONE = ['/help', '/join', '/pause']

/**
 * Brings this phone to `/pause` by itself: when a pause begins, when its time has come and when both are back. In between a
 * person may go anywhere. Draws nothing.
 */
export const PauseGate = () => {
  const session = useSession()
  const { pause } = useSessionState()
  const [path, navigate] = useLocation()
  const running = pause.state.kind === 'paused'
  const now = useNow(session, running ? 1_000 : 0)
  const call = callOf(pause, now)
  const heard = useRef(call)

  useEffect(() => {
    const before = heard.current
    heard.current = call
    if (call === before || call === null) return
    feel(call)
    if (bringsHere(call) && !LEFT_ALONE.some(place => path.startsWith(place))) navigate('/pause', { state: { cameFrom: path } })
  }, [call, path, navigate])

  return null
}

type Call = `running ${number}` | `soon ${number}` | `back ${number}` | `reunion ${number}`

const callOf = ({ state, reunion }: ReturnType<typeof useSessionState>['pause'], now: number): Call | null => {
  if (reunion) return `reunion ${reunion.endedAt}`
  if (state.kind === 'none') return null
  if (now >= state.returnAt) return `back ${state.returnAt}`
  return state.returnAt - now <= LAST_MINUTES_MS ? `soon ${state.returnAt}` : `running ${state.startedAt}`
}

const bringsHere = (call: Call): boolean => !call.startsWith('soon')

const feel = (call: Call): void => {
  if (call.startsWith('running')) buzz(600)
  if (call.startsWith('soon')) buzz(120)
  if (call.startsWith('back')) ringBell(0.15)
}
