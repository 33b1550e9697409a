import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { launchBrowser, type Phone, type PhoneOptions } from './browser.ts'
import { openNow } from './crisis-screens.ts'
import { type PageTime, pageTime } from './page-time.ts'
import { alonePhone, type PairedPhones, type PairOptions, readyPhones } from './ready-phones.ts'
import { startTestServer, type TestServer } from './server.ts'

export interface CrisisPhones extends PairedPhones {
  /** Mei's page and Jonas's. */
  a: Page
  b: Page
}

export interface CrisisStage {
  /** The server's time, as it is outside when a test begins. */
  time: PageTime
  /** The phones of a new couple, both on Now, connected. Closed after the test, which fails if either had a fault. */
  bothOnNow(options?: PairOptions): Promise<CrisisPhones>
  /** Mei's page on Now while nobody has joined yet. */
  alone(options?: PhoneOptions): Promise<Page>
  /** For phones that reach another server. */
  browser(): Browser
}

/** A server and a browser for the tests of one file. `pageClocks`: `time.forward` and `time.stop` move the pages as well. */
export const crisisStage = ({ pageClocks = false } = {}): CrisisStage => {
  const time = pageTime()
  let server: TestServer
  let browser: Browser
  let opened: AsyncDisposableStack
  beforeAll(async () => {
    server = await startTestServer({ now: time.now })
    browser = await launchBrowser()
    opened = new AsyncDisposableStack()
  })
  afterEach(async () => {
    const used = opened
    opened = new AsyncDisposableStack()
    time.reset()
    await used.disposeAsync()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.[Symbol.asyncDispose]()
  })

  const withoutFaults = (...phones: Phone[]) =>
    opened.defer(() => {
      expect(phones.flatMap(phone => phone.faults)).toEqual([])
    })
  const bothOnNow = async (options: PairOptions = {}): Promise<CrisisPhones> => {
    const phones = opened.use(await readyPhones(browser, server.url, options))
    withoutFaults(phones.mei, phones.jonas)
    const [a, b] = [phones.mei.page, phones.jonas.page]
    // Before the app loads: a timer of the browser's own could not be cleared by a page that has another clock since.
    if (pageClocks) await Promise.all([a.clock.install(), b.clock.install()])
    await Promise.all([openNow(a), openNow(b)])
    return { ...phones, a, b }
  }
  const alone = async (options?: PhoneOptions): Promise<Page> => {
    const phone = opened.use(await alonePhone(browser, server.url, options))
    withoutFaults(phone)
    await phone.page.goto(new URL('/', phone.page.url()).href)
    return phone.page
  }
  return { time, bothOnNow, alone, browser: () => browser }
}
