import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DataUnusable } from './store.ts'

export interface DataFolder extends Disposable {
  /** The database file inside. */
  file: string
  /** Other users of this machine may look into the folder or its files, or change what is in it. */
  isOpenToOthers: boolean
}

const DATABASE = 'holdfast.db'
const LOCK = 'holdfast.lock'

/**
 * Takes a folder for this server alone, making it if need be, readable by its owner only. Two servers on one folder would each
 * believe what it holds in memory. The lock is the system's own, on a file beside the database, held through SQLite: it ends
 * with the process, however that ends, so nothing stale is ever left; and the database itself stays readable for a backup.
 */
export const takeFolder = (folder: string): DataFolder => {
  try {
    makeFolder(folder)
  } catch (error) {
    throw new DataUnusable(`cannot make the folder ${folder} (${codeOf(error)})`, { cause: error })
  }
  const lock = openLock(folder)
  return {
    file: join(folder, DATABASE),
    isOpenToOthers: [folder, join(folder, LOCK), join(folder, DATABASE)].some(isOpen),
    [Symbol.dispose]: () => lock.close(),
  }
}

/** One folder after the other: Node's own `recursive` never returns where a file system answers `ENOENT` to every attempt. */
const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return
  if (dirname(folder) !== folder) makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

/**
 * The folder may have been made by another hand, for all to read: its files are the owner's alone all the same. SQLite gives
 * the write-ahead log and its index the mode of the database; what an earlier release left open is closed too. A file that is
 * there is not opened: closing it again would end the locks that this process holds on it.
 */
const keepToOwner = (folder: string): void => {
  for (const name of [LOCK, DATABASE, `${DATABASE}-wal`, `${DATABASE}-shm`]) {
    const file = join(folder, name)
    if (existsSync(file)) close(file)
    else if (name === LOCK || name === DATABASE) closeSync(openSync(file, 'ax', 0o600))
  }
}

const isOpen = (path: string): boolean => (statSync(path).mode & 0o077) !== 0

/** Where a file system knows no owners, or another user owns the file, it stays as it is: that is warned of, and no reason not to start. */
const close = (file: string): void => {
  try {
    if (isOpen(file)) chmodSync(file, 0o600)
  } catch {}
}

const openLock = (folder: string): DatabaseSync => {
  let lock: DatabaseSync
  try {
    keepToOwner(folder)
    lock = new DatabaseSync(join(folder, LOCK), { timeout: 0 })
  } catch (error) {
    throw new DataUnusable(`cannot write in the folder ${folder}`, { cause: error })
  }
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    throw new DataUnusable(lockComplaint(folder, error), { cause: error })
  }
}

const SQLITE_BUSY = 5

const lockComplaint = (folder: string, error: unknown): string => {
  const errcode = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
  return errcode === SQLITE_BUSY ? `the folder ${folder} is in use by another Holdfast` : `cannot write in the folder ${folder}`
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown')
