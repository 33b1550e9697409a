import type { Instant } from '../../shared/ids.ts'
import type { Transaction } from '../storage/store.ts'
import type { Verdict } from './push-outcome.ts'
import type { ClaimedPush } from './push-queue.ts'
import { isPushed } from './push-subscriptions.ts'

/** Writes down what came of a try. Says whether by it no device of a seat can be reached any more. */
export const settlePush = async (tx: Transaction, push: ClaimedPush, verdict: Verdict): Promise<boolean> => {
  switch (verdict.kind) {
    case 'done':
      await forget(tx, push)
      await countRefused(tx, push, 0)
      return false
    case 'refused':
      return settleRefused(tx, push)
    case 'given-up':
      await forget(tx, push)
      await leaveAlone(tx, push, verdict.aloneUntil)
      return false
    case 'gone':
      return endSubscription(tx, push)
    case 'again':
      await free(tx, push, { due_at: verdict.at, tries: push.tries + 1 })
      await leaveAlone(tx, push, verdict.aloneUntil)
      return false
    case 'set-free':
      await free(tx, push, {})
      return false
  }
}

/** After so many refusals in a row a subscription ends, as if it were gone: the device makes another one when it is opened. */
const REFUSED_MOST = 3

const settleRefused = async (tx: Transaction, push: ClaimedPush): Promise<boolean> => {
  const to = await tx
    .selectFrom('push_subscriptions')
    .select('refused')
    .where('device_id', '=', push.deviceId)
    .where('endpoint', '=', push.endpoint)
    .executeTakeFirst()
  if (!to || to.refused + 1 >= REFUSED_MOST) return endSubscription(tx, push)
  await forget(tx, push)
  await countRefused(tx, push, to.refused + 1)
  return false
}

const countRefused = async (tx: Transaction, push: ClaimedPush, refused: number): Promise<void> => {
  await tx
    .updateTable('push_subscriptions')
    .set({ refused })
    .where('device_id', '=', push.deviceId)
    .where('endpoint', '=', push.endpoint)
    .where('refused', '!=', refused)
    .execute()
}

const forget = async (tx: Transaction, push: ClaimedPush): Promise<void> => {
  await tx.deleteFrom('pushes').where('push_id', '=', push.pushId).execute()
}

const free = async (tx: Transaction, push: ClaimedPush, change: { due_at?: Instant; tries?: number }): Promise<void> => {
  await tx
    .updateTable('pushes')
    .set({ ...change, claimed_until: null })
    .where('push_id', '=', push.pushId)
    .execute()
}

const leaveAlone = async (tx: Transaction, push: ClaimedPush, until: Instant | null): Promise<void> => {
  if (until === null) return
  await tx
    .updateTable('push_subscriptions')
    .set({ not_before: until })
    .where('device_id', '=', push.deviceId)
    .where('endpoint', '=', push.endpoint)
    .execute()
}

/** What waits goes with it. Where the device has named another endpoint meanwhile, the push goes there. */
const endSubscription = async (tx: Transaction, push: ClaimedPush): Promise<boolean> => {
  const ended = await tx
    .deleteFrom('push_subscriptions')
    .where('device_id', '=', push.deviceId)
    .where('endpoint', '=', push.endpoint)
    .returning('seat')
    .executeTakeFirst()
  if (!ended) await free(tx, push, {})
  return ended !== undefined && !(await isPushed(tx, push.spaceId, ended.seat))
}
