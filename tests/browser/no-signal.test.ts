import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agreeOnBothSides, starterSignals } from '../support/agreeing.ts'
import { openAgreementPage } from '../support/agreement-page.ts'
import { clauseOn, standsWithdrawn } from '../support/assent-page.ts'
import { eventually, launchBrowser } from '../support/browser.ts'
import { heading, key } from '../support/crisis-screens.ts'
import { look } from '../support/look.ts'
import { readyPhones } from '../support/ready-phones.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

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

test('[SCN8] when the last signal in force was withdrawn both phones keep starters, say so, and lead to where one is written', async () => {
  const [first] = starterSignals()
  if (!first) throw new Error('no starters')
  await using phones = await readyPhones(browser, server.url, { before: couple => agreeOnBothSides(couple, [first]) })
  const [a, b] = [phones.mei.page, phones.jonas.page]
  for (const page of [a, b]) await page.goto(server.url)
  await key(a, 'Send Lighthouse').waitFor(SOON)
  await eventually(() => a.getByRole('button', { name: /^Send / }).count()).toBe(1)

  // It is said before the press, on the phone of whoever presses.
  await openAgreementPage(b)
  const clause = clauseOn(b, 'Signal: Lighthouse')
  await clause.getByText('It is the only signal in force.').waitFor()
  await clause.getByRole('button', { name: 'I no longer agree' }).click()
  await standsWithdrawn(clause, 'You no longer agree')
  expect(await clause.getByText('It is the only signal in force.').count()).toBe(0)
  await b.getByRole('link', { name: 'Now', exact: true }).click()
  for (const page of [a, b]) {
    await page.getByRole('heading', { name: /^No signal in force\. Starters\./ }).waitFor(SOON)
    // What one of them ended comes back last of all.
    expect(await page.getByRole('button', { name: /^Send / }).allTextContents()).toHaveLength(2)
    expect(await key(page, 'Send Lighthouse').count()).toBe(0)
    expect(await look(page)).toEqual([])
  }
  await a.reload()
  await a.getByRole('heading', { name: /^No signal in force/ }).waitFor()
  await a.getByRole('link', { name: /Write a signal together/ }).click()
  await clauseOn(a, 'Signal: Lighthouse').waitFor()
  expect(new URL(a.url()).hash).toBe('#signals')
  await standsWithdrawn(clauseOn(a, 'Signal: Lighthouse'), 'Jonas no longer agrees')
  await a.goBack()
  await key(a, 'Pause us now').click()
  await heading(a, /^Back at/).waitFor()
  expect([...phones.mei.faults, ...phones.jonas.faults]).toEqual([])
})
