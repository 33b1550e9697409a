import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'
import { CompiledQuery, type DatabaseConnection, type Driver, type QueryResult } from 'kysely'

/** A prepared statement, and whether it gives rows. */
interface Prepared {
  statement: StatementSync
  givesRows: boolean
}

/** Statements kept prepared. The program has fewer; lists of varying length make more, and the least used make way. */
const STATEMENTS_MOST = 200

/** Kysely's queries on one synchronous connection. */
export class Connection implements DatabaseConnection {
  readonly #sqlite: DatabaseSync
  readonly #prepared = new Map<string, Prepared>()

  constructor(sqlite: DatabaseSync) {
    this.#sqlite = sqlite
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { statement, givesRows } = this.#prepare(query.sql)
    const parameters = query.parameters as SQLInputValue[]
    if (query.query.kind === 'SelectQueryNode') return { rows: readAll(statement, parameters) as R[] }
    if (givesRows) return { rows: statement.all(...parameters) as R[] }
    const { changes, lastInsertRowid } = statement.run(...parameters)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a generator; nothing here streams
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not used')
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql)
    // Put last again: a map keeps its order of insertion, so the first is the one not used for longest.
    if (known) this.#prepared.delete(sql)
    const prepared = known ?? this.#new(sql)
    this.#prepared.set(sql, prepared)
    if (this.#prepared.size > STATEMENTS_MOST) this.#prepared.delete(this.#prepared.keys().next().value ?? '')
    return prepared
  }

  #new(sql: string): Prepared {
    const statement = this.#sqlite.prepare(sql)
    return { statement, givesRows: statement.columns().length > 0 }
  }
}

/**
 * A damaged integer may be larger than a number holds, and would take all rows of its answer along: it comes as near as a number
 * gets, and whoever parses its row passes it over.
 */
const readAll = (statement: StatementSync, parameters: SQLInputValue[]): unknown[] => {
  try {
    return statement.all(...parameters)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    statement.setReadBigInts(true)
    const rows = statement.all(...parameters)
    statement.setReadBigInts(false)
    return rows.map(row => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asNumber(value)])))
  }
}

const asNumber = (value: SQLOutputValue): SQLOutputValue => (typeof value === 'bigint' ? Number(value) : value)

/** Hands out the one connection. The store begins and commits by itself; only the migrator asks for transactions here. */
export class OneConnectionDriver implements Driver {
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
