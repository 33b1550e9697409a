import type { StoredEvent } from '../../shared/events.ts'
import type { DeviceId, Instant, Seat, SpaceId } from '../../shared/ids.ts'
import type { PauseState } from '../../shared/pause.ts'
import { PUSH_TTL_MS } from '../../shared/push.ts'
import { ANSWER_CALLS_MS } from '../../shared/signal.ts'
import type { Transaction } from '../storage/store.ts'
import { findAsked } from './event-log.ts'
import { calledSeats, quietedSeat } from './push-recipients.ts'
import type { PushRoom } from './push-room.ts'

/** Pushes that may wait for one device. Of more, the oldest go: the log has them, and nobody reads a hundred notifications. */
export const WAITING_MOST = 100
/** Whoever sends a push has so long for it, ms. If the server dies meanwhile, it is free again. */
export const PUSH_LEASE_MS = 20_000
/** What was tried least goes first: this counts as less than never. */
const FIRST_OF_ALL = -1
/** Rows looked at in one query. */
const LOOK = 64

/**
 * Writes down whom an event is to be pushed to, in the transaction that stores it: what is acknowledged is pushed also when the
 * server dies at once. Says whether there is anybody.
 */
export const queuePushes = async (tx: Transaction, spaceId: SpaceId, event: StoredEvent, pause: PauseState): Promise<boolean> => {
  if (event.kind === 'answer' && (await isFurther(tx, spaceId, event))) return false
  const called = (await isLongPast(tx, spaceId, event)) ? [] : calledSeats(event, pause)
  const devices = [...(await subscribedOf(tx, spaceId, called)), ...(await quietedDevices(tx, spaceId, event))]
  if (devices.length === 0) return false
  const row = {
    space_id: spaceId,
    seq: event.seq,
    due_at: event.at,
    expires_at: event.at + PUSH_TTL_MS,
    tries: isOwn(event) ? FIRST_OF_ALL : 0,
  }
  const rows = devices.map(device_id => ({ device_id, ...row, claimed_until: null }))
  await tx.insertInto('pushes').values(rows).execute()
  for (const device_id of devices) await dropOldest(tx, device_id)
  return true
}

/** The server's own: whoever was promised a call at the return time gets it, whatever else waits. */
const isOwn = (event: StoredEvent): boolean => event.kind === 'pause-due'

/** An answer to what is over: the app tells of it no more. */
const isLongPast = async (tx: Transaction, spaceId: SpaceId, event: StoredEvent): Promise<boolean> => {
  const asked = await findAsked(tx, spaceId, event)
  return asked !== null && event.at - asked.at > ANSWER_CALLS_MS
}

/** The first answer counts. A partner's program that gives more of them calls nobody. */
const isFurther = async (tx: Transaction, spaceId: SpaceId, { about, seat, seq }: Answer): Promise<boolean> => {
  const before = await tx
    .selectFrom('events')
    .select('seq')
    .where('space_id', '=', spaceId)
    .where('seq', '<', seq)
    .where('seq', '>', eb => eb.selectFrom('events').select('seq').where('space_id', '=', spaceId).where('event_id', '=', about))
    .where('kind', '=', 'answer')
    .where('about', '=', about)
    .where('seat', '=', seat)
    .limit(1)
    .executeTakeFirst()
  return before !== undefined
}
type Answer = Extract<StoredEvent, { kind: 'answer' }>

const subscribedOf = async (tx: Transaction, spaceId: SpaceId, seats: Seat[]): Promise<string[]> => {
  if (seats.length === 0) return []
  const rows = await tx
    .selectFrom('push_subscriptions')
    .select('device_id')
    .where('space_id', '=', spaceId)
    .where('seat', 'in', seats)
    .execute()
  return rows.map(row => row.device_id)
}

/**
 * The further devices of a seat that answered: each on which what was answered may stand. What still waits to be pushed of it goes
 * unsent, and a device that was never called is not called now.
 */
const quietedDevices = async (tx: Transaction, spaceId: SpaceId, event: StoredEvent): Promise<string[]> => {
  const seat = quietedSeat(event)
  if (!seat || event.kind !== 'answer') return []
  const devices = await subscribedOf(tx, spaceId, [seat])
  if (devices.length === 0) return []
  const unsent = await tx
    .deleteFrom('pushes')
    .where('device_id', 'in', devices)
    .where('claimed_until', 'is', null)
    .where('seq', '=', eb =>
      eb.selectFrom('events').select('seq').where('space_id', '=', spaceId).where('event_id', '=', event.about),
    )
    .returning(['device_id', 'tries'])
    .execute()
  const neverCalled = new Set(unsent.filter(({ tries }) => tries === 0).map(one => one.device_id))
  return devices.filter(device => device !== event.deviceId && !neverCalled.has(device))
}

