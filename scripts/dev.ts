/** `npm run dev`: the server, restarted when its files change, and vite with its own port for pages that change as they are written. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const commands = [['--watch', join(root, 'server/main.ts')], [join(root, 'node_modules/vite/bin/vite.js')]]
const running = commands.map(args => spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }))
const stop = (): void => {
  for (const child of running) child.kill()
}
for (const child of running) child.once('exit', stop)
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
