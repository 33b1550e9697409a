import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'

/** Every row of every table of a server's database, read beside the running server, as one comparable value. */
export type Dump = Record<string, string[]>

/** What says nothing about a couple: what readiness probes and migrations leave. */
const APART = ['readiness', 'kysely_migration', 'kysely_migration_lock']

export const dump = (file: string): Dump => {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table' order by name").all()
    const names = tables.map(({ name }) => String(name)).filter(name => !APART.includes(name) && !name.startsWith('sqlite_'))
    return Object.fromEntries(names.map(name => [name, rowsOf(database, name)]))
  } finally {
    database.close()
  }
}

const rowsOf = (database: DatabaseSync, table: string): string[] =>
  database
    .prepare(`select * from ${table}`)
    .all()
    .map(row => JSON.stringify(row))
    .sort()

/** Rows of one table in which `text` stands somewhere. */
export const rowsWith = (whole: Dump, text: string): string[] =>
  Object.entries(whole).flatMap(([table, rows]) => rows.filter(row => row.includes(text)).map(row => `${table}: ${row}`))

/** Puts document rows of an owner straight into the database: what its devices would have written. */
export const plantDocument = (file: string, owner: string, document: string, seat: 'a' | 'b'): void => {
  const database = new DatabaseSync(file, { timeout: 2_000 })
  try {
    const bytes = new Uint8Array([0, 0])
    database
      .prepare('insert into document_updates (owner, document, generation, bytes) values (?, ?, 0, ?)')
      .run(owner, document, bytes)
    database
      .prepare('insert into document_authors (owner, document, generation, client, seat) values (?, ?, 0, 7, ?)')
      .run(owner, document, seat)
  } finally {
    database.close()
  }
}

/** Puts further devices of a seat straight into the database, heard from just now and brought in long ago. */
export const plantDevices = (file: string, space: string, seat: 'a' | 'b', count: number): void => {
  const database = new DatabaseSync(file, { timeout: 2_000 })
  try {
    const plant = database.prepare(
      `insert into devices
       select ?, space_id, seat, sign_key, receive_key, certificate, ?, null, 0, ?
       from devices where space_id = ? and seat = ? limit 1`,
    )
    for (let at = 0; at < count; at++) plant.run(randomUUID(), `planted ${randomUUID()}`, Date.now(), space, seat)
  } finally {
    database.close()
  }
}
