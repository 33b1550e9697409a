import { type OutgoingEvent, StoredEvent, type UnknownEvent } from '../../shared/events.ts'
import { foldPause } from '../../shared/fold.ts'
import type { DeviceId, EventId, Instant, Seat, SpaceId } from '../../shared/ids.ts'
import { type DuePauseStep, PAUSE_LIMITS, type PauseLimits, type PauseState } from '../../shared/pause.ts'
import type { Transaction } from '../storage/store.ts'
import { readPause } from './stored-pause.ts'

/** A space's log, held by its row lock until the transaction ends: nobody else raises its head meanwhile. */
export interface OpenLog {
  spaceId: SpaceId
  head: number
  pause: PauseState
}

/** No log is longer: what says so is damaged. */
const MOST_SEQ = 2 ** 40

/**
 * Locks the space's row (an update that changes nothing is a lock in both dialects). Undefined when there is no such space. Where
 * the row does not say what pause and head there are, the log does, and the row is mended.
 */
export const openLog = async (tx: Transaction, spaceId: SpaceId, limits: PauseLimits): Promise<OpenLog | undefined> => {
  const space = tx.updateTable('spaces').where('space_id', '=', spaceId)
  await space.set(eb => ({ head: eb.ref('head') })).execute()
  const row = await tx.selectFrom('spaces').select(['head', 'pause']).where('space_id', '=', spaceId).executeTakeFirst()
  if (!row) return undefined
  const head = await readHead(tx, spaceId)
  const pause = readPause(row.pause, limits)
  if (pause && head === Number(row.head)) return { spaceId, head, pause }
  const mended = pause ?? (await refoldPause(tx, spaceId, limits))
  await space.set({ head, pause: JSON.stringify(mended) }).execute()
  return { spaceId, head, pause: mended }
}

/** The pause that a space is in, without its lock; none where the row does not say. */
export const readPauseOf = async (tx: Transaction, spaceId: SpaceId): Promise<PauseState> => {
  const row = await tx.selectFrom('spaces').select('pause').where('space_id', '=', spaceId).executeTakeFirst()
  return (row && readPause(row.pause, PAUSE_LIMITS)) ?? { kind: 'none' }
}

const refoldPause = async (tx: Transaction, spaceId: SpaceId, limits: PauseLimits): Promise<PauseState> => {
  const all: StoredEvent[] = []
  for (let page = await readLog(tx, spaceId, 0, REFOLD_PAGE); page.events.length > 0; ) {
    all.push(...page.events)
    page = await readLog(tx, spaceId, all.at(-1)?.seq ?? page.head, REFOLD_PAGE)
  }
  return foldPause(all, limits)
}
const REFOLD_PAGE = 200

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

export interface LogPage {
  events: StoredEvent[]
  head: number
  /** The seq of rows that cannot be read, and are passed over. */
  damaged: number[]
}

/**
 * Events after `since`, in order, at most `limit`; and the head as the same moment has it. Damaged rows are passed over, so that
 * there are no events only when none is left up to the head.
 */
export const readLog = async (tx: Transaction, spaceId: SpaceId, since: number, limit: number): Promise<LogPage> => {
  const head = await readHead(tx, spaceId)
  const page: LogPage = { events: [], head, damaged: [] }
  for (let after = since; after < head && page.events.length === 0; ) {
    const rows = await tx
      .selectFrom('events')
      .select(COLUMNS)
      .where('space_id', '=', spaceId)
      .where('seq', '>', after)
      .where('seq', '<=', head)
      .orderBy('seq')
      .limit(limit)
      .execute()
    for (const row of rows) {
      const event = fromRow(row)
      if (event) page.events.push(event)
      else page.damaged.push(Number(row.seq))
    }
    after = Number(rows.at(-1)?.seq ?? head)
  }
  return page
}

