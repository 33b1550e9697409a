/**
 * From a press on one phone to the alert on the other, both on this machine, with the signal on disk before it is told: figures of this machine,
 * judged by nobody. Run after a build: `node tests/bench/press-to-alert.ts`.
 */
import { launchBrowser } from '../support/browser.ts'
import { alertOn, key, openNow, readAnswer } from '../support/crisis-screens.ts'
import { readyPhones } from '../support/ready-phones.ts'
import { startTestServer } from '../support/server.ts'
import { quantile } from './trace.ts'

/** More in a minute are a flood, and wait. */
const PRESSES = 12

await using server = await startTestServer()
const browser = await launchBrowser()
await using phones = await readyPhones(browser, server.url)
const [a, b] = [phones.mei.page, phones.jonas.page]
await Promise.all([openNow(a), openNow(b)])
const times: number[] = []
for (let press = 0; press < PRESSES; press++) {
  await b.evaluate(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('[role=alertdialog]')) return
      observer.disconnect()
      document.body.dataset['alertedAt'] = String(performance.timeOrigin + performance.now())
    }).observe(document.body, { childList: true, subtree: true })
  })
  const pressedAt = await key(a, 'Send Feather').evaluate((button: HTMLButtonElement) => {
    const now = performance.timeOrigin + performance.now()
    button.click()
    return now
  })
  await alertOn(b).waitFor()
  times.push((await b.evaluate(() => Number(document.body.dataset['alertedAt']))) - pressedAt)
  await key(b, 'Softer now.').click()
  await key(b, 'Done').click()
  await alertOn(b).waitFor({ state: 'detached' })
  await readAnswer(a)
}
const [median, slow] = [quantile(times, 0.5), quantile(times, 0.95)]
console.log(`press to alert, ${PRESSES} presses: median ${median.toFixed(0)} ms, p95 ${slow.toFixed(0)} ms`)
await browser.close()
