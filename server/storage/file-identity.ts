import { statSync } from 'node:fs'

/** The database was removed, replaced or moved while this process had it open. */
export class DatabaseGone extends Error {
  override readonly name = 'DatabaseGone'
}

/**
 * Whether the files at these paths are still those that are there now. A file that was removed or replaced under a running
 * server takes every write and keeps none of it past the end of the process. Throws what `stat` throws when one is missing now.
 */
export const stillThere = (paths: string[]): (() => boolean) => {
  const known = paths.map(path => ({ path, identity: identityOf(path) }))
  return () =>
    known.every(({ path, identity }) => {
      try {
        return identityOf(path) === identity
      } catch {
        return false
      }
    })
}

const identityOf = (path: string): string => {
  const { dev, ino } = statSync(path, { bigint: true })
  return `${dev}:${ino}`
}
