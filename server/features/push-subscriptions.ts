import { p256 } from '@noble/curves/nist.js'
import { base64urlnopad } from '@scure/base'
import { type Refusal, refuse } from '../../shared/errors.ts'
import type { DeviceId, Seat, SpaceId } from '../../shared/ids.ts'
import type { PushSettings, PushSubscription } from '../../shared/push.ts'
import type { Transaction } from '../storage/store.ts'
import type { Access } from './access.ts'

/**
 * Where a device is pushed to. Nothing else of a person's choice is here: off is no subscription, and wording, sound and quiet
 * hours are the device's own matter.
 */
export const viewPushSettings = async (tx: Transaction, access: Access, vapidKey: string): Promise<PushSettings> => {
  const row = await tx
    .selectFrom('push_subscriptions')
    .select('endpoint')
    .where('device_id', '=', access.deviceId)
    .executeTakeFirst()
  return { ok: true, vapidKey, endpoint: row?.endpoint ?? null }
}

/** `seatChanged`: from now on a device of this seat can be reached, or none any more. Only that is told to anybody. */
export interface SubscriptionChange {
  ok: true
  seatChanged: boolean
}

/**
 * Takes a device's subscription, in place of the one it had; what waits for the device goes to the new one. An endpoint belongs
 * to the device that named it last: a browser has one, whatever space it is in. `isAllowed` says whether the server would go
 * there at all. Refusals: `bad-request`, naming the field.
 */
export const putSubscription = async (
  tx: Transaction,
  access: Access,
  { endpoint, p256dh, auth }: PushSubscription,
  isAllowed: (endpoint: string) => boolean,
): Promise<SubscriptionChange | Refusal> => {
  if (!isAllowed(endpoint)) return refuse('bad-request', { detail: 'endpoint' })
  if (!isPoint(p256dh)) return refuse('bad-request', { detail: 'p256dh' })
  await tx.deleteFrom('push_subscriptions').where('endpoint', '=', endpoint).where('device_id', '!=', access.deviceId).execute()
  const own = await tx
    .selectFrom('push_subscriptions')
    .select(['endpoint', 'not_before', 'refused'])
    .where('device_id', '=', access.deviceId)
    .executeTakeFirst()
  const was = own !== undefined || (await isPushed(tx, access.spaceId, access.seat))
  // What a push service asked for holds on when the same is said once more.
  const not_before = own?.endpoint === endpoint ? Number(own.not_before) : 0
  const refused = own?.endpoint === endpoint ? own.refused : 0
  const place = { endpoint, domain: domainOf(endpoint), p256dh, auth, not_before, refused }
  await tx
    .insertInto('push_subscriptions')
    .values({ device_id: access.deviceId, space_id: access.spaceId, seat: access.seat, ...place })
    .onConflict(conflict => conflict.column('device_id').doUpdateSet(place))
    .execute()
  return { ok: true, seatChanged: !was }
}

/** Ends it, with what waits for it. Once more is no error. */
export const deleteSubscription = async (tx: Transaction, { deviceId, spaceId, seat }: Access): Promise<SubscriptionChange> => {
  const was = await isPushed(tx, spaceId, seat)
  await dropSubscriptions(tx, [deviceId])
  return { ok: true, seatChanged: was && !(await isPushed(tx, spaceId, seat)) }
}

/** For devices that stay listed though their access ended. Those that are deleted take theirs along. */
export const dropSubscriptions = async (tx: Transaction, devices: DeviceId[]): Promise<void> => {
  if (devices.length > 0) await tx.deleteFrom('push_subscriptions').where('device_id', 'in', devices).execute()
}

/** The seats of which a device is pushed to. */
export const pushedSeats = async (tx: Transaction, spaceId: SpaceId): Promise<Seat[]> => {
  const rows = await tx.selectFrom('push_subscriptions').select('seat').distinct().where('space_id', '=', spaceId).execute()
  return rows.map(row => row.seat)
}

/** Whether a device of this seat is pushed to. */
export const isPushed = async (tx: Transaction, spaceId: SpaceId, seat: Seat): Promise<boolean> =>
  (await pushedSeats(tx, spaceId)).includes(seat)

/**
 * What counts as one push service: the last two names of its host, so that nobody is many services by having many names.
 * Of names that end like `.co.uk` this makes one of many, which costs them speed and nothing else.
 */
export const domainOf = (endpoint: string): string => new URL(endpoint).hostname.split('.').slice(-2).join('.')

const isPoint = (p256dh: string): boolean => {
  try {
    p256.Point.fromBytes(base64urlnopad.decode(p256dh)).assertValidity()
    return true
  } catch {
    return false
  }
}
