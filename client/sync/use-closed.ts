import { useCallback, useSyncExternalStore } from 'react'
import type { EventId } from '../../shared/ids.ts'
import { closedUnder, closeThese, type Ids } from './closed.ts'
import type { Session } from './session.ts'

/**
 * What was shown over a screen and closed again on this device, kept across reloads under `key`. Null until local storage was
 * read, so that nothing closed flashes up again. However many there are, each stays closed for as long as the session shows it.
 */
export const useClosed = (session: Session, key: string): [Ids | null, (...ids: EventId[]) => void] => {
  const closed = closedUnder(session, key)
  const subscribe = useCallback(
    (changed: () => void) => {
      closed.changed.add(changed)
      return () => closed.changed.delete(changed)
    },
    [closed],
  )
  const ids = useSyncExternalStore(subscribe, () => closed.ids)
  const close = useCallback((...more: EventId[]) => closeThese(session, key, closed, more), [session, key, closed])
  return [ids, close]
}
