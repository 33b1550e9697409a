import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openAgreementPage, phrase, putAtEnd, written } from '../support/agreement-page.ts'
import { agreementPhones } from '../support/agreement-phones.ts'
import { agree, agreeBoth, clauseOn, putInForce, standsAs } from '../support/assent-page.ts'
import { eventually } from '../support/browser.ts'

const phones = agreementPhones()
const here = (page: Page) => clauseOn(page, /^Phrase: I am here/)
const cold = (page: Page) => clauseOn(page, /^Activity: Cold water/)

/** Back to the agreement by the app's own way, without loading it once more. */
const backToAgreement = async (page: Page): Promise<void> => {
  await page.getByRole('banner').getByRole('link', { name: 'Agreement' }).click()
  await page.getByRole('textbox', { name: 'I will say' }).last().waitFor()
}

test('[AGS11] before the press it says what would change: added, word by word, as it is, and what stays on the table', async () => {
  const { a, b } = phones()
  const put = a.getByRole('button', { name: 'Put in force' })
  expect(await put.getAttribute('aria-disabled')).toBe('true')
  await put.press('Enter')
  await a.getByText('First agree to a clause, both of you.').waitFor()
  await agreeBoth(here(a), here(b))
  await agreeBoth(cold(a), cold(b))
  await a.getByText('2 added, 11 stay on the table.').waitFor()
  await putInForce(a)
  await a.getByText('Nothing would change.').waitFor()
  await a.getByText(/^Since .* put in force by you\.$/).waitFor()
  await b.getByText(/^Since .* put in force by Mei\.$/).waitFor()

  await putAtEnd(phrase(b, 'I am here'), ' for you')
  await standsAs(here(a), 'Changed since ours')
  await agree(here(b))
  await standsAs(here(a), 'Jonas agrees. Your turn.')
  await agree(here(a))
  await standsAs(here(b), 'Ours')
  await b.getByText('What would change').click()
  await b.getByText('1 changed, 1 as it is, 11 stay on the table.').waitFor()
  const change = b.getByRole('region', { name: 'I am here for you' })
  expect(await change.locator('ins').textContent()).toContain(' for you')
  await putInForce(b)
  await a.getByText('In force: version 2').waitFor()
})

test('[AGS12] versions are listed with their day and who put them in force, and any two can be held against each other by an address', async () => {
  const { a, b } = phones()
  await cold(a)
    .getByRole('button', { name: /^More for/ })
    .click()
  await cold(a).getByRole('button', { name: 'Remove' }).click()
  for (const page of [a, b]) await page.getByText('It stays in force until one of you no longer agrees.').waitFor()
  await b.getByText('In force: version 2').waitFor()
  await a.getByRole('button', { name: 'Versions' }).click()
  await a.getByRole('heading', { name: 'Versions', level: 1 }).waitFor()
  const cards = a.getByRole('listitem').filter({ has: a.getByRole('heading', { name: /^Version \d/ }) })
  expect(await cards.getByRole('heading').allTextContents()).toEqual(['Version 2In force', 'Version 1'])
  await cards
    .first()
    .getByText(/^Put in force by Jonas, .*\d.*, \d+:\d\d.*\. 1 changed\.$/)
    .waitFor()
  await cards
    .last()
    .getByText(/^Put in force by you, .*\d.*, \d+:\d\d.*\. The first one, with 2 clauses\.$/)
    .waitFor()

  const between = (page: Page) => page.getByRole('region', { name: 'From version 1 to version 2' })
  expect(await between(a).locator('ins').textContent()).toContain(' for you')
  await b.goto(new URL('/agreement/versions?from=2&to=1', b.url()).href)
  const back = b.getByRole('region', { name: 'From version 2 to version 1' })
  expect(await back.locator('del').textContent()).toContain(' for you')
  await back.getByRole('combobox', { name: 'To' }).selectOption('Version 2')
  await b.getByText('Both say the same.').waitFor()
  expect(new URL(b.url()).search).toBe('?from=2&to=2')
  await b.goto(new URL('/agreement/versions?from=7&to=x', b.url()).href)
  await b.getByText('There is no such version here.').waitFor()
})

