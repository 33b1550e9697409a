import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agreeOnBothSides, openRecord, starterSignals, untilRecord } from '../support/agreeing.ts'
import { openAgreementPage } from '../support/agreement-page.ts'
import { eventually, launchBrowser } from '../support/browser.ts'
import { heading, key } from '../support/crisis-screens.ts'
import { look } from '../support/look.ts'
import { readyPhones } from '../support/ready-phones.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import type { Couple } from '../support/sessions.ts'

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

test('[SCN8] without any signal Now says so, leads to where one is written, and the pause stays', async () => {
  const [first] = starterSignals()
  if (!first) throw new Error('no starters')
  // One was in force, and one of the two no longer agrees to it.
  const before = async (couple: Couple) => {
    await agreeOnBothSides(couple, [first])
    using bens = openRecord(couple.b.session)
    await bens.noLongerAgree(first[0])
    using annas = openRecord(couple.a.session)
    await untilRecord(annas, ({ inForce }) => inForce?.clauses.length === 0)
  }
  await using phones = await readyPhones(browser, server.url, { before })
  const { page } = phones.mei
  await openAgreementPage(page)
  const more = page.getByRole('group', { name: /^Signal: / }).getByRole('button', { name: /^More for / })
  for (let left = await more.count(); left > 0; left = await more.count()) {
    await more.first().click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await eventually(() => more.count()).toBeLessThan(left)
  }
  await page.getByRole('link', { name: 'Now', exact: true }).click()
  await page.getByRole('heading', { name: 'There is no signal to send.' }).waitFor(SOON)
  expect(await page.getByText('Tap to send').count()).toBe(0)
  expect(await look(page)).toEqual([])
  await page.reload()
  await page.getByRole('heading', { name: 'There is no signal to send.' }).waitFor()
  await page.getByRole('link', { name: /Write a signal together/ }).click()
  await page.getByText('No signal yet. One is enough to begin.').waitFor()
  expect(new URL(page.url()).hash).toBe('#signals')
  await page.goBack()
  await key(page, 'Pause us now').click()
  await heading(page, /^Back at/).waitFor()
  expect(phones.mei.faults).toEqual([])
})
