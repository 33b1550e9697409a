import type { Transaction as KyselyTransaction } from 'kysely'
import type { Database } from './schema.ts'

export type Transaction = KyselyTransaction<Database>

/**
 * The one store. Rules decide inside the transaction that stores their decision.
 * `write` resolves only when the work is on disk (group commit: works that arrive in one turn of the loop share one
 * transaction, each in its own savepoint, so that one that throws changes nothing and takes nobody along). It rejects
 * with `NotStored` when the commit failed; then nothing of the work is kept.
 */
export interface Store extends AsyncDisposable {
  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  read<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
}

/** The store could not keep it: disk full, file gone, database away. */
export class NotStored extends Error {
  override readonly name = 'NotStored'
}

/** A data folder or a database file that no server can work with. `message` is one line for the person who chose it. */
export class DataUnusable extends Error {
  override readonly name = 'DataUnusable'
}
