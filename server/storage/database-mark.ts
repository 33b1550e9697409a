import type { DatabaseSync } from 'node:sqlite'
import { FIRST_MIGRATION } from './migrations/migrate.ts'
import type { Database } from './schema.ts'
import { DataUnusable } from './store.ts'

/** SQLite's `application_id` of a database of Holdfast: the letters HoFa. Releases until November 2026 set none. */
const MARK = 0x486f4661
const MIGRATIONS = 'kysely_migration'

const TABLES: Record<keyof Database, true> = {
  spaces: true,
  seats: true,
  devices: true,
  ended_tokens: true,
  invites: true,
  events: true,
  jobs: true,
  document_updates: true,
  document_authors: true,
  push_keys: true,
  push_subscriptions: true,
  pushes: true,
  readiness: true,
}

/**
 * Says whether a database is ours or new; a new one holds nothing at all. Only reads, so that another program's file stays as it
 * is. Throws `DataUnusable` for such a file, and for one of ours that has lost the list of its migrations.
 */
export const whoseDatabase = (sqlite: DatabaseSync, file: string): 'ours' | 'new' => {
  const mark = markOf(sqlite)
  const tables = tablesOf(sqlite)
  if (mark === MARK) {
    if (tables.has(MIGRATIONS)) return 'ours'
    throw lacks(file, MIGRATIONS)
  }
  if (mark === 0 && isEmpty(sqlite)) return 'new'
  if (mark === 0 && tables.has(MIGRATIONS) && beganAsOurs(sqlite)) return 'ours'
  throw new DataUnusable(`${file} is a database of another program, and was left as it is`)
}

/** Throws `DataUnusable` where a table of this release is not there. */
export const refuseIncomplete = (sqlite: DatabaseSync, file: string): void => {
  const tables = tablesOf(sqlite)
  const missing = Object.keys(TABLES).find(name => !tables.has(name))
  if (missing) throw lacks(file, missing)
}

/** Within the caller's transaction. Writes nothing where the mark is there. */
export const markAsOurs = (sqlite: DatabaseSync): void => {
  if (markOf(sqlite) !== MARK) sqlite.exec(`pragma application_id = ${MARK}`)
}

const lacks = (file: string, table: string): DataUnusable =>
  new DataUnusable(`${file} is damaged: its table ${table} is missing. It was left as it is; put a backup in its place`)

const markOf = (sqlite: DatabaseSync): number => Number(sqlite.prepare('pragma application_id').get()?.['application_id'] ?? 0)

const isEmpty = (sqlite: DatabaseSync): boolean => sqlite.prepare('select name from sqlite_schema limit 1').get() === undefined

const tablesOf = (sqlite: DatabaseSync): Set<string> =>
  new Set(
    sqlite
      .prepare("select name from sqlite_schema where type = 'table'")
      .all()
      .map(row => String(row['name'])),
  )

/** Others use the same library, and its table of migrations is called the same there. */
const beganAsOurs = (sqlite: DatabaseSync): boolean =>
  sqlite
    .prepare(`select * from ${MIGRATIONS}`)
    .all()
    .some(row => row['name'] === FIRST_MIGRATION)
