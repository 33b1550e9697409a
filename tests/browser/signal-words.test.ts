import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { starterProjection } from '../../client/documents/home-projection.ts'
import { starterTexts } from '../../client/i18n/en/starters.ts'
import { launchBrowser } from '../support/browser.ts'
import { alertOn, key, openNow } from '../support/crisis-screens.ts'
import { openHostilePartner } from '../support/hostile-partner.ts'
import { alonePhone } from '../support/ready-phones.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

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

const OWN = 'Sent by Jonas in these words, not those on your Now.'

test('[SCS16] other words under a clause of both are shown as the partner’s own, and the signal arrives all the same', async () => {
  await using mei = await alonePhone(browser, server.url)
  await using jonas = await openHostilePartner(server.url, mei.link)
  const [signal] = starterProjection(starterTexts).signals
  if (!signal) throw new Error('no starters')
  const { answers: _, ...agreed } = signal
  await openNow(mei.page)
  await key(mei.page, `Send ${agreed.word}`).waitFor()

  await jonas.sendSignal({ ...agreed, meaning: 'You promised to give me your phone.' })
  await alertOn(mei.page).getByRole('heading', { name: 'You promised to give me your phone.' }).waitFor()
  await alertOn(mei.page).getByText(OWN).waitFor()
  await jonas.sendSignal({ ...agreed, clauseId: 'nowhere', meaning: 'Under no clause at all.' })
  await alertOn(mei.page).getByRole('heading', { name: 'Under no clause at all.' }).waitFor()
  await alertOn(mei.page).getByText(OWN).waitFor()

  // The control: the words of both say nothing of the kind.
  await jonas.sendSignal(agreed)
  await alertOn(mei.page).getByRole('heading', { name: agreed.meaning }).waitFor()
  expect(await alertOn(mei.page).getByText(OWN).count()).toBe(0)
  expect(mei.faults).toEqual([])
})
