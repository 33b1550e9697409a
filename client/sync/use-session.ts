import { createContext, createElement, type ReactNode, use, useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { openSession } from './open-session.ts'
import type { Profile, Session, SessionState } from './session.ts'

const SessionContext = createContext<Session | null>(null)

/** Gives its children a session: the one it is handed (whoever opened it closes it), or one of its own for a profile. */
export const SessionProvider = (props: { children: ReactNode } & ({ session: Session } | OwnSessionProps)): ReactNode =>
  'session' in props
    ? createElement(SessionContext, { value: props.session }, props.children)
    : createElement(OwnSession, { profile: props.profile, resting: props.resting }, props.children)

interface OwnSessionProps {
  profile: Profile
  /** Only shows what is on this device. */
  resting: boolean
}

/** Draws nothing until local storage is read: a few ms, no network. */
const OwnSession = ({ profile, resting, children }: OwnSessionProps & { children?: ReactNode }): ReactNode => {
  const [session, setSession] = useState<Session | null>(null)
  useEffect(() => {
    const opening = openSession(profile, { resting })
    let wanted = true
    void opening.then(opened => {
      if (wanted) setSession(opened)
    })
    return () => {
      wanted = false
      void opening.then(opened => opened[Symbol.asyncDispose]())
    }
  }, [profile, resting])
  return session && createElement(SessionContext, { value: session }, children)
}

export const useSession = (): Session => {
  const session = use(SessionContext)
  if (!session) throw new Error('no session')
  return session
}

export const useSessionState = (): SessionState => {
  const session = useSession()
  const subscribe = useCallback((changed: () => void) => session.subscribe(changed), [session])
  return useSyncExternalStore(subscribe, () => session.state())
}
