import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { openAgreementPage } from './agreement-page.ts'
import { launchBrowser, type PhoneOptions } from './browser.ts'
import { type PairedPhones, readyPhones } from './ready-phones.ts'
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

/** One couple for the tests of one file, each of which writes in texts of its own. No test may leave a fault on a phone. */
export const agreementPhones = (options: Pick<PhoneOptions, 'keepsApp'> = {}): (() => AgreementPhones) => {
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

const openAgreementPhones = async (options: PhoneOptions): Promise<AgreementPhones> => {
  await using opening = new AsyncDisposableStack()
  const server = opening.use(await startTestServer())
  const network = opening.use(await startRecordingProxy(server.url))
  const browser = opening.adopt(await launchBrowser(), launched => launched.close())
  const { mei, jonas } = await readyPhones(browser, server.url, { mei: options, jonas: options, jonasUrl: network.url })
  const [a, b] = [mei.page, jonas.page]
  await Promise.all([openAgreementPage(a), openAgreementPage(b)])
  await a.getByText('Jonas is here').waitFor({ state: 'attached' })
  await b.getByText('Mei is here').waitFor({ state: 'attached' })
  const opened = opening.move()
  return { a, b, mei, jonas, browser, server, network, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}
