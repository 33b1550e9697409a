/**
 * How a large agreement opens and is written in: 200 clauses as long as they may be, of 2 KB each, 5,000 edits of history, and then 10,000
 * further edits in 1,000 visits. Prints figures and judges nothing: they are of the machine it runs on. Times are the processor
 * time of the page's main thread (`tdur` of the browser's own trace), so that what else the machine does counts little; where a
 * figure is wall time it says so. `node tests/bench/agreement-size.ts` after `npm run build`; `--short` without the second part.
 */
import type { Page } from 'playwright-core'
import { launchBrowser } from '../support/browser.ts'
import { LONG_WORDS, openLargeWriter } from '../support/large-agreement.ts'
import { alonePhone } from '../support/ready-phones.ts'
import { startTestServer } from '../support/server.ts'
import { openPhone, succeed, until } from '../support/sessions.ts'
import { type MainThread, quantile, traced } from './trace.ts'

const KEYS = 100
const KEY_EVERY_MS = 120

/** A fixed piece of work: how busy the machine is shows in what it costs, and the figures above and below it grow alike. */
const reference = async (page: Page): Promise<void> => {
  const thread = await traced(page, () =>
    page.evaluate(() => {
      let sum = 0
      for (let count = 0; count < 30_000_000; count++) sum = (sum * 31 + count) % 1_000_003
      Reflect.set(globalThis, 'sum', sum)
    }),
  )
  console.log(`  a fixed piece of work: ${Math.max(...thread.tasks.map(task => task.cpu)).toFixed(0)} ms`)
}

const measure = async (page: Page, title: string): Promise<void> => {
  console.log(`\n${title}`)
  const home = new URL('/', page.url()).href
  await opening(page, '  from the server, page load', () => page.goto(`${home}agreement`))
  await stillness(page)
  await opening(page, '  from this device, page load', () => page.goto(`${home}agreement`))
  await typing(page, '  first keys after opening', 20)
  await stillness(page)
  await typing(page, '  typing', KEYS)
  await page.goto(home)
  await stillness(page)
  await opening(page, '  from Now, by its link', () => page.getByRole('link', { name: 'Agreement' }).click())
  await reference(page)
}

/** Until every text can be written in. */
const opening = async (page: Page, title: string, go: () => Promise<unknown>): Promise<void> => {
  let wall = 0
  const thread = await traced(page, async () => {
    const began = performance.now()
    await go()
    await page.waitForFunction(() => document.querySelectorAll('[role="textbox"]').length >= 500, undefined, { polling: 'raf' })
    wall = performance.now() - began
  })
  const cpu = thread.tasks.reduce((sum, task) => sum + task.cpu, 0)
  const longest = Math.max(...thread.tasks.map(task => task.cpu))
  console.log(`${title}: ${cpu.toFixed(0)} ms, longest task ${longest.toFixed(0)} ms (wall ${wall.toFixed(0)} ms)`)
}

const typing = async (page: Page, title: string, keys: number): Promise<void> => {
  const text = page
    .getByRole('group', { name: /^Phrase: / })
    .nth(25)
    .getByRole('textbox')
  await text.click()
  await text.press('End')
  const thread = await traced(page, async () => {
    for (let key = 0; key < keys; key++) {
      if (key % 12 === 11) for (let back = 0; back < 10; back++) await page.keyboard.press('Backspace')
      await page.keyboard.press('k')
      await page.waitForTimeout(KEY_EVERY_MS)
    }
  })
  const { toFrame, all, longest } = perKey(thread)
  const told = (values: number[]) =>
    `median ${quantile(values, 0.5).toFixed(1)}, p95 ${quantile(values, 0.95).toFixed(1)}, most ${Math.max(...values).toFixed(1)} ms`
  console.log(`${title} (${toFrame.length} keys), to the next frame: ${told(toFrame)}`)
  console.log(`    all until the next key: ${told(all)}`)
  console.log(`    longest task: ${told(longest)}`)
}

/** Of each key: the work until the frame that shows it, all work until the next key, and its longest task. */
const perKey = ({ tasks, dispatched, frames }: MainThread) => {
  const keys = dispatched('keydown')
  const spans = keys.map((at, index) => {
    const next = keys[index + 1] ?? at + KEY_EVERY_MS
    const frame = frames.find(end => end > at) ?? next
    const mine = tasks.filter(task => task.at + task.wall > at && task.at < next)
    const sum = (some: typeof mine) => some.reduce((total, { cpu }) => total + cpu, 0)
    return {
      toFrame: sum(mine.filter(task => task.at <= frame)),
      all: sum(mine),
      longest: Math.max(...mine.map(({ cpu }) => cpu)),
    }
  })
  return { toFrame: spans.map(one => one.toFrame), all: spans.map(one => one.all), longest: spans.map(one => one.longest) }
}

/** Nothing of a second's work is left over from before. */
const stillness = (page: Page) => page.waitForTimeout(3_000)

await using server = await startTestServer()
const browser = await launchBrowser()
await using mei = await alonePhone(browser, server.url)
await mei.page.goto(`${server.url}/agreement`)
await mei.page.getByText('Saved.').waitFor()
await mei.page.goto('about:blank')
await using jonas = await openPhone(server.url)
await succeed(jonas.session.join({ fragment: new URL(mei.link).hash.slice(1), name: 'Jonas' }))
const writer = openLargeWriter(await until(jonas.session, () => jonas.session.documentAccess()), LONG_WORDS)
const bytes = await writer.fill()
await writer.edit(1, 5_000)
console.log(`200 clauses, ${bytes} bytes`)
await mei.page.goto(server.url)
await measure(mei.page, '5,000 edits of history')
if (!process.argv.includes('--short')) {
  await mei.page.goto('about:blank')
  await writer.edit(1_000, 10)
  await mei.page.goto(server.url)
  await measure(mei.page, '10,000 further edits in 1,000 visits')
}
await browser.close()
