import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, openPhone } from '../support/browser.ts'
import { heading } from '../support/crisis-screens.ts'
import { joinSpace, makeSpace } from '../support/making.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

/** A condition over the network. */
const SOON = { timeout: 20_000 }
let server: TestServer
let browser: Browser
beforeAll(async () => {
  server = await startTestServer()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

test('[SCN9] a partner who joined is “your partner” with a question mark until their name is there', async () => {
  await using mei = await openPhone(browser, server.url)
  const { link } = await makeSpace(mei.page, 'Mei', '')
  await using jonas = await openPhone(browser, server.url)
  await jonas.context.route('**/api/space/seat', route => route.abort())
  await jonas.page.goto(link)
  await joinSpace(jonas.page)
  await mei.page.getByRole('status').filter({ hasText: 'Their phone has not said a name yet.' }).waitFor()
  await mei.page.goto(server.url)
  await heading(mei.page, /Mei/).waitFor()
  const waiting = mei.page.getByRole('status').filter({ hasText: 'Waiting for your partner' })
  expect(await waiting.textContent()).toMatch(/^M\?/)
  await mei.page.getByRole('heading', { name: 'Tap to send to your partner' }).waitFor()
  await mei.page.goto(`${server.url}/settings`)
  await mei.page.getByText("your partner's.").waitFor()

  await jonas.context.unroute('**/api/space/seat')
  await jonas.page.reload()
  await mei.page.goto(server.url)
  await mei.page.getByRole('heading', { name: 'Tap to send to Jonas' }).waitFor(SOON)
  const ready = mei.page.getByRole('status').filter({ hasText: 'Signals ready' })
  expect(await ready.textContent()).toMatch(/^MJ/)
})
