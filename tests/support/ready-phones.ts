import type { Browser, Page } from 'playwright-core'
import type { LocalState } from '../../client/sync/local.ts'
import { LOCAL_VERSION, makeLocalStores } from '../../client/sync/local-idb.ts'
import { openPhone, type Phone, type PhoneOptions } from './browser.ts'
import type { OpenPhone } from './kept-phones.ts'
import { type Couple, type Phone as Device, invite, openCouple, openPhone as openDevice, succeed, until } from './sessions.ts'

const LABEL = 'Linux, Chrome'
const DATABASE = 'holdfast-own'
/** A page of the same origin that loads nothing of the app. */
export const BLANK = '/plain.html'

export interface PairedPhones extends AsyncDisposable {
  /** Mei's, who made the space. */
  mei: Phone
  /** Jonas's, who was invited. */
  jonas: Phone
}

export interface PairOptions {
  mei?: PhoneOptions
  jonas?: PhoneOptions
  /** Where Jonas reaches the server, if by another way than Mei. */
  jonasUrl?: string
  /** What the couple did before their phones were opened, by its real sessions. */
  before?: (couple: Couple) => Promise<void>
  /** Where the phones come from: new ones, unless said. */
  open?: OpenPhone
}

/**
 * Two phones in one space, for tests that are about what comes after pairing: the couple pairs by the app's own sessions outside
 * a browser, and each phone gets the storage of one of them. Pairing on the screens is proved where it is the subject. The app is
 * loaded by whoever goes to a screen of it.
 */
export const readyPhones = async (browser: Browser, url: string, options: PairOptions = {}): Promise<PairedPhones> => {
  const open = options.open ?? openPhone
  const [[meiKept, jonasKept], mei, jonas] = await Promise.all([
    pairedStorage(url, options.before),
    open(browser, url + BLANK, options.mei),
    open(browser, (options.jonasUrl ?? url) + BLANK, options.jonas),
  ])
  await Promise.all([moveIn(mei.page, meiKept, options.mei), moveIn(jonas.page, jonasKept, options.jonas)])
  return {
    mei,
    jonas,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([mei[Symbol.asyncDispose](), jonas[Symbol.asyncDispose]()])
    },
  }
}

/** Mei's phone alone, for tests that look at no other: Jonas's is put away once they have paired. */
export const meisPhone = async (
  browser: Browser,
  url: string,
  options: Omit<PairOptions, 'jonas' | 'jonasUrl'>,
): Promise<Phone> => {
  const open = options.open ?? openPhone
  const [[kept], phone] = await Promise.all([pairedStorage(url, options.before), open(browser, url + BLANK, options.mei)])
  await moveIn(phone.page, kept, options.mei)
  return phone
}

const pairedStorage = async (url: string, before?: PairOptions['before']): Promise<[LocalState, LocalState]> => {
  await using couple = await openCouple(url, { a: { label: LABEL }, b: { label: LABEL }, names: ['Mei', 'Jonas'] })
  await before?.(couple)
  return [await keptBy(couple.a), await keptBy(couple.b)]
}

/** What a device has stored once it has kept its words and knows every device of the space. */
const keptBy = async ({ session, store }: Device): Promise<LocalState> => {
  await session.confirmWords()
  await until(
    session,
    ({ wordsUnconfirmed, phase, devices }) =>
      !wordsUnconfirmed &&
      devices.length === (phase === 'paired' ? 2 : 1) &&
      devices.every(device => device.certified && device.label),
  )
  return store.read()
}

/** Mei's phone in a space that nobody has joined yet, and the link that invites Jonas. */
export const alonePhone = async (browser: Browser, url: string, options?: PhoneOptions): Promise<Phone & { link: string }> => {
  await using device = await openDevice(url, { label: LABEL })
  await succeed(device.session.createSpace({ name: 'Mei', partnerName: 'Jonas' }))
  const link = `${url}/join${await invite(device.session)}`
  const phone = await openPhone(browser, url + BLANK, options)
  await moveIn(phone.page, await keptBy(device), options)
  return { ...phone, link }
}

/** The phone of a device that was outside a browser until now. */
export const phoneOf = async (browser: Browser, url: string, device: Device): Promise<Phone> => {
  const phone = await openPhone(browser, url + BLANK)
  await moveIn(phone.page, await keptBy(device))
  await device[Symbol.asyncDispose]()
  return phone
}

/** Puts what a session kept into the database that the app will open, before it is loaded. */
const moveIn = async (page: Page, kept: LocalState, options: PhoneOptions = {}): Promise<void> => {
  await page.evaluate(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('${DATABASE}', ${LOCAL_VERSION})
    opening.onupgradeneeded = ({ oldVersion }) => (${makeLocalStores})(opening.result, oldVersion, opening.transaction)
    opening.onsuccess = () => resolve(opening.result.close())
    opening.onerror = () => reject(opening.error)
  })`)
  await page.evaluate(
    async ({ name, identity, log, cache }) => {
      const done = <T>(request: IDBRequest<T>) => {
        const { promise, resolve, reject } = Promise.withResolvers<T>()
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
        return promise
      }
      const database = await done(indexedDB.open(name))
      const writing = database.transaction(['identity', 'log', 'cache'], 'readwrite')
      const puts = [
        writing.objectStore('identity').put(identity, 'me'),
        ...log.map(record => writing.objectStore('log').put(record, record.event.seq)),
        ...cache.map(([key, value]) => writing.objectStore('cache').put(value, key)),
      ]
      await Promise.all(puts.map(put => done<IDBValidKey>(put)))
      database.close()
    },
    { ...kept, cache: [...kept.cache], name: DATABASE },
  )
  if (!options.keepsApp) return
  await page.goto(new URL('/', page.url()).href)
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
}
