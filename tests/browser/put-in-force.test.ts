import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openAgreementPage } from '../support/agreement-page.ts'
import { agreementPhones, goAway } from '../support/agreement-phones.ts'
import { agree, agreeBoth, clauseOn, putInForce, standsAs, standsWithdrawn } from '../support/assent-page.ts'
import { eventually } from '../support/browser.ts'
import { BLANK } from '../support/ready-phones.ts'

const phones = agreementPhones()
const here = (page: Page) => clauseOn(page, /^Phrase: I am here/)
const slow = (page: Page) => clauseOn(page, /^Phrase: Take it slow/)
const leave = (page: Page) => clauseOn(page, /^Phrase: I won't leave/)
const okay = (page: Page) => clauseOn(page, /^Phrase: We are okay/)
const force = (page: Page) => page.getByRole('region', { name: 'In force', exact: true })
const status = (page: Page) => force(page).getByRole('status').textContent()

/** Back to the agreement by the app's own way, without loading it once more. */
const backToAgreement = async (page: Page): Promise<void> => {
  await page.getByRole('banner').getByRole('link', { name: 'Agreement' }).click()
  await page.getByRole('textbox', { name: 'I will say' }).last().waitFor()
}

test('[AGS18] a version can be taken back before it goes out, by keyboard too, and then never was', async () => {
  const { a, b } = phones()
  await agreeBoth(here(a), here(b))
  await putInForce(a)
  await force(a).getByText('It goes out to Jonas in a few seconds.').waitFor()
  // Jonas may press in these seconds too: which of the two is version 1 is not known yet.
  expect(await status(a)).toBe('Put in force here, not sent yet')
  expect(
    await force(a)
      .getByText(/version \d/i)
      .count(),
  ).toBe(0)
  await force(a).getByRole('button', { name: 'Take it back' }).press('Enter')
  await eventually(() => status(a)).toBe('Nothing is in force yet')
  const put = force(a).getByRole('button', { name: 'Put in force' })
  await eventually(() => put.evaluate(key => key === document.activeElement)).toBe(true)
  await a.getByText('It is taken back. Nothing went out.').waitFor({ state: 'attached' })

  // Had the first one gone out, this would be version 2.
  await putInForce(a)
  await b.getByText('In force: version 1').waitFor()
  await force(a).getByRole('button', { name: 'Take it back' }).waitFor({ state: 'detached' })
  await eventually(() => status(a)).toBe('In force: version 1')
})

test('[AGS18] a version that is not taken back goes out also when the page is left at once', async () => {
  const { a, b } = phones()
  await agreeBoth(okay(a), okay(b))
  await putInForce(a)
  // No page of the app is left on this phone.
  await goAway(a)
  await b.getByText('In force: version 2').waitFor()
  await openAgreementPage(a)
  await eventually(() => status(a)).toBe('In force: version 2')
})

test('[VER7] what was withdrawn and agreed to again counts as in force again, before the press and in the list of versions', async () => {
  const { a, b } = phones()
  await here(b).getByRole('button', { name: 'I no longer agree' }).click()
  await standsWithdrawn(here(b), 'You no longer agree')
  await a.getByText('“I am here” has left it since').waitFor()
  await agree(here(b))
  await standsAs(here(a), 'Ours')
  await force(a).getByText('1 in force again, 1 as it is').waitFor()
  await putInForce(a)
  await force(a).getByRole('button', { name: 'Versions' }).click()
  await a.getByText(/^Put in force by you, .*\. 1 in force again\.$/).waitFor()
})

test('[VER9] what a press did not put in force is told at the next opening, when the page was closed meanwhile, until it is closed', async () => {
  const { a, b, network } = phones()
  await backToAgreement(a)
  await agreeBoth(slow(a), slow(b))
  network.block(true)
  await putInForce(b)
  await b.goto('about:blank')
  await slow(a).getByRole('button', { name: 'I no longer agree' }).click()
  await standsWithdrawn(slow(a), 'You no longer agree')
  network.block(false)
  const missed = force(b).getByText('“Take it slow” did not go into force: Mei changed it, or no longer agrees.')
  await b.goto(network.url + BLANK)
  await openAgreementPage(b)
  await missed.waitFor()
  // Not closed, it is told again.
  await openAgreementPage(b)
  await missed.waitFor()
  await force(b).getByRole('button', { name: 'Got it' }).click()
  await missed.waitFor({ state: 'detached' })
  await eventually(() => force(b).evaluate(card => card.contains(document.activeElement))).toBe(true)
  await openAgreementPage(b)
  await force(b).getByText('Nothing would change.').waitFor()
  // Once this is kept, what was closed is read.
  await agree(leave(b))
  await standsAs(leave(b), 'You agree. Mei, not yet.')
  expect(await missed.count()).toBe(0)
})
