import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { openAgreementPage } from './agreement-page.ts'
import { launchBrowser } from './browser.ts'
import { BLANK, type PairedPhones, readyPhones } from './ready-phones.ts'
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts'
import { startTestServer, type TestServer } from './server.ts'

export interface AgreementPhones extends PairedPhones {
  /** Mei's page and Jonas's, both with the agreement open. */
  a: Page
  b: Page
  browser: Browser
  server: TestServer
  /** The way of Jonas's phone to the server. */
  network: RecordingProxy
}

interface AgreementPhonesOptions {
  /** The app's own files may be kept on both phones, or on Jonas's alone, so that it loads without a network. */
  keepsApp?: boolean
  jonasKeepsApp?: boolean
  /** Neither page opens the app before a test does. */
  startsAway?: boolean
}

/** One couple for the tests of one file, each of which writes in texts of its own. No test may leave a fault on a phone. */
export const agreementPhones = (options: AgreementPhonesOptions = {}): (() => AgreementPhones) => {
  let phones: AgreementPhones
  beforeAll(async () => {
    phones = await openAgreementPhones(options)
  })
  afterEach(() => {
    expect([...phones.mei.faults.splice(0), ...phones.jonas.faults.splice(0)]).toEqual([])
  })
  afterAll(() => phones?.[Symbol.asyncDispose]())
  return () => phones
}

const openAgreementPhones = async ({
  keepsApp = false,
  jonasKeepsApp = keepsApp,
  startsAway = false,
}: AgreementPhonesOptions): Promise<AgreementPhones> => {
  await using opening = new AsyncDisposableStack()
  const server = opening.use(await startTestServer())
  const network = opening.use(await startRecordingProxy(server.url))
  const browser = opening.adopt(await launchBrowser(), launched => launched.close())
  const { mei, jonas } = await readyPhones(browser, server.url, {
    mei: { keepsApp },
    jonas: { keepsApp: jonasKeepsApp },
    jonasUrl: network.url,
  })
  const [a, b] = [mei.page, jonas.page]
  await (startsAway ? Promise.all([goAway(a), goAway(b)]) : bothInAgreement(a, b))
  const opened = opening.move()
  return { a, b, mei, jonas, browser, server, network, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

const bothInAgreement = async (a: Page, b: Page): Promise<void> => {
  await Promise.all([openAgreementPage(a), openAgreementPage(b)])
  await a.getByText('Jonas is here').waitFor({ state: 'attached' })
  await b.getByText('Mei is here').waitFor({ state: 'attached' })
}

/** To a page of the same address that runs nothing of the app. */
export const goAway = async (page: Page): Promise<void> => void (await page.goto(new URL(BLANK, page.url()).href))
