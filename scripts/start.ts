/** `npm start`: builds the client if it is not of the sources that are here, then serves. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { readConfig } from '../server/config.ts'
import { hashSources, isUpToDate, markBuilt } from './sources.ts'

const root = join(import.meta.dirname, '..')
const sources = hashSources(root)
if (canBeFollowed() && !isUpToDate(root, sources)) {
  console.log('Building the client, once ...')
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const build = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' })
  if (build.status !== 0) {
    console.error('The client could not be built; nothing was started.')
    process.exit(1)
  }
  markBuilt(root, sources)
}
await import('../server/main.ts')

/** With a setting that cannot be followed nobody waits for a build: the server says at once which. */
function canBeFollowed(): boolean {
  try {
    readConfig(process.env)
    return true
  } catch {
    return false
  }
}
