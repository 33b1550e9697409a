import type { Browser, Page } from 'playwright-core'
import { openPhone, type Phone, type PhoneOptions } from './browser.ts'

/** Opens a phone at an address, or hands on one that a test before has used, as if it were new. */
export type OpenPhone = (browser: Browser, url: string, options?: PhoneOptions) => Promise<Phone>

export interface KeptPhones extends AsyncDisposable {
  open: OpenPhone
}

/**
 * The phones of one file's tests: to open one costs as much as a test does with it. Each test's are emptied of all that a page can
 * store before the next has them, and nothing of the app runs meanwhile. What a test puts into a page for good (a script at its start,
 * a route of its socket) stays there: such a phone must be opened by itself.
 */
export const keptPhones = (): KeptPhones => {
  const free: { phone: Phone; keepsApp: boolean }[] = []
  const open: OpenPhone = async (browser, url, options = {}) => {
    const keepsApp = options.keepsApp ?? false
    const place = free.findIndex(one => one.keepsApp === keepsApp)
    const [kept] = place < 0 ? [] : free.splice(place, 1)
    const phone = kept?.phone ?? (await openPhone(browser, url, options))
    if (kept) await asNew(phone.page, url, options)
    return { ...phone, [Symbol.asyncDispose]: () => putBack(phone, keepsApp) }
  }
  const putBack = async (phone: Phone, keepsApp: boolean): Promise<void> => {
    const { context, page } = phone
    if (page.isClosed()) return phone[Symbol.asyncDispose]()
    for (const other of context.pages()) if (other !== page) await other.close()
    await context.setOffline(false)
    await page.unrouteAll()
    await context.unrouteAll()
    await page.goto('about:blank')
    phone.faults.splice(0)
    free.push({ phone, keepsApp })
  }
  return {
    open,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(free.splice(0).map(({ phone }) => phone[Symbol.asyncDispose]()))
    },
  }
}

const asNew = async (page: Page, url: string, { width, height, dark, reducedMotion }: PhoneOptions): Promise<void> => {
  await Promise.all([
    page.setViewportSize({ width: width ?? 390, height: height ?? 844 }),
    page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: reducedMotion ? 'reduce' : 'no-preference' }),
  ])
  await page.goto(url)
  await page.evaluate(async () => {
    const gone = (await indexedDB.databases()).map(({ name = '' }) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const request = indexedDB.deleteDatabase(name)
      request.onsuccess = () => resolve()
      request.onerror = () => reject(request.error)
      return promise
    })
    await Promise.all(gone)
    localStorage.clear()
    sessionStorage.clear()
  })
}
