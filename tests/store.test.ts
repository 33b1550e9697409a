import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openSqlite } from '../server/storage/sqlite.ts'
import { NotStored, type Store, type Transaction } from '../server/storage/store.ts'
import { createSpace } from './support/http.ts'
import { startTestServer, temporaryFolder } from './support/server.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await temporaryFolder()
  file = join(folder, 'holdfast.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (): Promise<Store> => openSqlite({ file, synchronous: 'full' })

const put = (name: string) => async (tx: Transaction) => {
  await tx.insertInto('readiness').values({ name, at: 0 }).execute()
  return name
}

const namesOf = async (tx: Transaction): Promise<string[]> =>
  (await tx.selectFrom('readiness').select('name').orderBy('name').execute()).map(row => row.name)

/** What another process sees: only what is committed. */
const committed = (): string[] => {
  const other = new DatabaseSync(file, { readOnly: true })
  try {
    return other
      .prepare('select name from readiness order by name')
      .all()
      .map(row => String(row['name']))
  } finally {
    other.close()
  }
}

/** Commits that the write-ahead log holds: frames that name the size of the database after them. */
const commitsInLog = (): number => {
  const log = readFileSync(`${file}-wal`)
  const frame = 24 + log.readUInt32BE(8)
  let commits = 0
  for (let at = 32; at + frame <= log.length; at += frame) {
    const ofThisRound = log.subarray(at + 8, at + 16).equals(log.subarray(16, 24))
    if (ofThisRound && log.readUInt32BE(at + 4) !== 0) commits++
  }
  return commits
}

/** Whether what a write promised could be seen by everybody at the very moment of the promise. */
const toldTooEarly = async (store: Store): Promise<boolean> => {
  const told = await Promise.all(['a', 'b', 'c'].map(name => store.write(put(name)).then(() => committed().includes(name))))
  return told.includes(false)
}

test('[STO1] a write is told only once it is committed', async () => {
  await using store = await open()
  expect(await toldTooEarly(store)).toBe(false)
})

test('[STO1] the control: a store that tells when the work is done, before the commit, is found out', async () => {
  await using store = await open()
  const early: Pick<Store, 'write'> = {
    write: work =>
      new Promise((resolve, reject) => {
        const run = async (tx: Transaction) => {
          const value = await work(tx)
          resolve(value)
          return value
        }
        store.write(run).catch(reject)
      }),
  }
  expect(await toldTooEarly({ ...early, read: early.write, [Symbol.asyncDispose]: async () => {} })).toBe(true)
})

test('[STO2] works that arrive together share one commit; one after the other, each has its own', async () => {
  await using store = await open()
  await store.write(put('first'))
  const before = commitsInLog()
  await Promise.all(Array.from({ length: 40 }, (_, at) => store.write(put(`together-${at}`))))
  expect(commitsInLog() - before).toBe(1)
  for (let at = 0; at < 10; at++) await store.write(put(`alone-${at}`))
  expect(commitsInLog() - before).toBe(11)
})

test('[STO2] works run in the order in which they came, each seeing what those before it wrote', async () => {
  await using store = await open()
  const seen = await Promise.all(
    ['a', 'b', 'c', 'd'].map(name =>
      store.write(async tx => {
        await put(name)(tx)
        return namesOf(tx)
      }),
    ),
  )
  expect(seen.map(names => names.join(''))).toEqual(['a', 'ab', 'abc', 'abcd'])
})

test('[STO10] a flood of slow works is committed in parts, in order, and everything else gets its turn in between', async () => {
  await using store = await open()
  let turns = 0
  let flooding = true
  const turn = () => {
    turns++
    if (flooding) setImmediate(turn)
  }
  setImmediate(turn)
  const order: number[] = []
  const works = Array.from({ length: 40 }, (_, at) =>
    store.write(async tx => {
      await put(`slow-${at}`)(tx)
      order.push(at)
      for (const until = performance.now() + 10; performance.now() < until; );
    }),
  )
  await Promise.all(works)
  flooding = false
  // Of one batch there would be a turn or two before it.
  expect(turns).toBeGreaterThanOrEqual(6)
  expect(order).toEqual(order.toSorted((one, other) => one - other))
  expect(committed()).toHaveLength(40)
})

test('[STO3] a work that throws, or breaks a constraint, is undone alone and takes nobody along', async () => {
  await using store = await open()
  const fault = new Error('a rule did not hold')
  const outcomes = await Promise.allSettled([
    store.write(put('one')),
    store.write(async tx => {
      await put('never')(tx)
      throw fault
    }),
    store.write(put('one')),
    store.write(put('two')),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
  expect(outcomes[1]).toMatchObject({ reason: fault })
  expect(outcomes[2]).not.toMatchObject({ reason: expect.any(NotStored) })
  expect(committed()).toEqual(['one', 'two'])
})

test('[STO4] when the commit fails, every work of it is told so, nothing of it is kept, and the store goes on', async () => {
  await using store = await open()
  await store.write(put('before'))
  const outcomes = await Promise.allSettled([
    store.write(put('one')),
    store.write(async tx => {
      // A real failing commit: SQLite looks at a deferred reference only then.
      await sql`pragma defer_foreign_keys = on`.execute(tx)
      const row = { space_id: 'no such space', kind: 'pause-end' as const, due_at: 0, claimed_until: null }
      await tx.insertInto('jobs').values(row).execute()
    }),
    store.read(namesOf),
  ])
  for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(NotStored) })
  expect(committed()).toEqual(['before'])
  await store.write(put('after'))
  expect(committed()).toEqual(['after', 'before'])
})

test('[STO5] a full disk is `NotStored` for what does not fit; afterwards the store goes on', async () => {
  await using store = await open()
  const limit = async (pages: number): Promise<void> => {
    await store.write(tx => sql`pragma max_page_count = ${sql.raw(String(pages))}`.execute(tx))
  }
  const big = (owner: string) => async (tx: Transaction) => {
    const row = { owner, document: 'agreement', generation: 0, bytes: randomBytes(400_000) }
    await tx.insertInto('document_updates').values(row).execute()
  }
  await limit(1)
  const outcomes = await Promise.allSettled([store.write(big('too much')), store.write(big('too much'))])
  for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(NotStored) })
  await limit(1_000_000)
  await store.write(big('fits'))
  const owners = await store.read(tx => tx.selectFrom('document_updates').select('owner').execute())
  expect(owners).toEqual([{ owner: 'fits' }])
})

test('[STO6] closing ends what was begun, refuses what comes later, and leaves one whole file', async () => {
  const store = await open()
  const begun = Array.from({ length: 20 }, (_, at) => store.write(put(`begun-${at}`)))
  const closing = store[Symbol.asyncDispose]()
  await expect(store.write(put('late'))).rejects.toBeInstanceOf(NotStored)
  await Promise.all([...begun, closing])
  expect(readdirSync(folder)).toEqual(['holdfast.db'])
  expect(committed()).toHaveLength(20)
})

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
