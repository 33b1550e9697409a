import type { Kysely } from 'kysely'

/** One row that `/readyz` writes, to know that writing works. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('readiness')
    .addColumn('name', 'text', c => c.primaryKey())
    .addColumn('at', 'bigint', c => c.notNull())
    .execute()
}
