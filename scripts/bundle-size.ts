/**
 * How much JavaScript the home screen loads first: the entry, what it imports at once, what the page preloads, and the line to the
 * server, which follows at once. Fails over 150 KB gzip.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { z } from 'zod/mini'

/** Bytes, gzip. */
export const INITIAL_LIMIT = 150_000

const Manifest = z.record(
  z.string(),
  z.object({ file: z.string(), isEntry: z.optional(z.boolean()), imports: z.optional(z.array(z.string())) }),
)

/** A file of its own, so that the home screen is drawn before it; yet every home screen loads it. */
const LINE = '/node_modules/socket.io-client/'

export interface Chunk {
  file: string
  /** Bytes, gzip. */
  size: number
}

/** The chunks of the first load in a built client, largest first. */
export const initialChunks = (dist: string): Chunk[] => {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')))
  const files = new Set<string>()
  const add = (key: string): void => {
    const chunk = manifest[key]
    if (!chunk || files.has(chunk.file)) return
    files.add(chunk.file)
    chunk.imports?.forEach(add)
  }
  for (const [key, chunk] of Object.entries(manifest))
    if ((chunk.isEntry && key.endsWith('.html')) || key.includes(LINE)) add(key)
  const page = readFileSync(join(dist, 'index.html'), 'utf8')
  for (const [, file = ''] of page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)) files.add(file)
  return [...files]
    .filter(file => file.endsWith('.js'))
    .map(file => ({ file, size: gzipSync(readFileSync(join(dist, file))).length }))
    .sort((a, b) => b.size - a.size)
}

if (import.meta.main) {
  const dist = process.argv[2] ?? 'dist'
  if (!existsSync(join(dist, '.vite/manifest.json'))) throw new Error(`no built client in ${dist}: run npm run build`)
  const chunks = initialChunks(dist)
  const total = chunks.reduce((sum, { size }) => sum + size, 0)
  for (const { file, size } of chunks) console.log(`${String(size).padStart(7)}  ${file}`)
  console.log(`${String(total).padStart(7)}  in all, of ${INITIAL_LIMIT}`)
  if (total > INITIAL_LIMIT) process.exitCode = 1
}
