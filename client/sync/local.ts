import {
  agreementKinds,
  MOST_OF_AGREEMENT,
  type OutgoingEvent,
  type StoredEvent,
  type UnknownEvent,
} from '../../shared/events.ts'
import type { DeviceId, EventId, Instant, Seat } from '../../shared/ids.ts'
import type { Identity } from './identity.ts'

/** An event of the log as it came, and when it first got to this device (by the server's clock). */
export interface LogRecord {
  event: UnknownEvent
  arrivedAt: Instant
  /** The event as this release reads it, where that was done already. Not kept. */
  known?: StoredEvent | undefined
}

/** A step of this device that the log does not show yet. */
export interface OutboxEntry {
  event: OutgoingEvent
  /** By the device's own clock, ms: its age is the time it was held. */
  pressedAt: number
  /** The same by the server's clock, where that had told it to the page. */
  serverAt?: Instant | undefined
  /** Else the same as an earlier page had reckoned it. */
  reckonedAt?: Instant | undefined
  /** It may be taken back for so long, ms, and is not sent before. */
  holdMs?: number | undefined
  /** It was never handed to a connection, by any tab or worker: it is surely not with the server. */
  untried?: boolean | undefined
}

/** All that a page needs to draw itself, read in one go. */
export interface LocalState {
  identity: Identity | null
  /** Those of `inWindows`. */
  log: LogRecord[]
  /** In the order of pressing. */
  outbox: OutboxEntry[]
  cache: Map<string, unknown>
}

/** Entries of the log that are read at start, whatever their kind. */
export const LOG_WINDOW = 2_000

/** Entries of what a screen shows, and of what is said about it: a screen lists a fifth of it at most. */
const SHOWN_WINDOW = 500

/** What a start reads of a kind of events, the newest, however much else came since: of a seat, or of the server where that is null. */
export interface LogWindow {
  kind: string
  seat: Seat | null
  most: number
}

const ofEachSeat = (kind: string, most: number): LogWindow[] => [
  { kind, seat: 'a', most },
  { kind, seat: 'b', most },
]

/**
 * Of each seat apart, so that whatever a partner's program sends takes the place of nothing of the other's. Of the agreement, and of pauses that
 * can still run, the server stores no more than is read: they are whole.
 */
export const logWindows: readonly LogWindow[] = [
  ...agreementKinds.flatMap(kind => ofEachSeat(kind, MOST_OF_AGREEMENT)),
  ...ofEachSeat('pause', LOG_WINDOW),
  { kind: 'pause-due', seat: null, most: LOG_WINDOW },
  ...['signal', 'repair', 'phrase', 'answer', 'take-back', 'received'].flatMap(kind => ofEachSeat(kind, SHOWN_WINDOW)),
]

/** After so many further entries, what no start would read is taken out. */
export const SWEEP_EVERY = 1_000

/** Of a log in order, what a start reads: the newest `LOG_WINDOW`, and of some kinds more. */
export const inWindows = (all: LogRecord[]): LogRecord[] => {
  const isOf = (window: LogWindow, { event }: LogRecord) => event.kind === window.kind && (event.seat ?? null) === window.seat
  return inOrder([
    ...logWindows.flatMap(window => all.filter(record => isOf(window, record)).slice(-window.most)),
    ...all.slice(-LOG_WINDOW),
  ])
}

/** By `seq`, each once. */
export const inOrder = (records: LogRecord[]): LogRecord[] =>
  [...new Map(records.map(record => [record.event.seq, record])).values()].sort((one, other) => one.event.seq - other.event.seq)

/**
 * `memory`: the browser offers no storage, or took it away under the page: all that is kept here is gone with the page. `full`: it
 * takes no writes for now: what was kept stays, and what came since is gone with the page unless it is taken after all.
 */
export type Lack = 'memory' | 'full'

/** A database that was there and is no more, or does not open again. */
export class StorageLost extends Error {}

/** The database is there, but not the membership that asks: its storage was taken away, and perhaps another began since. */
export class OfAnother extends StorageLost {}

/**
 * One profile's storage on this device, shared by its tabs. Every write is one transaction; those that read first do so inside it.
 * `by`: the device of the membership that asks. Where storage is not that one's, nothing is read or written: rejects with `OfAnother`.
 */
export interface LocalStore extends AsyncDisposable {
  /** Names the channel on which the profile's tabs talk. */
  readonly name: string
  /** What keeps this from lasting, if anything does. */
  readonly lacks: Lack | null
  /** Calls whenever that changes. */
  watch(changed: () => void): void
  read(by?: DeviceId): Promise<LocalState>
  /** The identity alone: the log may be long. Writes nothing. */
  readIdentity(): Promise<Identity | null>
  /**
   * Changes the identity as it is now in storage (another tab may have changed it), and gives what is kept. All else that rests there
   * goes with it when the membership becomes another or none.
   */
  changeIdentity(change: (current: Identity | null) => Identity | null, by?: DeviceId): Promise<Identity | null>
  /** Entries of the log, with the outbox rid of those that the log now shows. Kept already: nothing changes. */
  keepLog(records: LogRecord[], by?: DeviceId): Promise<void>
  /** The server's log is another one (restored from an older copy): forget ours. */
  forgetLog(by?: DeviceId): Promise<void>
  /** False when an entry of this id is there already. */
  addToOutbox(entry: OutboxEntry, by?: DeviceId): Promise<boolean>
  /** False when it was not there. */
  removeFromOutbox(id: EventId, by?: DeviceId): Promise<boolean>
  /** Keeps, before its first try, that it may have left. False when it is not there: it was withdrawn, or the log shows it. */
  handOut(id: EventId, by?: DeviceId): Promise<boolean>
  /** Takes it out if it never left. False when it may have, or is not there. */
  withdraw(id: EventId, by?: DeviceId): Promise<boolean>
  readOutbox(by?: DeviceId): Promise<OutboxEntry[]>
  readCache(key: string, by?: DeviceId): Promise<unknown>
  writeCache(key: string, value: unknown, by?: DeviceId): Promise<void>
  /** Forgets everything of this profile. */
  erase(): Promise<void>
  /** Another page erased it: what this one still holds goes too, and what comes next begins anew. */
  forget?(): Promise<void>
}

/** What a membership does with its storage. */
export type MemberStore = Omit<
  LocalStore,
  'name' | 'lacks' | 'watch' | 'read' | 'readIdentity' | 'changeIdentity' | 'erase' | 'forget'
>
