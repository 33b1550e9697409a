import type { Transaction } from '../../server/storage/store.ts'

/** A work that writes one row under this name, the smallest that a store takes. */
export const put = (name: string) => async (tx: Transaction) => {
  await tx.insertInto('readiness').values({ name, at: 0 }).execute()
  return name
}

/** The names of all such rows. */
export const namesOf = async (tx: Transaction): Promise<string[]> =>
  (await tx.selectFrom('readiness').select('name').orderBy('name').execute()).map(row => row.name)
