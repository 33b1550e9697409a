import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { migrate } from './migrations/migrate.ts'
import type { Database } from './schema.ts'
import { NotStored, type Store, type Transaction } from './store.ts'

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

/** Opens (and migrates) the database file. Throws when it is unreadable, corrupt or from a newer release. */
export const openSqlite = async ({ file, synchronous }: SqliteOptions): Promise<Store> => {
  const sqlite = new DatabaseSync(file, { timeout: 2_000 })
  try {
    sqlite.exec(
      `pragma journal_mode = wal; pragma synchronous = ${synchronous}; pragma foreign_keys = on; pragma secure_delete = on`,
    )
    const check = sqlite.prepare('pragma quick_check(1)').get() as { quick_check: string }
    if (check.quick_check !== 'ok') throw new Error(`database file is damaged: ${check.quick_check}`)
    const db = new Kysely<Database>({
      dialect: {
        createAdapter: () => new SqliteAdapter(),
        createDriver: () => new OneConnectionDriver(new Connection(sqlite)),
        createIntrospector: kysely => new SqliteIntrospector(kysely),
        createQueryCompiler: () => new SqliteQueryCompiler(),
      },
    })
    await migrate(db)
    return new SqliteStore(sqlite, db as unknown as Transaction)
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/**
 * One connection, one batch at a time. Works that arrive while a batch runs form the next batch, so that under load one
 * fsync serves many, and alone a write waits for nobody.
 */
class SqliteStore implements Store {
  readonly #sqlite: DatabaseSync
  readonly #db: Transaction
  #waiting: Work[] = []
  #running: Promise<void> | undefined
  #closed = false

  constructor(sqlite: DatabaseSync, db: Transaction) {
    this.#sqlite = sqlite
    this.#db = db
  }

  write<T>(run: (tx: Transaction) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new NotStored('the store is closed'))
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    this.#waiting.push({ run, resolve: resolve as Work['resolve'], reject })
    this.#running ??= this.#drain()
    return promise
  }

  /** Reads take their turn between batches: they see only what is committed. */
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
    // Everything that this turn of the loop brings joins the first batch.
    await new Promise<void>(resolve => setImmediate(resolve))
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      await this.#commit(batch)
    }
    this.#running = undefined
  }

  async #commit(batch: Work[]): Promise<void> {
    const settle: (() => void)[] = []
    try {
      this.#sqlite.exec('begin immediate')
      for (const work of batch) settle.push(await this.#runOne(work))
      this.#sqlite.exec('commit')
    } catch (cause) {
      if (this.#sqlite.isTransaction) this.#sqlite.exec('rollback')
      for (const work of batch) work.reject(new NotStored('the store could not keep this', { cause }))
      return
    }
    for (const done of settle) done()
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
}

/** SQLite's own result codes for a full disk, I/O errors, a read-only or damaged file: 13, 10, 8, 11, 26. */
const isStorageFault = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && [8, 10, 11, 13, 26].includes(Number(error.errcode) & 0xff)

class Connection implements DatabaseConnection {
  readonly #sqlite: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(sqlite: DatabaseSync) {
    this.#sqlite = sqlite
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const statement = this.#prepare(query.sql)
    const parameters = query.parameters as SQLInputValue[]
    if (statement.columns().length > 0) return { rows: statement.all(...parameters) as R[] }
    const { changes, lastInsertRowid } = statement.run(...parameters)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a generator; nothing here streams
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not used')
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#sqlite.prepare(sql)
    if (this.#statements.size < 200) this.#statements.set(sql, statement)
    return statement
  }
}

class OneConnectionDriver implements Driver {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection
  }
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin'))
  }
  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}
