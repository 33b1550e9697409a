import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openSqlite } from '../server/storage/sqlite.ts'
import { NotStored, type Store } from '../server/storage/store.ts'
import { createSpace } from './support/http.ts'
import { namesOf, put } from './support/readiness-rows.ts'
import { startTestServer, temporaryFolder } from './support/server.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await temporaryFolder()
  file = join(folder, 'holdfast.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (): Promise<Store> => openSqlite({ file, synchronous: 'full' })

test('[STO9] commits are on disk when told: full synchronisation unless a durability control asks otherwise', async () => {
  const modeOf = async (synchronous: 'full' | 'off') => {
    await using store = await openSqlite({ file: join(folder, `${synchronous}.db`), synchronous })
    return store.read(async tx => {
      const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(tx)
      const journal = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(tx)
      return [rows[0]?.synchronous, journal.rows[0]?.journal_mode]
    })
  }
  expect(await modeOf('full')).toEqual([2, 'wal'])
  expect(await modeOf('off')).toEqual([0, 'wal'])
})

test('[STO9] the running server commits so: asked of the very connection that it opened', async () => {
  const calls = vi.spyOn(DatabaseSync.prototype, 'exec')
  try {
    await using server = await startTestServer()
    await createSpace(server.url)
    const all = calls.mock.contexts.filter(connection => connection instanceof DatabaseSync)
    const opened = new Set(all.filter(connection => connection.isOpen && connection.location() === server.file))
    expect(opened.size).toBe(1)
    for (const connection of opened) {
      expect(connection.prepare('pragma synchronous').get()).toEqual({ synchronous: 2 })
      expect(connection.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' })
    }
  } finally {
    calls.mockRestore()
  }
})

test('[STO11] what is written into a file that is no longer there is not told as kept, not even when it went during the commit', async () => {
  await using store = await open()
  await store.write(put('before'))
  const during = store.write(async tx => {
    await put('during')(tx)
    rmSync(file)
  })
  await expect(during).rejects.toThrow(NotStored)
  await expect(store.write(put('after'))).rejects.toThrow(NotStored)
})

test('[STO11] the control: SQLite itself takes such a write without a word, and it is nowhere', async () => {
  await (await open())[Symbol.asyncDispose]()
  const bare = new DatabaseSync(file)
  bare.exec('pragma journal_mode = wal; select * from readiness')
  for (const name of [file, `${file}-wal`]) rmSync(name, { force: true })
  bare.exec("insert into readiness (name, at) values ('lost', 0)")
  bare.close()
  await using next = await open()
  expect(await next.read(namesOf)).toEqual([])
})
