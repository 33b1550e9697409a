import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { alertOn, heading, key, openNow } from '../support/crisis-screens.ts'
import { look } from '../support/look.ts'
import { pageTime } from '../support/page-time.ts'
import { readyPhones } from '../support/ready-phones.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const FLOOR_MS = 20 * 60_000
const time = pageTime()
let server: TestServer
let browser: Browser
beforeAll(async () => {
  server = await startTestServer({ now: time.now })
  browser = await launchBrowser()
})
afterEach(() => time.reset())
afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

test.each([
  { width: 390, height: 844 },
  { width: 320, height: 640 },
])('[SCS9] on Help a waiting signal and a waiting phrase stand one below the other, at $width x $height', async jonas => {
  await using phones = await readyPhones(browser, server.url, { jonas })
  const [a, b] = [phones.mei.page, phones.jonas.page]
  // Before the app loads: a timer of the browser's own could not be cleared by a page that has another clock since.
  await Promise.all([a.clock.install(), b.clock.install()])
  await Promise.all([openNow(a), openNow(b)])
  await key(a, 'Pause us now').click()
  await heading(b, /^Back at/).waitFor()
  await time.forward(FLOOR_MS, a, b)
  for (const page of [a, b]) await key(page, "I'm back").click()
  await heading(b, "You're both back.").waitFor()
  await b.getByRole('link', { name: 'Help' }).click()
  await heading(b, 'Help').waitFor()
  await key(a, 'We are okay').click()
  await key(a, 'Done').click()
  await key(a, 'Send Lighthouse').click()

  const line = (text: RegExp) => b.getByRole('status').filter({ hasText: text })
  const [phrase, signal] = [line(/^Mei said something/), line(/^Mei sent Lighthouse\. It is waiting for you\./)]
  await signal.waitFor()
  await phrase.waitFor()
  const boxOf = async (of: typeof signal) => (await of.boundingBox()) ?? { y: Number.NaN, height: 0 }
  for (const top of [0, 100_000]) {
    await b.evaluate(y => scrollTo(0, y), top)
    const [first, second] = [await boxOf(phrase), await boxOf(signal)]
    expect(first.y + first.height).toBeLessThanOrEqual(second.y)
    expect(second.y + second.height).toBeLessThanOrEqual(jonas.height)
  }
  expect(await look(b)).toEqual([])
  await signal.getByRole('button', { name: 'See it' }).click()
  await alertOn(b).last().getByRole('heading', { name: "I'm flooded. Stay near." }).waitFor()
  expect([...phones.mei.faults, ...phones.jonas.faults]).toEqual([])
})
