import { type OutgoingEvent, StoredEvent } from '../../shared/events.ts'
import type { DeviceId, EventId, Instant, Seat, SpaceId } from '../../shared/ids.ts'
import type { DuePauseStep, PauseState } from '../../shared/pause.ts'
import type { Transaction } from '../storage/store.ts'

/** A space's log, held by its row lock until the transaction ends: nobody else raises its head meanwhile. */
export interface OpenLog {
  spaceId: SpaceId
  head: number
  pause: PauseState
}

/** Locks the space's row (an update that changes nothing is a lock in both dialects). Undefined when there is no such space. */
export const openLog = async (tx: Transaction, spaceId: SpaceId): Promise<OpenLog | undefined> => {
  const row = await tx
    .updateTable('spaces')
    .set(eb => ({ head: eb.ref('head') }))
    .where('space_id', '=', spaceId)
    .returning(['head', 'pause'])
    .executeTakeFirst()
  return row && { spaceId, head: Number(row.head), pause: JSON.parse(row.pause) }
}

/** An event with its place in the log still open. */
export type Entry =
  | { event: OutgoingEvent; seat: Seat; deviceId: DeviceId; at: Instant; pause: PauseState }
  | { due: { id: EventId; step: DuePauseStep }; at: Instant; pause: PauseState }

/** Puts an entry at the log's end, together with the pause state that holds after it. */
export const append = async (tx: Transaction, log: OpenLog, entry: Entry): Promise<StoredEvent> => {
  const stored = placed(entry, log.head + 1)
  await tx.insertInto('events').values(toRow(log.spaceId, stored)).execute()
  const space = tx.updateTable('spaces').where('space_id', '=', log.spaceId)
  await space
    .set(entry.pause === log.pause ? { head: stored.seq } : { head: stored.seq, pause: JSON.stringify(entry.pause) })
    .execute()
  return stored
}

const placed = (entry: Entry, seq: number): StoredEvent => {
  const { at } = entry
  if ('due' in entry) return { id: entry.due.id, kind: 'pause-due', step: entry.due.step, seq, at }
  return { ...entry.event, seq, at, seat: entry.seat, deviceId: entry.deviceId }
}

const toRow = (spaceId: SpaceId, event: StoredEvent) => ({
  space_id: spaceId,
  seq: event.seq,
  event_id: event.id,
  at: event.at,
  kind: event.kind,
  seat: 'seat' in event ? event.seat : null,
  device_id: 'deviceId' in event ? event.deviceId : null,
  held_ms: 'heldMs' in event ? event.heldMs : 0,
  about: 'about' in event ? event.about : null,
  step: 'step' in event ? JSON.stringify(event.step) : null,
  sealed: 'sealed' in event ? event.sealed : null,
})

const COLUMNS = ['event_id', 'seq', 'at', 'kind', 'seat', 'device_id', 'held_ms', 'about', 'step', 'sealed'] as const

/** Events after `since`, in order, at most `limit`; and the head as the same moment has it. */
export const readLog = async (
  tx: Transaction,
  spaceId: SpaceId,
  since: number,
  limit: number,
): Promise<{ events: StoredEvent[]; head: number }> => {
  const head = await readHead(tx, spaceId)
  if (since >= head) return { events: [], head }
  const rows = await tx
    .selectFrom('events')
    .select(COLUMNS)
    .where('space_id', '=', spaceId)
    .where('seq', '>', since)
    .orderBy('seq')
    .limit(limit)
    .execute()
  return { events: rows.map(fromRow), head }
}

/** The seq of the newest event; 0 for none, or for no such space. */
export const readHead = async (tx: Transaction, spaceId: SpaceId): Promise<number> => {
  const row = await tx.selectFrom('spaces').select('head').where('space_id', '=', spaceId).executeTakeFirst()
  return Number(row?.head ?? 0)
}

/** The heads of many spaces; those that are gone are left out. */
export const readHeads = async (tx: Transaction, spaceIds: SpaceId[]): Promise<{ spaceId: SpaceId; head: number }[]> => {
  const rows = await tx.selectFrom('spaces').select(['space_id', 'head']).where('space_id', 'in', spaceIds).execute()
  return rows.map(row => ({ spaceId: row.space_id as SpaceId, head: Number(row.head) }))
}

/** One event by its id; undefined when the space has none. */
export const findEvent = async (tx: Transaction, spaceId: SpaceId, id: EventId): Promise<StoredEvent | undefined> => {
  const row = await tx
    .selectFrom('events')
    .select(COLUMNS)
    .where('space_id', '=', spaceId)
    .where('event_id', '=', id)
    .executeTakeFirst()
  return row && fromRow(row)
}

interface Row {
  event_id: string
  seq: number
  at: number
  kind: string
  seat: Seat | null
  device_id: string | null
  held_ms: number
  about: string | null
  step: string | null
  sealed: string | null
}

const fromRow = (row: Row): StoredEvent =>
  StoredEvent.parse({
    id: row.event_id,
    seq: Number(row.seq),
    at: Number(row.at),
    kind: row.kind,
    seat: row.seat,
    deviceId: row.device_id,
    heldMs: Number(row.held_ms),
    about: row.about,
    step: row.step && JSON.parse(row.step),
    sealed: row.sealed,
  })