/** What tells the event at `seq` from any other; undefined where the log has none there, or one that cannot be read. */
export const readEntry = async (tx: Transaction, spaceId: SpaceId, seq: number): Promise<UnknownEvent | undefined> => {
  const { events } = await readLog(tx, spaceId, seq - 1, 1)
  const event = events.find(event => event.seq === seq)
  return event && { id: event.id, kind: event.kind, seq, at: event.at }
}

/**
 * The seq of the newest event; 0 for none, or for no such space. What the space's row says counts, unless that is no seq at all, or
 * events follow on it.
 */
export const readHead = async (tx: Transaction, spaceId: SpaceId): Promise<number> => {
  const row = await tx.selectFrom('spaces').select('head').where('space_id', '=', spaceId).executeTakeFirst()
  if (!row) return 0
  if (!isSeq(row.head)) return newestSeq(tx, spaceId)
  let head = Number(row.head)
  for (let next = await seqsAfter(tx, spaceId, head); next[0] === head + 1; next = await seqsAfter(tx, spaceId, head))
    for (const seq of next) if (seq === head + 1) head = seq
  return head
}

const isSeq = (head: unknown): boolean => Number.isSafeInteger(Number(head)) && Number(head) >= 0 && Number(head) <= MOST_SEQ

const newestSeq = async (tx: Transaction, spaceId: SpaceId): Promise<number> => {
  const row = await tx
    .selectFrom('events')
    .select(eb => eb.fn.max('seq').as('newest'))
    .where('space_id', '=', spaceId)
    .where('seq', '<=', MOST_SEQ)
    .executeTakeFirst()
  return Math.max(0, Number(row?.newest ?? 0))
}

const seqsAfter = async (tx: Transaction, spaceId: SpaceId, head: number): Promise<number[]> => {
  const rows = await tx
    .selectFrom('events')
    .select('seq')
    .where('space_id', '=', spaceId)
    .where('seq', '>', head)
    .where('seq', '<=', MOST_SEQ)
    .orderBy('seq')
    .limit(REFOLD_PAGE)
    .execute()
  return rows.map(row => Number(row.seq))
}

/** The heads of many spaces; those that are gone are left out. */
export const readHeads = async (tx: Transaction, spaceIds: SpaceId[]): Promise<{ spaceId: SpaceId; head: number }[]> => {
  const rows = await tx.selectFrom('spaces').select(['space_id', 'head']).where('space_id', 'in', spaceIds).execute()
  const heads: { spaceId: SpaceId; head: number }[] = []
  for (const row of rows) {
    const spaceId = row.space_id as SpaceId
    heads.push({ spaceId, head: isSeq(row.head) ? Number(row.head) : await newestSeq(tx, spaceId) })
  }
  return heads
}

/** One event by its id; undefined when the space has none, null when its row is damaged. */
export const findEvent = async (tx: Transaction, spaceId: SpaceId, id: EventId): Promise<StoredEvent | undefined | null> => {
  const row = await tx
    .selectFrom('events')
    .select(COLUMNS)
    .where('space_id', '=', spaceId)
    .where('event_id', '=', id)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** What an event answers; null where it is no answer, or its row is lost. */
export const findAsked = async (tx: Transaction, spaceId: SpaceId, event: StoredEvent): Promise<StoredEvent | null> =>
  event.kind === 'answer' ? ((await findEvent(tx, spaceId, event.about)) ?? null) : null

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

/** Null for a row that no release wrote, or that the disk has lost. */
const fromRow = (row: Row): StoredEvent | null => {
  const event = StoredEvent.safeParse({
    id: row.event_id,
    seq: Number(row.seq),
    at: Number(row.at),
    kind: row.kind,
    seat: row.seat,
    deviceId: row.device_id,
    heldMs: Number(row.held_ms),
    about: row.about,
    step: readStep(row.step),
    sealed: row.sealed,
  })
  return event.data ?? null
}

const readStep = (text: string | null): unknown => {
  try {
    return text && JSON.parse(text)
  } catch {
    return null
  }
}
