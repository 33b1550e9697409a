import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, type Phone } from '../support/browser.ts'
import { alertOn, heading, key } from '../support/crisis-screens.ts'
import { type PairedPhones, readyPhones } from '../support/ready-phones.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

const opening = new AsyncDisposableStack()
let server: TestServer
let phones: PairedPhones
/** Where the script of More lies. */
let morePage = ''

beforeAll(async () => {
  server = opening.use(await startTestServer())
  const browser = opening.adopt(await launchBrowser(), launched => launched.close())
  phones = opening.use(await readyPhones(browser, server.url))
})
afterAll(() => opening.disposeAsync())

const LATE = /\/assets\/(?:soon|more-page)-[^/]*\.(?:js|css)$/

/** A network on which the app's first file comes, and none of those after it. */
const withoutLateFiles = async ({ page }: Phone): Promise<string[]> => {
  const refused: string[] = []
  await page.route(LATE, route => {
    refused.push(route.request().url())
    return route.abort('connectionreset')
  })
  return refused
}

const isStopped = (page: Page) => page.getByText('This page stopped.').count()

test('[SCR24] what did not come at first comes by itself once there is a network: the keys stand meanwhile, and a press and an alert go on', async () => {
  const { mei, jonas } = phones
  const refused = await withoutLateFiles(mei)
  await mei.page.goto(server.url)
  await key(mei.page, 'Send Lighthouse').waitFor()
  await mei.page.getByRole('link', { name: 'More', exact: true }).click()
  await mei.page.getByText('Still opening. What is not on this device yet comes with a connection.').waitFor()
  morePage = refused.find(url => /more-page-.*js$/.test(url)) ?? ''
  expect(morePage).not.toBe('')
  await mei.page.getByRole('link', { name: 'Now', exact: true }).click()
  await key(mei.page, 'Send Lighthouse').click()
  await mei.page.getByRole('status').filter({ hasText: 'Opening' }).waitFor()
  expect(await isStopped(mei.page)).toBe(0)

  await jonas.page.goto(server.url)
  await alertOn(jonas.page).waitFor()
  await key(jonas.page, "I'm here. I'll stay near.").click()

  await mei.page.unrouteAll()
  await mei.page.evaluate(() => void dispatchEvent(new Event('online')))
  await heading(mei.page, 'Jonas answered.').waitFor()
  await mei.page.getByRole('link', { name: 'Holdfast, now' }).click()
  await mei.page.getByRole('link', { name: 'More', exact: true }).click()
  await heading(mei.page, 'More').waitFor()
  const styled = await mei.page.evaluate(
    () => [...document.styleSheets].filter(({ href }) => /soon|more-page/.test(href ?? '')).length,
  )
  expect(styled, 'with their looks').toBe(2)
  expect([...mei.faults, ...jonas.faults]).toEqual([])
})

test('[SCR24] the control: a script that a page asks the browser for itself and that did not come never comes on that page', async () => {
  const { page } = phones.jonas
  await page.goto(`${server.url}/plain.html`)
  await page.route(LATE, route => route.abort('connectionreset'))
  // As text: the test runner has another way to import.
  const bring = () => page.evaluate(`import(${JSON.stringify(morePage)}).then(() => 'here', () => 'none')`)
  expect(await bring()).toBe('none')
  await page.unrouteAll()
  expect(await bring()).toBe('none')
  await page.reload()
  expect(await bring()).toBe('here')
})
