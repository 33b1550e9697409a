import { lazy, Suspense } from 'react'
import { useLocation } from 'wouter'
import { useSessionState } from '../sync/use-session.ts'
import { isLeftAlone } from './over-screens.ts'

/** Fetched ahead: once they are needed, the server may have only newer files. */
export const loadNotices = () => import('./all-notices.tsx')

const AllNotices = lazy(async () => ({ default: (await loadNotices()).AllNotices }))

/** What keeps this page from doing what it should: said on every page but Help. */
export const Notices = () => {
  const { connection, storage } = useSessionState()
  const [path] = useLocation()
  const isWell = connection !== 'outdated' && storage !== 'memory'
  if (isWell || isLeftAlone(path)) return null
  return (
    <Suspense>
      <AllNotices path={path} />
    </Suspense>
  )
}
