import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Database } from '../schema.ts'
import * as first from './0001-spaces-events-documents.ts'

const migrations: Record<string, Migration> = { '0001-spaces-events-documents': first }

/** Brings the tables up to this release. Throws, changing nothing, when the database is from a newer one. */
export const migrate = async (db: Kysely<Database>): Promise<void> => {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
