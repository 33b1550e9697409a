import { lazy, Suspense } from 'react'
import { useLocation } from 'wouter'
import { useSessionState } from '../sync/use-session.ts'
import { isLeftAlone } from './over-screens.ts'

/** Fetched ahead: once it is needed, the server may have only newer files. */
export const loadOutdatedNotice = () => import('./outdated-notice.tsx')

const OutdatedNotice = lazy(async () => ({ default: (await loadOutdatedNotice()).OutdatedNotice }))

/** The server no longer takes what this page sends: said on every page but Help. */
export const Outdated = () => {
  const { connection } = useSessionState()
  const [path] = useLocation()
  if (connection !== 'outdated' || isLeftAlone(path)) return null
  return (
    <Suspense>
      <OutdatedNotice />
    </Suspense>
  )
}
