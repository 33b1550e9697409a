import { useEffect, useState } from 'react'
import type { EventId } from '../../shared/ids.ts'
import type { Session } from './session.ts'

/** Enough for the days that a session shows. */
const KEPT = 100

/**
 * What was shown over a screen and closed again on this device, kept across reloads under `key`. Null until local storage was
 * read, so that nothing closed flashes up again.
 */
export const useClosed = (session: Session, key: string): [ReadonlySet<EventId> | null, (id: EventId) => void] => {
  const [closed, setClosed] = useState<ReadonlySet<EventId> | null>(null)
  useEffect(() => {
    let here = true
    const read = (ids: EventId[] = []) => {
      if (here) setClosed(new Set(ids))
    }
    session.readLocal<EventId[]>(key).then(read, () => read())
    return () => {
      here = false
    }
  }, [session, key])
  const close = (id: EventId): void => {
    const ids = [...(closed ?? []), id].slice(-KEPT)
    setClosed(new Set(ids))
    session.writeLocal(key, ids).catch(() => {})
  }
  return [closed, close]
}
