import { useEffect } from 'react'
import { keepLate } from '../../shell/keep-late.ts'
import { useSession, useSessionState } from '../../sync/use-session.ts'

/** The agreement comes after everything that a first look needs, at the latest so much later, ms. */
const IDLE_WITHIN_MS = 3_000

/** Keeps the words on the crisis screens fresh while the app is open. The agreement and Yjs come late, when the page is idle. */
export const HomeKeeper = () => {
  const session = useSession()
  const { phase } = useSessionState()
  const hasSpace = phase === 'alone' || phase === 'paired'
  useEffect(
    () =>
      hasSpace ? keepLate(whenIdle, async () => (await import('../../documents/keep-home.ts')).keepHome(session)) : undefined,
    [session, hasSpace],
  )
  return null
}

const whenIdle = (act: () => void): void => {
  if ('requestIdleCallback' in window) requestIdleCallback(act, { timeout: IDLE_WITHIN_MS })
  else setTimeout(act, IDLE_WITHIN_MS)
}
