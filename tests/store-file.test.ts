import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSqlite } from '../server/storage/sqlite.ts'
import type { Store } from '../server/storage/store.ts'
import { namesOf, put } from './support/readiness-rows.ts'
import { temporaryFolder } from './support/server.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await temporaryFolder()
  file = join(folder, 'holdfast.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (): Promise<Store> => openSqlite({ file, synchronous: 'full' })

/** Opens, expects the one line, and that the file is as before. */
const refuses = async (line: RegExp): Promise<void> => {
  const before = readFileSync(file)
  await expect(open()).rejects.toMatchObject({ name: 'DataUnusable', message: expect.stringMatching(line) })
  expect(readFileSync(file).equals(before)).toBe(true)
}

test('[STO7] a file that is no database, cut off or overwritten is refused as damaged and left as it is', async () => {
  writeFileSync(file, randomBytes(20_000))
  await refuses(/damaged or not a database/)
  rmSync(file)
  {
    await using store = await open()
    await Promise.all(Array.from({ length: 400 }, (_, at) => store.write(put(`row ${at} ${'x'.repeat(200)}`))))
  }
  const whole = readFileSync(file)
  truncateSync(file, statSync(file).size - 20_000)
  await refuses(/damaged/)
  writeFileSync(file, whole)
  const handle = openSync(file, 'r+')
  writeSync(handle, randomBytes(4_096 * 3), 0, 4_096 * 3, whole.length - 4_096 * 4)
  closeSync(handle)
  await refuses(/damaged/)
  // The control: the same file undamaged opens.
  writeFileSync(file, whole)
  await using store = await open()
  expect(await store.read(namesOf)).toHaveLength(400)
})

/** Changes the file as no release does. */
const altered = (statements: string): void => {
  const other = new DatabaseSync(file)
  other.exec(`pragma foreign_keys = off; ${statements}`)
  other.close()
}

const tablesIn = (): string[] => {
  const other = new DatabaseSync(file, { readOnly: true })
  const rows = other.prepare("select name from sqlite_schema where type = 'table'").all()
  other.close()
  return rows.map(row => String(row['name']))
}

const MARKED = 0x486f4661
const markOf = (): unknown => {
  const other = new DatabaseSync(file, { readOnly: true })
  const row = other.prepare('pragma application_id').get()
  other.close()
  return row?.['application_id']
}

test('[STO7] a database of another program is refused and left as it is, whatever its tables are called', async () => {
  const others = [
    'create table recipes (x)',
    'create table spaces (x); create table kysely_migration_lock (x)',
    "create table kysely_migration (name text, timestamp text); insert into kysely_migration values ('0001-recipes', '')",
    'create table kysely_migration (id integer)',
    'create view seats as select 1 as seat',
    'pragma application_id = 7; create table recipes (x)',
    'pragma application_id = 7',
  ]
  for (const other of others) {
    rmSync(file, { force: true })
    altered(other)
    await refuses(/holdfast\.db is a database of another program/)
    expect(readdirSync(folder)).toEqual(['holdfast.db'])
  }
  // The control: with nothing in it, it is nobody's.
  for (const nothing of ['vacuum', 'pragma user_version = 3']) {
    rmSync(file, { force: true })
    writeFileSync(file, '')
    altered(nothing)
    await (await open())[Symbol.asyncDispose]()
    expect(markOf()).toBe(MARKED)
  }
})

test('[STO7] a database of ours in which a table is missing is refused as damaged, each of them, and left as it is', async () => {
  await (await open())[Symbol.asyncDispose]()
  const whole = readFileSync(file)
  const ours = tablesIn().filter(name => !/^sqlite_|_lock$/.test(name))
  expect(ours).toHaveLength(14)
  for (const table of ours) {
    writeFileSync(file, whole)
    altered(`drop table ${table}`)
    await refuses(new RegExp(`holdfast\\.db is damaged: its table ${table} is missing`))
  }
})

test('[STO7] a database of a release that set no mark opens, has it from then on, and keeps what was in it', async () => {
  {
    await using store = await open()
    await store.write(put('kept'))
  }
  expect(markOf()).toBe(MARKED)
  altered('pragma application_id = 0')
  {
    await using store = await open()
    expect(await store.read(namesOf)).toEqual(['kept'])
  }
  expect(markOf()).toBe(MARKED)
})

test('[STO8] a database of a newer release is refused and left as it is', async () => {
  await (await open())[Symbol.asyncDispose]()
  const newer = new DatabaseSync(file)
  newer.exec(`insert into kysely_migration (name, timestamp) values ('9999-later', '2100-01-01')`)
  newer.close()
  await refuses(/newer release/)
})

test('[STO8] the tables are made whole or not at all, and opening again changes nothing', async () => {
  await (await open())[Symbol.asyncDispose]()
  // `push_subscriptions` stays, in the way of its own migration: what that one made before must not stay behind.
  altered("delete from kysely_migration where name > '0004'; drop table pushes; drop table push_keys")
  await refuses(/holdfast\.db is damaged: it could not be brought up to this release/)
  expect(tablesIn()).not.toContain('push_keys')
  rmSync(file)
  await (await open())[Symbol.asyncDispose]()
  const first = readFileSync(file)
  await (await open())[Symbol.asyncDispose]()
  expect(readFileSync(file).equals(first)).toBe(true)
})
