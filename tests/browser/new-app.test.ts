import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, launchBrowser } from '../support/browser.ts'
import { key } from '../support/crisis-screens.ts'
import { oldBuild } from '../support/old-build.ts'
import { readyPhones } from '../support/ready-phones.ts'
import { startTestServer } from '../support/server.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
})

const isOld = (page: Page): Promise<boolean> =>
  page.evaluate(() => [...document.scripts].some(({ src }) => src.endsWith('.old.js')))

/** The new version is here whole, and waits. */
const newWaits = async (page: Page): Promise<void> => {
  await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()))
  await eventually(() => page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting))).toBe(
    true,
  )
}

/** Nobody looks any more, or somebody does again. */
const look = (page: Page, state: 'hidden' | 'visible'): Promise<void> =>
  page.evaluate(now => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)

test('[PWA3] a new version takes over unseen, and waits before anybody’s eyes, beside writing, in a pause and beside a second window', async () => {
  await using build = await oldBuild()
  await using server = await startTestServer({ clientFolder: build.folder })
  await using phones = await readyPhones(browser, server.url, { mei: { keepsApp: true }, jonas: { keepsApp: true } })
  const { mei, jonas } = phones
  const { page } = mei
  await key(page, 'Send Lighthouse').waitFor()
  await page.goto(`${server.url}/agreement`)
  await page.getByRole('textbox').first().waitFor()
  await key(jonas.page, 'Pause us now').click()
  await jonas.page.getByRole('heading', { name: /^Back / }).waitFor()
  await build.update()
  for (const here of [page, jonas.page]) {
    await newWaits(here)
    await look(here, 'hidden')
    await look(here, 'visible')
  }
  await page.goto(`${server.url}/more`)
  await page.getByRole('heading', { name: 'More', level: 1 }).waitFor()
  const second = await mei.context.newPage()
  await second.goto(`${server.url}/help`)
  await second.getByRole('heading', { level: 1 }).waitFor()
  await look(page, 'hidden')
  await newWaits(page)
  await second.close()
  await look(page, 'visible')
  expect(await isOld(page)).toBe(true)

  // The control: now nothing keeps it, and it comes.
  await look(page, 'hidden')
  await page.waitForEvent('load')
  expect(await isOld(page)).toBe(false)
  await newWaits(jonas.page)
  expect(await isOld(jonas.page)).toBe(true)
})
