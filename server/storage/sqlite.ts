import { DatabaseSync } from 'node:sqlite'
import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { markAsOurs, refuseIncomplete, whoseDatabase } from './database-mark.ts'
import { DatabaseGone, stillThere } from './file-identity.ts'
import { migrate, NewerDatabase } from './migrations/migrate.ts'
import type { Database } from './schema.ts'
import { Connection, OneConnectionDriver } from './sqlite-connection.ts'
import { isDamage, isStorageFault } from './sqlite-faults.ts'
import { DataUnusable, NotStored, type Store, type Transaction } from './store.ts'

/** `full` puts every commit on disk before it is told. `off` exists only as the control of durability tests. */
export interface SqliteOptions {
  file: string
  synchronous: 'full' | 'off'
}

interface Work {
  run: (tx: Transaction) => Promise<unknown>
  resolve: (value: never) => void
  reject: (reason: unknown) => void
}

/** A batch this long is committed before more is taken in, so that its first work does not wait for a flood. */
const BATCH_MOST = 500
/** So is one that has taken so long, ms: until it is committed, nothing else in the process gets a turn. */
const BATCH_MOST_MS = 40
/** Larger files are not read through at every start, bytes: at about 1 s for each GB that would keep a whole town waiting. */
const CHECK_UP_TO_BYTES = 1_073_741_824
/** The write-ahead log is cut back to this once it was copied over, bytes: writing over it is faster than growing it anew. */
const LOG_KEPT_BYTES = 4_194_304

/** Opens (and migrates) the database file. Throws `DataUnusable` when it is damaged, not ours, not writable, or from a newer release. */
export const openSqlite = async ({ file, synchronous }: SqliteOptions): Promise<Store> => {
  let sqlite: DatabaseSync | undefined
  try {
    sqlite = new DatabaseSync(file, { timeout: 2_000 })
    const whose = whoseDatabase(sqlite, file)
    sqlite.exec(
      `pragma journal_mode = wal; pragma synchronous = ${synchronous}; pragma foreign_keys = on; pragma secure_delete = on;
       pragma journal_size_limit = ${LOG_KEPT_BYTES}`,
    )
    checkWhole(sqlite, file)
    const db = new Kysely<Database>({ dialect: dialectOf(new Connection(sqlite)) })
    // SQLite's tables change within a transaction like its rows: a start that is killed half way leaves nothing half made.
    sqlite.exec('begin immediate')
    await migrate(db).catch(error => {
      throw whose === 'new' || error instanceof NewerDatabase || isStorageFault(error) ? error : contradictory(file, error)
    })
    refuseIncomplete(sqlite, file)
    markAsOurs(sqlite)
    sqlite.exec('commit')
    return new SqliteStore(sqlite, db as unknown as Transaction, stillThere([file, `${file}-wal`]))
  } catch (error) {
    sqlite?.close()
    throw unusable(file, error)
  }
}

const dialectOf = (connection: Connection) => ({
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new OneConnectionDriver(connection),
  createIntrospector: (kysely: Kysely<unknown>) => new SqliteIntrospector(kysely),
  createQueryCompiler: () => new SqliteQueryCompiler(),
})

const checkWhole = (sqlite: DatabaseSync, file: string): void => {
  const size = sqlite.prepare('select page_count * page_size as bytes from pragma_page_count, pragma_page_size').get()
  if (Number(size?.['bytes'] ?? 0) > CHECK_UP_TO_BYTES) return
  const check = sqlite.prepare('pragma quick_check(1)').get()
  if (check?.['quick_check'] !== 'ok') throw new DataUnusable(`${file} is damaged`)
}

/** Its tables are not those that its list of migrations speaks of. */
const contradictory = (file: string, cause: unknown): DataUnusable =>
  new DataUnusable(`${file} is damaged: it could not be brought up to this release. It was left as it is`, { cause })

const unusable = (file: string, error: unknown): unknown => {
  if (error instanceof DataUnusable) return error
  if (error instanceof NewerDatabase) return new DataUnusable(`${file} is from a newer release of Holdfast`, { cause: error })
  if (isDamage(error)) return new DataUnusable(`${file} is damaged or not a database of Holdfast`, { cause: error })
  if (isStorageFault(error)) return new DataUnusable(`cannot write ${file}`, { cause: error })
  return error
}

/**
 * One connection, one batch at a time. Works that arrive while a batch runs form the next batch, so that under load one
 * fsync serves many, and alone a write waits for nobody. A work awaits queries only: whatever else it awaited would hold up
 * everyone, and another `write` inside it would wait for itself.
 */
class SqliteStore implements Store {
  readonly #sqlite: DatabaseSync
  readonly #db: Transaction
  readonly #isThere: () => boolean
  #waiting: Work[] = []
  #running: Promise<void> | undefined
  #closed = false

  constructor(sqlite: DatabaseSync, db: Transaction, isThere: () => boolean) {
    this.#sqlite = sqlite
    this.#db = db
    this.#isThere = isThere
  }

  write<T>(run: (tx: Transaction) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new NotStored('the store is closed'))
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    this.#waiting.push({ run, resolve: resolve as Work['resolve'], reject })
    this.#running ??= this.#drain()
    return promise
  }

  /** Reads take their turn among the writes: they see what is committed, or is committed before they are told. */
  read<T>(run: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.write(run)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#running
    this.#sqlite.close()
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Everything that this turn of the loop brings joins the batch; and sockets get their turn between batches.
      await new Promise<void>(resolve => setImmediate(resolve))
      await this.#commit(this.#waiting.splice(0, BATCH_MOST))
    }
    this.#running = undefined
  }

  async #commit(batch: Work[]): Promise<void> {
    const settle: (() => void)[] = []
    try {
      this.#refuseWhenGone()
      this.#sqlite.exec('begin immediate')
      const until = performance.now() + BATCH_MOST_MS
      for (const work of batch) {
        settle.push(await this.#runOne(work))
        if (performance.now() >= until) break
      }
      this.#sqlite.exec('commit')
      // Asked again: what was committed into a file that is gone by now is not told as kept.
      this.#refuseWhenGone()
    } catch (cause) {
      this.#rollBack()
      for (const work of batch) work.reject(new NotStored('the store could not keep this', { cause }))
      return
    }
    this.#waiting.unshift(...batch.slice(settle.length))
    for (const done of settle) done()
  }

  #refuseWhenGone(): void {
    if (!this.#isThere()) throw new DatabaseGone('the database file was removed or replaced')
  }

  /** A work that throws is undone alone. Its outcome is told only after the commit. */
  async #runOne(work: Work): Promise<() => void> {
    this.#sqlite.exec('savepoint work')
    try {
      const value = await work.run(this.#db)
      this.#sqlite.exec('release work')
      return () => work.resolve(value as never)
    } catch (error) {
      // A full disk rolls the whole transaction back by itself; then the batch fails as one.
      if (!this.#sqlite.isTransaction) throw error
      this.#sqlite.exec('rollback to work; release work')
      return () => work.reject(isStorageFault(error) ? new NotStored('the store could not keep this', { cause: error }) : error)
    }
  }

  /** Where even this fails the file is gone: the next `begin` says so to the next batch. */
  #rollBack(): void {
    try {
      if (this.#sqlite.isTransaction) this.#sqlite.exec('rollback')
    } catch {}
  }
}
