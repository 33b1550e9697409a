import { createHash } from 'node:crypto'
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the built client says what it was built from. */
const MARK = 'dist/.sources'
const SOURCES = ['client/**', 'shared/**', 'vite.config.ts', 'package-lock.json', 'tsconfig.json']

/** SHA-256 over names and contents of all that the client is built from: a file taken away counts too, a copied folder does not. */
export const hashSources = (root: string): string => {
  const hash = createHash('sha256')
  const files = SOURCES.flatMap(pattern => globSync(pattern, { cwd: root }))
  for (const file of files.sort()) {
    const path = join(root, file)
    if (statSync(path).isFile()) hash.update(`${file}\0`).update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

/** Whether the built client is of these sources. */
export const isUpToDate = (root: string, sources: string): boolean => {
  try {
    statSync(join(root, 'dist/index.html'))
    return readFileSync(join(root, MARK), 'utf8') === sources
  } catch {
    return false
  }
}

export const markBuilt = (root: string, sources: string): void => writeFileSync(join(root, MARK), sources)
