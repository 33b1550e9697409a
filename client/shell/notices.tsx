import { Suspense } from 'react'
import { useLocation } from 'wouter'
import { loadTexts } from '../i18n/texts.ts'
import { useSessionState } from '../sync/use-session.ts'
import { lateExtra } from '../ui/late.ts'
import { isLeftAlone } from './over-screens.ts'

/** Fetched ahead: once they are needed, the server may have only newer files. */
export const loadNotices = async () => {
  await Promise.all([loadTexts('pause'), loadTexts('notices')])
  return import('./all-notices.tsx')
}

const AllNotices = lateExtra(async () => (await loadNotices()).AllNotices)

/** What keeps this page from doing what it should: said on every page but Help. */
export const Notices = () => {
  const { connection, storage, pause } = useSessionState()
  const [path] = useLocation()
  const isWell =
    connection !== 'outdated' && connection !== 'unknown' && !storage && pause.state.kind === 'none' && pause.phrases.length === 0
  if (isWell || isLeftAlone(path)) return null
  return (
    <Suspense>
      <AllNotices path={path} />
    </Suspense>
  )
}
