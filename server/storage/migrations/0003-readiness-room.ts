import { type Kysely, sql } from 'kysely'

/** Readiness writes as much as an event does: a disk may have room for one number and for nothing else. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const postgres = db.getExecutor().adapter.constructor.name === 'PostgresAdapter'
  await db.schema
    .alterTable('readiness')
    .addColumn('room', postgres ? sql`bytea` : sql`blob`)
    .execute()
}
