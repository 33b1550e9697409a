import type { Browser, Page } from 'playwright-core'
import type { LocalState } from '../../client/sync/local.ts'
import { openPhone } from './browser.ts'
import type { PairedPhones, PairOptions } from './pair-phones.ts'
import { openCouple, until } from './sessions.ts'

const LABEL = 'Linux, Chrome'

/**
 * Two phones in one space, for tests that are about what comes after pairing: the couple pairs by the app's own sessions outside
 * a browser, and each phone's page gets the storage of one of them. Pairing on the screens is proved where it is the subject.
 */
export const readyPhones = async (browser: Browser, url: string, options: PairOptions = {}): Promise<PairedPhones> => {
  const [[meiKept, jonasKept], mei, jonas] = await Promise.all([
    pairedStorage(url),
    openPhone(browser, url, options.mei),
    openPhone(browser, options.jonasUrl ?? url, options.jonas),
  ])
  await Promise.all([moveIn(mei.page, meiKept), moveIn(jonas.page, jonasKept)])
  return {
    mei,
    jonas,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([mei[Symbol.asyncDispose](), jonas[Symbol.asyncDispose]()])
    },
  }
}

const pairedStorage = async (url: string): Promise<[LocalState, LocalState]> => {
  await using couple = await openCouple(url, { a: { label: LABEL }, b: { label: LABEL }, names: ['Mei', 'Jonas'] })
  for (const { session } of [couple.a, couple.b]) {
    await session.confirmWords()
    await until(
      session,
      state =>
        !state.wordsUnconfirmed && state.devices.length === 2 && state.devices.every(device => device.certified && device.label),
    )
  }
  return [await couple.a.store.read(), await couple.b.store.read()]
}

/** Puts what a session kept into the database that the app has made, and loads the app anew. */
const moveIn = async (page: Page, kept: LocalState): Promise<void> => {
  await page.getByRole('button', { name: 'Make our space' }).waitFor()
  await page.evaluate(
    async ({ identity, log, cache }) => {
      const done = <T>(request: IDBRequest<T>) => {
        const { promise, resolve, reject } = Promise.withResolvers<T>()
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
        return promise
      }
      const database = await done(indexedDB.open('holdfast-own'))
      const writing = database.transaction(['identity', 'log', 'cache'], 'readwrite')
      const puts = [
        writing.objectStore('identity').put(identity, 'me'),
        ...log.map(record => writing.objectStore('log').put(record, record.event.seq)),
        ...cache.map(([key, value]) => writing.objectStore('cache').put(value, key)),
      ]
      await Promise.all(puts.map(put => done<IDBValidKey>(put)))
      database.close()
    },
    { ...kept, cache: [...kept.cache] },
  )
  // A phone that has had the app for a while keeps all of it, also for when the network goes.
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await page.goto(new URL('/', page.url()).href)
}
