import type { Transaction } from './store.ts'

/** A write that means nothing but that writing works. Rejects with `NotStored`, by way of the commit, when it does not. */
export const markReady = async (tx: Transaction, now: number): Promise<void> => {
  await tx
    .insertInto('readiness')
    .values({ name: 'ready', at: now })
    .onConflict(conflict => conflict.column('name').doUpdateSet({ at: now }))
    .execute()
}