test('[AGS13] old words come back as a draft, also of what was removed; a draft that says something else is shown and asked about, and it can be undone', async () => {
  const { a, b } = phones()
  await backToAgreement(b)
  const oldest = a.getByRole('listitem').filter({ has: a.getByRole('heading', { name: 'Version 1' }) })
  await oldest.getByText('Its words').click()
  const [removed, changed] = [
    oldest.getByRole('group', { name: /^Activity: Cold water/ }),
    oldest.getByRole('group', { name: 'Phrase: I am here' }),
  ]
  await removed.getByRole('button', { name: 'Bring it back as a draft' }).click()
  await removed.getByRole('button', { name: 'Undo' }).waitFor()
  await cold(b).waitFor()
  await standsAs(cold(b), 'Ours')

  await changed.getByRole('button', { name: 'Bring it back as a draft' }).click()
  const dialog = a.getByRole('dialog', { name: 'The draft says something else' })
  await dialog.getByText('I am here for you', { exact: true }).waitFor()
  await dialog.getByText('I am here', { exact: true }).waitFor()
  expect(await dialog.getByRole('heading', { level: 2 }).evaluate(heading => heading === document.activeElement)).toBe(true)
  const exit = dialog.getByRole('button', { name: 'Exit' })
  const keys = [exit, ...['Use the words of version 1', 'Keep the draft'].map(name => dialog.getByRole('button', { name }))]
  const before = a.viewportSize()
  await a.setViewportSize({ width: 390, height: 420 })
  for (const key of keys)
    expect(
      await key.evaluate(one =>
        one.contains(document.elementFromPoint(one.getBoundingClientRect().x + 20, one.getBoundingClientRect().y + 20)),
      ),
    ).toBe(true)
  if (before) await a.setViewportSize(before)
  await dialog.getByRole('button', { name: 'Keep the draft' }).click()
  expect(await written(phrase(b, 'I am here'))).toBe('I am here for you')
  // The partner writes on while it is asked: nothing is taken from under their hands.
  await changed.getByRole('button', { name: 'Bring it back as a draft' }).click()
  await putAtEnd(phrase(b, 'I am here'), ', always')
  await dialog.getByText('I am here for you, always', { exact: true }).waitFor()
  await dialog.getByRole('button', { name: 'Use the words of version 1' }).click()
  await eventually(() => written(phrase(b, 'I am here'))).toBe('I am here')
  expect(await changed.getByRole('button', { name: 'Undo' }).evaluate(key => key === document.activeElement)).toBe(true)
  await a.keyboard.press('Enter')
  await eventually(() => written(phrase(b, 'I am here'))).toBe('I am here for you, always')
})

test('[AGS17] what is removed and still in force is shown until one no longer agrees, and then leaves on both phones', async () => {
  const { a, b } = phones()
  await backToAgreement(a)
  await cold(b)
    .getByRole('button', { name: /^More for/ })
    .click()
  await cold(b).getByRole('button', { name: 'Remove' }).click()
  await b.reload()
  const gone = (page: Page) => clauseOn(page, /^Still in force: Cold water/)
  await gone(b).waitFor()
  await gone(b).getByRole('button', { name: 'I no longer agree' }).press('Enter')
  // The key has gone with the clause: who works by keyboard is still in its part.
  const part = b.getByRole('heading', { name: 'Pauses', level: 2 })
  await eventually(() => part.evaluate(heading => heading === document.activeElement)).toBe(true)
  for (const page of [a, b]) {
    await gone(page).waitFor({ state: 'detached' })
    await page.getByText('“Cold water on face and wrists” has left it since').waitFor()
  }
  await a.getByRole('button', { name: 'Versions' }).click()
  await a.getByRole('heading', { name: /^Version \d+ ?In force, less 1$/ }).waitFor()
  await a.getByText('1 has left since: you no longer both agree to it.').waitFor()
  await backToAgreement(a)
})

test('[WTG11] [WTG12] what was taken out is found under “Versions” by either, later too; who wrote in it and was elsewhere is told once', async () => {
  const { a, b } = phones()
  await a.getByRole('button', { name: 'Versions' }).click()
  const out = a.getByRole('region', { name: 'Taken out' })
  const row = out.getByRole('listitem').filter({ hasText: 'Activity: Cold water on face and wrists' })
  await row.getByText(/^Removed by Jonas, .*\d+:\d\d/).waitFor()
  await row.getByRole('button', { name: 'Bring it back' }).press('Enter')
  await cold(b).waitFor()
  await row.waitFor({ state: 'detached' })
  const undo = out.getByRole('button', { name: 'Undo' })
  await eventually(() => undo.evaluate(key => key === document.activeElement)).toBe(true)
  await undo.press('Enter')
  await row.waitFor()

  // Jonas wrote in this one.
  await b.getByRole('link', { name: 'Holdfast, now' }).click()
  await backToAgreement(a)
  await here(a)
    .getByRole('button', { name: /^More for/ })
    .click()
  await here(a).getByRole('button', { name: 'Remove' }).click()
  await a.getByText('“Versions” keeps its words.').waitFor()
  await b.getByRole('link', { name: 'Agreement', exact: true }).click()
  await b.getByText('Mei removed “I am here for you').waitFor()
  await b
    .getByText(/^Saved/)
    .first()
    .waitFor()
  await openAgreementPage(b)
  expect(await b.getByText('Mei removed').count()).toBe(0)
})
