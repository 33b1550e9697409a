import type { EventId } from '../../shared/ids.ts'
import type { Session } from './session.ts'

export type Ids = ReadonlySet<EventId>

/** What was closed under one key. One per session and key, so that all of a page agree at once. */
interface Closed {
  /** Null until local storage was read. */
  ids: Ids | null
  /** Closed by the person on this page, kept or about to be. */
  closing: Set<EventId>
  changed: Set<() => void>
}

const closedOf = new WeakMap<Session, Map<string, Closed>>()

/** What was closed under `key`, being read the first time. */
export const closedUnder = (session: Session, key: string): Closed => {
  const ofSession = closedOf.get(session) ?? new Map<string, Closed>()
  closedOf.set(session, ofSession)
  const known = ofSession.get(key)
  if (known) return known
  const closed: Closed = { ids: null, closing: new Set(), changed: new Set() }
  ofSession.set(key, closed)
  const read = async () => add(closed, await readKept(session, key))
  // Closed in one tab, closed in all.
  session.watchLocal(written => {
    if (written === key) void read()
  })
  void read()
  return closed
}

/**
 * Kept first, then gone from the screen: what a person saw close stays closed. Other tabs close things too: what is kept by now
 * is added to, not replaced. Of what was closed before, what the session no longer shows is let go. Without storage it is closed
 * for this page.
 */
export const closeThese = async (session: Session, key: string, closed: Closed, more: EventId[]): Promise<void> => {
  if (more.every(id => closed.ids?.has(id))) return
  for (const id of more) closed.closing.add(id)
  const kept = await readKept(session, key)
  const all = new Set([...kept, ...(closed.ids ?? []), ...closed.closing])
  const { signals, tests, repairs, pause } = session.state()
  const shown = new Set([...more, ...[...signals, ...tests, ...repairs, ...pause.phrases].map(({ id }) => id)])
  await session
    .writeLocal(
      key,
      [...all].filter(id => shown.has(id)),
    )
    .catch(() => {})
  add(closed, all)
}

const readKept = (session: Session, key: string): Promise<EventId[]> =>
  session.readLocal<EventId[]>(key).then(
    ids => ids ?? [],
    () => [],
  )

const add = (closed: Closed, ids: Iterable<EventId>): void => {
  closed.ids = new Set([...ids, ...(closed.ids ?? [])])
  for (const changed of closed.changed) changed()
}
