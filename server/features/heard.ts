import type { DeviceId, Instant } from '../../shared/ids.ts'
import type { Transaction } from '../storage/store.ts'

/** So far in the future nothing can have been heard: the server's clock was set back since, ms. */
const SET_BACK_MS = 60_000

/** Whether an instant was noted by a clock that was set back since. It says nothing about what came when. */
export const isOfAnotherClock = (heardAt: Instant, at: Instant): boolean => heardAt > at + SET_BACK_MS

/** The later of two instants at which a device was heard from; `at`, by the present clock, where the other is of another one. */
export const heardLater = (heardAt: Instant, at: Instant): Instant => (isOfAnotherClock(heardAt, at) ? at : Math.max(heardAt, at))

/** When the server last heard from a device; 0 for an unknown one. */
export const lastHeard = async (tx: Transaction, deviceId: DeviceId): Promise<Instant> => {
  const row = await tx.selectFrom('devices').select('heard_at').where('device_id', '=', deviceId).executeTakeFirst()
  return Number(row?.heard_at ?? 0)
}

/** Notes when a device was last heard from. Known to nobody but the rule about `heldMs`. */
export const noteHeard = async (tx: Transaction, deviceId: DeviceId, at: Instant): Promise<void> => {
  await tx
    .updateTable('devices')
    .set({ heard_at: at })
    .where('device_id', '=', deviceId)
    .where(eb => eb.or([eb('heard_at', '<', at), eb('heard_at', '>', at + SET_BACK_MS)]))
    .execute()
}
