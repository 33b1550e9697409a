import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAgreementPage, phrase, typeAtEnd, written } from '../support/agreement-page.ts'
import { launchBrowser } from '../support/browser.ts'
import { deliveryOn, heading, key } from '../support/crisis-screens.ts'
import { look } from '../support/look.ts'
import { startMovingServer } from '../support/moving-server.ts'
import { readyPhones } from '../support/ready-phones.ts'

/** A condition over the network, which is asked for again after 15 s at most. */
const SOON = { timeout: 25_000 }
let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
})

const line = (page: Page) => page.getByRole('link', { name: /^This server does not know this device\./ })

test('[SCR23] on other data the phone goes on with a quiet line, leads to what can be done, and sends all once the data is right', async () => {
  await using server = await startMovingServer()
  await using phones = await readyPhones(browser, server.url, {
    mei: { keepsApp: true, reducedMotion: true },
    jonas: { reducedMotion: true },
  })
  const [{ page }, other] = [phones.mei, phones.jonas.page]
  await openAgreementPage(page)
  await openAgreementPage(other)
  await page.getByText('Jonas is here').waitFor({ state: 'attached' })
  await server.stop()
  await typeAtEnd(phrase(page, 'I am here'), ', typed meanwhile')

  await server.startOn('empty')
  await line(page).waitFor(SOON)
  await page.getByText('Saved here. It goes out when there is a connection.').waitFor()
  expect(await look(page)).toEqual([])
  await page.reload()
  await line(page).waitFor()
  expect(await written(phrase(page, 'I am here'))).toMatch(/, typed meanwhile$/)
  await page.getByRole('link', { name: 'Now', exact: true }).click()
  const now = page.getByRole('link', { name: /Not known to this server/ })
  await now.waitFor()
  expect(await look(page)).toEqual([])
  await key(page, 'Send Lighthouse').click()
  await heading(page, 'Not there yet.').waitFor()
  await page.getByRole('link', { name: 'Holdfast, now' }).click()
  await page.getByRole('link', { name: 'More' }).click()
  await page.getByRole('link', { name: 'Settings' }).click()
  await line(page).waitFor()
  await page.getByRole('status').filter({ hasText: 'Not known to this server' }).waitFor()
  expect(await page.getByText('No space on this device yet.').count()).toBe(0)

  await line(page).click()
  await heading(page, 'This server does not know this device.').waitFor()
  await page.getByRole('button', { name: 'Ask again' }).click()
  await page.getByRole('status').filter({ hasText: 'It still does not know this device.' }).waitFor()
  expect(await look(page)).toEqual([])
  await page.getByRole('button', { name: 'Leave this space' }).click()
  const asked = page.getByRole('dialog', { name: 'Leave this space on this device?' })
  await asked.getByText('1 press was not sent yet.').waitFor()
  expect(await look(page)).toEqual([])
  await asked.getByRole('button', { name: 'Stay' }).click()
  await page.getByRole('button', { name: 'Take the agreement along' }).click()
  await heading(page, 'Take it along').waitFor()
  await page.goBack()

  await server.startOn('right')
  await heading(page, 'This server does not know this device.').waitFor({ state: 'detached', ...SOON })
  await page.goto(`${server.url}/signal`)
  await expect.poll(() => deliveryOn(page), SOON).toContain('Sent')
  await other.bringToFront()
  await expect.poll(() => other.getByRole('alertdialog').count(), SOON).toBe(1)
  await openAgreementPage(page)
  await expect.poll(() => written(phrase(other, 'I am here')), SOON).toMatch(/, typed meanwhile$/)
  expect(await line(page).count()).toBe(0)
  expect([...phones.mei.faults, ...phones.jonas.faults]).toEqual([])
})
