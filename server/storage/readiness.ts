import { randomBytes } from 'node:crypto'
import type { Transaction } from './store.ts'

/** More than the largest event takes on the disk, with the pages that change around it, bytes. */
const ROOM_BYTES = 65_536

/**
 * A write that means nothing but that writing works, as large as what devices send. Rejects with `NotStored`, by way of the
 * commit, when it does not. The bytes are new each time: SQLite writes no page that stays the same.
 */
export const markReady = async (tx: Transaction, now: number): Promise<void> => {
  const written = { at: now, room: randomBytes(ROOM_BYTES) }
  await tx
    .insertInto('readiness')
    .values({ name: 'ready', ...written })
    .onConflict(conflict => conflict.column('name').doUpdateSet(written))
    .execute()
}
