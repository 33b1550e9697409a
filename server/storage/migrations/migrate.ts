import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Database } from '../schema.ts'
import { up as first } from './0001-spaces-events-documents.ts'
import { up as second } from './0002-readiness.ts'
import { up as third } from './0003-readiness-room.ts'
import { up as fourth } from './0004-push.ts'
import { up as fifth } from './0005-push-refused.ts'
import { up as sixth } from './0006-ended-tokens.ts'
import { up as seventh } from './0007-events-of-a-seat.ts'

/** Every database of Holdfast began with it. */
export const FIRST_MIGRATION = '0001-spaces-events-documents'

const migrations: Record<string, Migration> = {
  [FIRST_MIGRATION]: { up: first },
  '0002-readiness': { up: second },
  '0003-readiness-room': { up: third },
  '0004-push': { up: fourth },
  '0005-push-refused': { up: fifth },
  '0006-ended-tokens': { up: sixth },
  '0007-events-of-a-seat': { up: seventh },
}

/** The database knows migrations that this release does not. */
export class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase'
}

/** Brings the tables up to this release, within the caller's transaction. Throws `NewerDatabase`, changing nothing. */
export const migrate = async (db: Kysely<Database>): Promise<void> => {
  await refuseNewer(db)
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

const refuseNewer = async (db: Kysely<Database>): Promise<void> => {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(table => table.name === 'kysely_migration')) return
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  if (rows.some(({ name }) => !(name in migrations))) throw new NewerDatabase('a migration of this database is unknown here')
}
