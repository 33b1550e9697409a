import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clauseText, openAgreementPage, typeAtEnd, written } from '../support/agreement-page.ts'
import { launchBrowser } from '../support/browser.ts'
import { deliveryOn, heading, key } from '../support/crisis-screens.ts'
import { look } from '../support/look.ts'
import { oldBuild } from '../support/old-build.ts'
import { readyPhones } from '../support/ready-phones.ts'
import { startTestServer } from '../support/server.ts'

/** A condition over the network. */
const SOON = { timeout: 20_000 }
let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
})

const notice = (page: Page) => page.getByRole('status').filter({ hasText: 'This page is older than the server.' })

test('[SCR17] a page older than its server says so, keeps what is pressed and written, and brings the new app when asked', async () => {
  await using build = await oldBuild()
  await using server = await startTestServer({ clientFolder: build.folder })
  await using phones = await readyPhones(browser, server.url, {
    mei: { keepsApp: true, reducedMotion: true },
    jonas: { keepsApp: true, reducedMotion: true },
  })
  const { page } = phones.mei
  await notice(page).waitFor()
  await page.getByRole('status').filter({ hasText: 'Not connected' }).waitFor()
  expect(await look(page)).toEqual([])
  await key(page, 'Send Lighthouse').click()
  await heading(page, 'Not there yet.').waitFor()
  await notice(page).waitFor()
  await page.goto(`${server.url}/help`)
  await heading(page, 'Help').waitFor()
  expect(await notice(page).count()).toBe(0)

  await build.update()
  await openAgreementPage(page)
  await notice(page).waitFor()
  const phrase = () => clauseText(page, /^Phrase: I am here/, 'Phrase')
  await typeAtEnd(phrase(), ', now')
  await notice(page).getByRole('button', { name: 'Reload' }).click()
  await notice(page).waitFor({ state: 'detached' })
  await expect.poll(() => written(phrase()), SOON).toMatch(/, now$/)
  expect(await page.evaluate(() => [...document.scripts].filter(({ src }) => src.endsWith('.old.js')).length)).toBe(0)
  await page.goto(`${server.url}/signal`)
  await expect.poll(() => deliveryOn(page), SOON).toContain('Sent')

  // Nobody asked the other phone to: it is as old as before, over a reload of its own too.
  await phones.jonas.page.reload()
  await notice(phones.jonas.page).waitFor()
  expect([...phones.mei.faults, ...phones.jonas.faults]).toEqual([])
})
