import type { Kysely } from 'kysely'

/** The tokens of devices whose access was ended: known, so that nobody takes their end for a server that knows nothing of them. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .createTable('ended_tokens')
    .addColumn('token_hash', 'text', c => c.primaryKey())
    .addColumn('space_id', 'text', c => c.notNull().references('spaces.space_id').onDelete('cascade'))
    .addColumn('ended_at', 'bigint', c => c.notNull())
    .execute()
  await db.schema.createIndex('ended_tokens_by_space').on('ended_tokens').columns(['space_id', 'ended_at']).execute()
}
