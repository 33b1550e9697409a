import { type Refusal, refuse } from '../../shared/errors.ts'
import type { OutgoingEvent, StoredEvent } from '../../shared/events.ts'
import type { Instant, Seat, SpaceId } from '../../shared/ids.ts'
import { applyPause, type PauseLimits, type PauseState } from '../../shared/pause.ts'
import { type AboutTarget, checkAbout, SIGNAL_HELD_MOST_MS } from '../../shared/signal.ts'
import type { Transaction } from '../storage/store.ts'
import { type Access, findAccess } from './access.ts'
import { append, findEvent, type OpenLog, openLog } from './event-log.ts'
import { refuseTakeBack, roomFor } from './event-room.ts'
import { noteHeard } from './heard.ts'
import { countedHeld, schedulePause } from './pauses.ts'
import { queuePushes } from './push-queue.ts'

/** An event as it reached the server. */
export interface Arrival {
  /** Access is looked up anew in the storing transaction: it may have ended since the socket opened. */
  tokenHash: string
  /** The space that the socket speaks for. */
  spaceId: SpaceId
  event: OutgoingEvent
  at: Instant
  /** The server had heard from the device at this instant: an age in the outbox counts no further back. */
  heardAt: Instant
}

/**
 * `fresh` is the event when this very arrival stored it, null when an earlier one had: then nobody has to be told again. `toPush`:
 * somebody is to be pushed about it.
 */
export type Stored = {
  ok: true
  seq: number
  at: Instant
  fresh: StoredEvent | null
  pauseMoved: boolean
  toPush: boolean
}

/** Decides and stores one event in the transaction given. A refusal leaves everything as it was. */
export const storeEvent = async (tx: Transaction, arrival: Arrival, limits: PauseLimits): Promise<Stored | Refusal> => {
  const access = await findAccess(tx, arrival.tokenHash)
  if (!access.ok) return access
  if (access.spaceId !== arrival.spaceId) return refuse('not-yours')
  const log = await openLog(tx, access.spaceId, limits)
  if (!log) return refuse('not-yours')

  const known = await findEvent(tx, log.spaceId, arrival.event.id)
  // What its row said is lost: whoever sends it again is told so, rather than waiting for it for ever.
  if (known === null) return refuse('id-reused')
  if (known) return isSame(known, arrival.event, access.seat) ? firstAnswer(known) : refuse('id-reused')

  const full = await roomFor(tx, access, arrival.event.kind, arrival.at)
  if (full) return full
  const decided = await decide(tx, log, access, arrival, limits)
  if (!decided.ok) return decided
  const { event, pause } = decided
  const { seat, deviceId } = access
  const fresh = await append(tx, log, { event, seat, deviceId, at: arrival.at, pause })
  await noteHeard(tx, deviceId, arrival.at)
  if (pause !== log.pause) await schedulePause(tx, log.spaceId, pause, limits)
  const isQuiet = arrival.event.kind === 'drill' && arrival.event.quiet === true
  const toPush = !isQuiet && (await queuePushes(tx, log.spaceId, fresh, pause))
  return { ok: true, seq: fresh.seq, at: fresh.at, fresh, pauseMoved: pause !== log.pause, toPush }
}

type Decided = { ok: true; event: OutgoingEvent; pause: PauseState } | Refusal

/** What will be stored and the pause that holds then, or why not. */
const decide = async (tx: Transaction, log: OpenLog, access: Access, arrival: Arrival, limits: PauseLimits): Promise<Decided> => {
  const { event, at } = arrival
  const { pause } = log
  switch (event.kind) {
    case 'signal':
      return { ok: true, event: { ...event, heldMs: Math.min(event.heldMs, SIGNAL_HELD_MOST_MS) }, pause }
    case 'phrase':
    case 'repair':
    case 'assent':
    case 'version':
    case 'question':
      return { ok: true, event, pause }
    case 'drill': {
      const { quiet: _, ...kept } = event
      return { ok: true, event: kept, pause }
    }
    case 'answer':
    case 'take-back':
    case 'received': {
      const allowed = checkAbout({ kind: event.kind, seat: access.seat }, await findTarget(tx, log.spaceId, event))
      return allowed.ok ? { ok: true, event, pause } : allowed
    }
    case 'pause': {
      const heldMs = countedHeld(event.heldMs, at, arrival.heardAt)
      const result = applyPause(pause, { seat: access.seat, step: event.step, heldMs }, at, limits)
      if (!result.ok) return result
      const refused = event.step.kind === 'cancel' ? await refuseTakeBack(tx, access, at) : null
      if (refused) return refused
      return { ok: true, event: { ...event, heldMs }, pause: result.state }
    }
  }
}

type AboutEvent = Extract<OutgoingEvent, { about: unknown }>

const findTarget = async (tx: Transaction, spaceId: SpaceId, event: AboutEvent): Promise<AboutTarget | null> => {
  const target = await findEvent(tx, spaceId, event.about)
  if (!target) return null
  const seat = 'seat' in target ? target.seat : null
  const answered = event.kind === 'take-back' && (await isAnswered(tx, spaceId, target))
  return { kind: target.kind, step: target.kind === 'pause' ? target.step.kind : undefined, seat, answered }
}

/** An answer stands after what it answers: only that part of the log is looked through. */
const isAnswered = async (tx: Transaction, spaceId: SpaceId, target: StoredEvent): Promise<boolean> => {
  const answer = await tx
    .selectFrom('events')
    .select('seq')
    .where('space_id', '=', spaceId)
    .where('seq', '>', target.seq)
    .where('kind', '=', 'answer')
    .where('about', '=', target.id)
    .limit(1)
    .executeTakeFirst()
  return answer !== undefined
}

const firstAnswer = ({ seq, at }: StoredEvent): Stored => ({ ok: true, seq, at, fresh: null, pauseMoved: false, toPush: false })

/** A resend: all that the person did is the same. Its age differs by nature, and another tab of the seat may send it. */
const isSame = (known: StoredEvent, event: OutgoingEvent, seat: Seat): boolean =>
  known.kind !== 'pause-due' && known.seat === seat && known.kind === event.kind && matter(known) === matter(event)

const matter = (event: StoredEvent | OutgoingEvent): string => {
  switch (event.kind) {
    case 'signal':
    case 'phrase':
    case 'repair':
    case 'drill':
    case 'assent':
    case 'version':
    case 'question':
      return event.sealed
    case 'answer':
      return `${event.about} ${event.sealed}`
    case 'take-back':
    case 'received':
      return event.about
    case 'pause':
      return pauseMatter(event.step)
    case 'pause-due':
      return event.step.kind
  }
}

const pauseMatter = (step: Extract<OutgoingEvent, { kind: 'pause' }>['step']): string => {
  switch (step.kind) {
    case 'start':
      return `start ${step.minutes}`
    case 'extend':
      return `extend ${step.until}`
    case 'return':
    case 'cancel':
      return step.kind
  }
}
