import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hashSources, isUpToDate, markBuilt } from '../scripts/sources.ts'
import { temporaryFolder } from './support/server.ts'

test('[SRV11] the client is built anew when a source was changed, added or taken away, or the build is gone; else not', async () => {
  const root = await temporaryFolder()
  for (const folder of ['client/features', 'shared', 'dist', 'server']) mkdirSync(join(root, folder), { recursive: true })
  const write = (file: string, text: string) => writeFileSync(join(root, file), text)
  write('client/main.tsx', 'one')
  write('shared/pause.ts', 'one')
  write('vite.config.ts', 'one')
  const build = () => {
    write('dist/index.html', '')
    markBuilt(root, hashSources(root))
  }
  const stale = () => !isUpToDate(root, hashSources(root))

  expect(stale()).toBe(true)
  build()
  expect(stale()).toBe(false)
  write('server/main.ts', 'two')
  write('client/main.tsx', 'one')
  expect(stale()).toBe(false)
  const changes = [
    () => write('client/main.tsx', 'two'),
    () => write('shared/pause.ts', 'two'),
    () => write('vite.config.ts', 'two'),
    () => write('package-lock.json', 'two'),
    () => write('client/features/new.ts', ''),
    () => rmSync(join(root, 'client/features/new.ts')),
    () => rmSync(join(root, 'dist/index.html')),
  ]
  for (const change of changes) {
    change()
    expect(stale()).toBe(true)
    build()
    expect(stale()).toBe(false)
  }
  rmSync(root, { recursive: true })
})

test('[SRV11] what is built keeps the app on the phone, whatever the environment of the build is called', async () => {
  const dist = await temporaryFolder()
  const vite = join(import.meta.dirname, '../node_modules/vite/bin/vite.js')
  const env = { ...process.env, NODE_ENV: 'test' }
  const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'error', '--outDir', dist], { env, encoding: 'utf8' })
  expect(built.status, built.stderr).toBe(0)
  const files = readdirSync(join(dist, 'assets')).filter(file => file.endsWith('.js'))
  const code = files.map(file => readFileSync(join(dist, 'assets', file), 'utf8')).join('')
  expect(code.includes('serviceWorker.register')).toBe(true)
  expect(code.includes('Download the React DevTools')).toBe(false)
  rmSync(dist, { recursive: true })
})