/** The server's own stay: they are few. */
const dropOldest = async (tx: Transaction, deviceId: string): Promise<void> => {
  await tx
    .deleteFrom('pushes')
    .where('device_id', '=', deviceId)
    .where('seq', '<=', eb =>
      eb
        .selectFrom('pushes')
        .select('seq')
        .where('device_id', '=', deviceId)
        .orderBy('seq', 'desc')
        .limit(1)
        .offset(WAITING_MOST),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('events')
            .select('events.seq')
            .whereRef('events.space_id', '=', 'pushes.space_id')
            .whereRef('events.seq', '=', 'pushes.seq')
            .where('events.kind', '=', 'pause-due'),
        ),
      ),
    )
    .execute()
}

/** A push that is about to be sent, and to where. */
export interface ClaimedPush {
  pushId: number
  deviceId: DeviceId
  spaceId: SpaceId
  seq: number
  tries: number
  expiresAt: Instant
  endpoint: string
  domain: string
  p256dh: string
  auth: string
}

/** Drops what nobody needs any more, and takes what is due as far as there is room, what was never tried first. */
export const claimPushes = async (tx: Transaction, at: Instant, room: PushRoom): Promise<ClaimedPush[]> => {
  await tx.deleteFrom('pushes').where('expires_at', '<=', at).execute()
  const claimed: ClaimedPush[] = []
  while (!room.isFull()) {
    const seen = await duePushes(tx, at, room)
    const wanted = seen.filter(push => room.take(push))
    claimed.push(...(await lease(tx, wanted, at, room)))
    if (seen.length < LOOK || wanted.length === 0) break
  }
  return claimed
}

/** Takes them, unless another node was quicker. */
const lease = async (tx: Transaction, wanted: ClaimedPush[], at: Instant, room: PushRoom): Promise<ClaimedPush[]> => {
  if (wanted.length === 0) return []
  const ids = wanted.map(push => push.pushId)
  const rows = await tx
    .updateTable('pushes')
    .set({ claimed_until: at + PUSH_LEASE_MS })
    .where('push_id', 'in', ids)
    .where(free => free.or([free('claimed_until', 'is', null), free('claimed_until', '<=', at)]))
    .returning('push_id')
    .execute()
  const taken = new Set(rows.map(row => Number(row.push_id)))
  for (const push of wanted) if (!taken.has(push.pushId)) room.leave(push)
  return wanted.filter(push => taken.has(push.pushId))
}

const duePushes = async (tx: Transaction, at: Instant, room: PushRoom): Promise<ClaimedPush[]> => {
  const { domains, spaces, devices, underWay } = room.full()
  const rows = await tx
    .selectFrom('pushes')
    .innerJoin('push_subscriptions as to', 'to.device_id', 'pushes.device_id')
    .select(['pushes.push_id', 'pushes.device_id', 'pushes.space_id', 'pushes.seq', 'pushes.tries', 'pushes.expires_at'])
    .select(['to.endpoint', 'to.domain', 'to.p256dh', 'to.auth'])
    .where('pushes.due_at', '<=', at)
    .where('to.not_before', '<=', at)
    .where(free => free.or([free('pushes.claimed_until', 'is', null), free('pushes.claimed_until', '<=', at)]))
    .$if(underWay.length > 0, query => query.where('pushes.push_id', 'not in', underWay))
    .$if(domains.length > 0, query => query.where('to.domain', 'not in', domains))
    .$if(spaces.length > 0, query => query.where('pushes.space_id', 'not in', spaces))
    .$if(devices.length > 0, query => query.where('pushes.device_id', 'not in', devices))
    .orderBy('pushes.tries')
    .orderBy('pushes.push_id')
    .limit(LOOK)
    .execute()
  return rows.map(row => ({
    pushId: Number(row.push_id),
    deviceId: row.device_id as DeviceId,
    spaceId: row.space_id as SpaceId,
    seq: Number(row.seq),
    tries: row.tries,
    expiresAt: Number(row.expires_at),
    endpoint: row.endpoint,
    domain: row.domain,
    p256dh: row.p256dh,
    auth: row.auth,
  }))
}

/** When the next push is due, its claim runs out, or it is allowed to be sent. */
export const nextPush = async (tx: Transaction): Promise<Instant | null> => {
  const rows = await tx
    .selectFrom('pushes')
    .innerJoin('push_subscriptions as to', 'to.device_id', 'pushes.device_id')
    .select(eb => eb.fn.min(eb.fn.coalesce('pushes.claimed_until', 'pushes.due_at')).as('next'))
    .select('to.not_before')
    .groupBy('to.not_before')
    .execute()
  const moments = rows.map(row => Math.max(Number(row.next), Number(row.not_before)))
  return moments.length === 0 ? null : moments.reduce((first, moment) => Math.min(first, moment))
}

/** Sets free whatever is claimed, by whom ever. */
export const freeClaims = async (tx: Transaction): Promise<void> => {
  await tx.updateTable('pushes').set({ claimed_until: null }).where('claimed_until', 'is not', null).execute()
}
