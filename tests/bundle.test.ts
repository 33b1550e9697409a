import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { INITIAL_LIMIT, initialChunks } from '../scripts/bundle-size.ts'

const sizeOf = (dist: string): number => initialChunks(dist).reduce((sum, { size }) => sum + size, 0)

test('[SCR1] the home screen’s first JavaScript is at most 150 KB gzip', () => {
  expect(existsSync('dist/.vite/manifest.json'), 'a built client in dist: npm run build').toBe(true)
  const size = sizeOf('dist')
  const counted = initialChunks('dist').map(({ file }) => readFileSync(join('dist', file), 'utf8'))
  expect(
    counted.filter(code => code.includes('EIO')),
    'the line to the server is among what counts',
  ).toHaveLength(1)
  expect(size).toBeGreaterThan(INITIAL_LIMIT / 2)
  expect(size).toBeLessThanOrEqual(INITIAL_LIMIT)
})

test('[SCR1] what the entry imports at once, what the page preloads and the line to the server count, what comes late does not', () => {
  const dist = mkdtempSync(join(tmpdir(), 'holdfast-dist-'))
  mkdirSync(join(dist, '.vite'))
  mkdirSync(join(dist, 'assets'))
  const noise = (seed: number) =>
    Array.from({ length: 40_000 }, (_, at) => ((at * 7919 + seed * 104_729) % 65_521).toString(36)).join('')
  for (const [at, name] of ['entry', 'imported', 'preloaded', 'line', 'late'].entries())
    writeFileSync(join(dist, `assets/${name}.js`), noise(at))
  writeFileSync(join(dist, 'index.html'), '<link rel="modulepreload" href="/assets/preloaded.js">')
  const line = '../node_modules/socket.io-client/build/esm/index.js'
  const manifest = {
    'index.html': { file: 'assets/entry.js', isEntry: true, imports: ['_imported.js'], dynamicImports: [line, 'late.ts'] },
    '_imported.js': { file: 'assets/imported.js' },
    [line]: { file: 'assets/line.js' },
    'late.ts': { file: 'assets/late.js' },
  }
  writeFileSync(join(dist, '.vite/manifest.json'), JSON.stringify(manifest))
  try {
    expect(
      initialChunks(dist)
        .map(({ file }) => file)
        .sort(),
    ).toEqual(['assets/entry.js', 'assets/imported.js', 'assets/line.js', 'assets/preloaded.js'])
    expect(sizeOf(dist)).toBeGreaterThan(INITIAL_LIMIT)
  } finally {
    rmSync(dist, { recursive: true })
  }
})
