/**
 * From a cold start without a network to a signal in the outbox, on a processor slowed down four times: figures of this machine, judged
 * by nobody. Run after a build: `node tests/bench/cold-signal.ts`.
 */
import type { Page } from 'playwright-core'
import { launchBrowser } from '../support/browser.ts'
import { key } from '../support/crisis-screens.ts'
import { readyPhones } from '../support/ready-phones.ts'
import { startTestServer } from '../support/server.ts'

const RUNS = 5
const SLOWER = 4

/** Presses the first signal as soon as it can be, and says when it lay in the outbox, ms since the page was asked for. */
const pressAtOnce = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const stored = IDBDatabase.prototype.transaction
    IDBDatabase.prototype.transaction = function (...args: Parameters<typeof stored>) {
      const transaction = stored.apply(this, args)
      const isPress = 'keyAt' in window && args[1] === 'readwrite' && [args[0]].flat().includes('outbox')
      if (isPress) transaction.addEventListener('complete', () => Object.assign(window, { inOutboxAt: performance.now() }))
      return transaction
    }
    const watch = new MutationObserver(() => {
      const first = [...document.querySelectorAll('button')].find(button => button.textContent?.startsWith('Send '))
      if (!first || first.disabled) return
      watch.disconnect()
      Object.assign(window, { keyAt: performance.now() })
      first.click()
    })
    watch.observe(document, { childList: true, subtree: true })
  })
}

const server = await startTestServer()
const browser = await launchBrowser()
const phones = await readyPhones(browser, server.url, { mei: { keepsApp: true } })
const { context, page } = phones.mei
await page.goto(server.url)
await key(page, 'Send Lighthouse').waitFor()
await page.close()
await context.setOffline(true)
for (let run = 1; run <= RUNS; run += 1) {
  const cold = await context.newPage()
  const devtools = await context.newCDPSession(cold)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await pressAtOnce(cold)
  await cold.goto(server.url, { waitUntil: 'commit' })
  await cold.waitForFunction(() => 'inOutboxAt' in window)
  const { key: keyAt, stored } = await cold.evaluate(() => ({
    key: Reflect.get(window, 'keyAt'),
    stored: Reflect.get(window, 'inOutboxAt'),
  }))
  console.log(`${run}: key after ${Math.round(keyAt)} ms, in the outbox after ${Math.round(stored)} ms`)
  await cold.close()
}
await phones[Symbol.asyncDispose]()
await browser.close()
await server[Symbol.asyncDispose]()
