import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSqlite } from '../server/storage/sqlite.ts'
import { NotStored, type Store, type Transaction } from '../server/storage/store.ts'
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
