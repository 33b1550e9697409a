import { useMemo } from 'react'
import { type Drill, drillAt, isRunning } from '../../shared/drill.ts'
import type { Instant } from '../../shared/ids.ts'
import { useNow } from '../sync/use-now.ts'
import { useSession, useSessionState } from '../sync/use-session.ts'
import { readDrill } from './drill.ts'

/** The drill of these two as it is now, and the server's clock by which it is. Load late. */
export const useDrill = (): { drill: Drill; now: Instant } => {
  const session = useSession()
  const { drill: events } = useSessionState()
  const folded = useMemo(() => readDrill(session, events), [session, events])
  const now = useNow(session, isRunning(folded) ? 1_000 : 0)
  return { drill: drillAt(folded, now), now }
}
