import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { launchBrowser, type Phone, type PhoneOptions } from './browser.ts'
import { alertOn, backToNow, openNow } from './crisis-screens.ts'
import { type KeptPhones, keptPhones } from './kept-phones.ts'
import { type PageTime, pageTime } from './page-time.ts'
import { alonePhone, meisPhone, type PairedPhones, type PairOptions, readyPhones } from './ready-phones.ts'
import { startTestServer, type TestServer } from './server.ts'

export interface CrisisPhones extends PairedPhones {
  /** Mei's page and Jonas's. */
  a: Page
  b: Page
}

export interface CrisisStage {
  /** The server's time, as it is outside when a test begins; with the one couple it goes on. */
  time: PageTime
  /**
   * The phones of a new couple, both on Now, connected, as if nobody had used them. A test fails if either had a fault. Whoever puts
   * into a page what stays (a script at its start, a route of its socket) has phones of its own by `open`.
   */
  bothOnNow(options?: PairOptions): Promise<CrisisPhones>
  /**
   * The couple that goes from test to test of the file, both on Now, connected. Each test answers what it sends and ends its pauses;
   * the stage brings both back to Now, and after a test that failed the next has a new couple.
   */
  sameCouple(): Promise<CrisisPhones>
  /** Mei's page on Now, where nobody looks at Jonas's phone, which is put away. */
  meiOnNow(options?: Pick<PairOptions, 'mei' | 'open' | 'before'>): Promise<{ mei: Phone; a: Page }>
  /** Mei's page on Now while nobody has joined yet. */
  alone(options?: PhoneOptions): Promise<Page>
  /** For phones that reach another server. */
  browser(): Browser
}

interface StageOptions {
  /** `time.forward` and `time.stop` move the pages as well. */
  pageClocks?: boolean
  /** Nothing moves by itself on the couple's phones: to draw the pacer costs more than all that a test of a pause does. */
  still?: boolean
  /** Of the couple that goes from test to test. */
  couple?: PairOptions
}

/** A server and a browser for the tests of one file. */
export const crisisStage = ({
  pageClocks = false,
  still = false,
  couple: coupleOptions = {},
}: StageOptions = {}): CrisisStage => {
  const time = pageTime()
  let server: TestServer
  let browser: Browser
  let kept: KeptPhones
  /** Closed after each test. */
  let opened: AsyncDisposableStack
  let couple: CrisisPhones | null = null
  beforeAll(async () => {
    server = await startTestServer({ now: time.now })
    browser = await launchBrowser()
    kept = keptPhones()
    opened = new AsyncDisposableStack()
  })
  afterEach(async ({ task }) => {
    const [used, failed] = [opened, task.result?.state === 'fail']
    opened = new AsyncDisposableStack()
    if (failed) await partFrom(couple)
    if (!couple) time.reset()
    await used.disposeAsync()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.[Symbol.asyncDispose]()
  })

  const partFrom = async (phones: CrisisPhones | null): Promise<void> => {
    couple = null
    await phones?.[Symbol.asyncDispose]()
  }
  const withoutFaults = (...phones: Phone[]) =>
    opened.defer(() => {
      expect(phones.flatMap(phone => phone.faults.splice(0))).toEqual([])
    })
  const openCouple = async (options: PairOptions): Promise<CrisisPhones> => {
    const as = (phone?: PhoneOptions): PhoneOptions => ({ reducedMotion: still, ...phone })
    const phones = await readyPhones(browser, server.url, {
      open: kept.open,
      ...options,
      mei: as(options.mei),
      jonas: as(options.jonas),
    })
    const [a, b] = [phones.mei.page, phones.jonas.page]
    // Before the app loads: a timer of the browser's own could not be cleared by a page that has another clock since.
    if (pageClocks) await Promise.all([a, b].map(page => page.clock.install({ time: time.now() })))
    await Promise.all([openNow(a), openNow(b)])
    return { ...phones, a, b }
  }
  const bothOnNow = async (options: PairOptions = {}): Promise<CrisisPhones> => {
    const phones = opened.use(await openCouple(options))
    withoutFaults(phones.mei, phones.jonas)
    return phones
  }
  const sameCouple = async (): Promise<CrisisPhones> => {
    couple ??= await openCouple(coupleOptions)
    const { mei, jonas, a, b } = couple
    withoutFaults(mei, jonas)
    opened.defer(async () => {
      if (couple?.a === a) await Promise.all([a, b].map(leftAsFound))
    })
    await time.goOn(a, b)
    return couple
  }
  const meiOnNow = async (options: Pick<PairOptions, 'mei' | 'open' | 'before'> = {}) => {
    const mei = opened.use(await meisPhone(browser, server.url, { open: kept.open, ...options }))
    withoutFaults(mei)
    await openNow(mei.page)
    return { mei, a: mei.page }
  }
  const alone = async (options?: PhoneOptions): Promise<Page> => {
    const phone = opened.use(await alonePhone(browser, server.url, options))
    withoutFaults(phone)
    await phone.page.goto(new URL('/', phone.page.url()).href)
    return phone.page
  }
  return { time, bothOnNow, sameCouple, meiOnNow, alone, browser: () => browser }
}

const leftAsFound = async (page: Page): Promise<void> => {
  expect(await alertOn(page).count(), 'what a test leaves over the screen').toBe(0)
  await page.setViewportSize({ width: 390, height: 844 })
  await backToNow(page)
}
