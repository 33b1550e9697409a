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
      return false
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
