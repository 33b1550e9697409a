import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { alertOn } from '../support/crisis-screens.ts'
import { phoneOf } from '../support/ready-phones.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { lighthouse, openCouple, until } from '../support/sessions.ts'

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

test('[SES16] a page that missed 250 events, and gets 150 more at once, opens without a fault and shows the alert', async () => {
  await using couple = await openCouple(server.url, { names: ['Mei', 'Jonas'] })
  const mei = couple.a
  await using jonas = await phoneOf(browser, server.url, couple.b)

  const signals = async (count: number, word: string) => {
    await Promise.all(Array.from({ length: count }, () => mei.session.sendSignal({ ...lighthouse, word })))
    await until(mei.session, state => state.unsent === 0)
  }
  await jonas.page.goto('about:blank')
  await signals(250, 'Harbour')
  await jonas.page.goto(`${server.url}/agreement`)
  await alertOn(jonas.page).getByText('Mei sent Harbour').waitFor()
  await until(mei.session, state => state.signals.some(signal => signal.state === 'reached'))

  await signals(150, 'Reef')
  await alertOn(jonas.page).getByText('Mei sent Reef').waitFor()
  expect(jonas.faults).toEqual([])
})
