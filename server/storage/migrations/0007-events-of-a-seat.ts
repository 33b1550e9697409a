import type { Kysely } from 'kysely'

/** How much of a kind a seat has in a log is looked at before more is stored. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.createIndex('events_of_a_seat').on('events').columns(['space_id', 'seat', 'kind', 'at']).execute()
}
