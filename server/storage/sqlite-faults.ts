/** SQLite's primary result codes (https://sqlite.org/rescode.html) that speak of the file, not of the statement. */
const BUSY = 5
const NO_MEMORY = 7
const READ_ONLY = 8
const IO_ERROR = 10
const CORRUPT = 11
const FULL = 13
const CANNOT_OPEN = 14
const NOT_A_DATABASE = 26

const primaryCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined

const oneOf = (codes: number[], error: unknown): boolean => codes.includes(primaryCode(error) ?? -1)

/** The file cannot be read as a database. */
export const isDamage = (error: unknown): boolean => oneOf([CORRUPT, NOT_A_DATABASE], error)

/** The disk is full, gone, read-only or damaged, or memory is short: nothing the statement could have done otherwise. */
export const isStorageFault = (error: unknown): boolean =>
  oneOf([BUSY, NO_MEMORY, READ_ONLY, IO_ERROR, CORRUPT, FULL, CANNOT_OPEN, NOT_A_DATABASE], error)
