import type { Kysely } from 'kysely'

/** How often in a row a push service refused what was sent to a subscription. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .alterTable('push_subscriptions')
    .addColumn('refused', 'integer', c => c.notNull().defaultTo(0))
    .execute()
}
