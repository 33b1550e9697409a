import { useEffect } from 'react'
import { useSession, useSessionState } from '../../sync/use-session.ts'

/** The agreement comes after everything that a first look needs, at the latest so much later, ms. */
const IDLE_WITHIN_MS = 3_000

/** Keeps the words on the crisis screens fresh while the app is open. The agreement and Yjs come late, when the page is idle. */
export const HomeKeeper = () => {
  const session = useSession()
  const { phase } = useSessionState()
  const hasSpace = phase === 'alone' || phase === 'paired'
  useEffect(() => {
    if (!hasSpace) return
    let keeping: Disposable | null = null
    let here = true
    const stopWaiting = whenIdle(async () => {
      const { keepHome } = await import('../../documents/keep-home.ts')
      if (here) keeping = keepHome(session)
    })
    return () => {
      here = false
      stopWaiting()
      keeping?.[Symbol.dispose]()
    }
  }, [session, hasSpace])
  return null
}

const whenIdle = (act: () => Promise<void>): (() => void) => {
  // A chunk that does not load offline comes with the next page; until then the stored words hold.
  const run = () => void act().catch(() => undefined)
  if ('requestIdleCallback' in window) {
    const handle = requestIdleCallback(run, { timeout: IDLE_WITHIN_MS })
    return () => cancelIdleCallback(handle)
  }
  const timer = setTimeout(run, IDLE_WITHIN_MS)
  return () => clearTimeout(timer)
}
