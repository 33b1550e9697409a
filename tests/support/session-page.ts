import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import type { SessionKeys } from '../../client/sync/session-keys.ts'

declare global {
  /** On the page that `buildSessionPage` makes. */
  var openSession: typeof import('../../client/sync/open-session.ts').openSession
  var session: SessionKeys
}

/** A folder with a page that has nothing but sessions on it: `openSession` as the app opens them, without any screen. */
export const buildSessionPage = async (): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'holdfast-page-'))
  const source = join(import.meta.dirname, '../../client/sync/open-session.ts')
  await writeFile(join(root, 'index.html'), '<!doctype html><title>Session</title><script type="module" src="/main.js"></script>')
  await writeFile(
    join(root, 'main.js'),
    `import { openSession } from ${JSON.stringify(source)}\nglobalThis.openSession = openSession\n`,
  )
  const outDir = join(root, 'dist')
  await build({ root, configFile: false, logLevel: 'error', build: { outDir, target: 'es2022', assetsInlineLimit: 0 } })
  return outDir
}

/** Opens a profile's session on the page, as `session`; resolves when local storage was read. */
export const openOnPage = async (page: Page, profile: 'own' | 'sample-a' | 'sample-b' = 'own'): Promise<void> => {
  await page.waitForFunction(() => 'openSession' in globalThis)
  await page.evaluate(async name => {
    globalThis.session = await openSession(name)
  }, profile)
}

/** Waits, told by the session, until its state holds all these values (compared as JSON, paths with dots). */
export const untilOnPage = (page: Page, wanted: Record<string, unknown>): Promise<void> =>
  page.evaluate(expected => {
    const at = (value: unknown, path: string): unknown =>
      path.split('.').reduce<unknown>((now, key) => (now as Record<string, unknown> | null | undefined)?.[key], value)
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => {
      const state = session.state()
      if (Object.entries(expected).every(([path, value]) => JSON.stringify(at(state, path)) === JSON.stringify(value))) resolve()
    }
    session.subscribe(look)
    look()
    return promise
  }, wanted)

/** Everything in every local database whose name begins so, as one comparable text. */
export const dumpDatabases = (page: Page, prefix: string): Promise<string> =>
  page.evaluate(async start => {
    const done = <T>(request: IDBRequest<T>) => {
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
      return promise
    }
    const dump: unknown[] = []
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith(start)) continue
      const database = await done(indexedDB.open(name))
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store)
        dump.push([name, store, await done(all.getAllKeys()), await done(all.getAll())])
      }
      database.close()
    }
    return JSON.stringify(dump)
  }, prefix)
